//! A team in the window, with a real server: joined from the form, signed in to with a shared secret, both versions of an
//! edit side by side, and left.

use std::fs;

use hallpass_test_openbao::Cluster;

use crate::harness::Ground;
use crate::page::Page;

const PASSWORD: &str = "Not-Real-person-1";

/// The server of a team with two editors: what the first of them shares is there.
fn server(ground: &Ground) -> Cluster {
    let cluster = Cluster::start(1).unwrap();
    let token = cluster.admin_token().unwrap();
    let node = cluster.addresses().remove(0);
    for (file, text) in [("admin", token.as_str()), ("password", PASSWORD), ("ca.pem", cluster.ca())] {
        fs::write(ground.path(file), text).unwrap();
    }
    let (admin, ca) = (format!("@{}", ground.path("admin").display()), ground.path("ca.pem").display().to_string());
    let init = ["team", "init", "support", "--server", &node, "--ca", &ca, "--token", &admin, "--yes"];
    done(&ground.hallpass(&init, ""));
    for user in ["eva", "otto"] {
        let body = format!(r#"{{"password":"{PASSWORD}","token_policies":["support-editor"],"token_ttl":"1h"}}"#);
        cluster.post(&token, &format!("auth/userpass/users/{user}"), &body).unwrap();
    }
    cluster
}

fn done(said: &serde_json::Value) {
    assert!(said.is_object() && said.get("error").is_none_or(serde_json::Value::is_null), "{said}");
}

/// The command of another member, who has a vault of their own.
struct Eva<'a> {
    ground: &'a Ground,
}

impl Eva<'_> {
    fn run(&self, arguments: &[&str]) {
        let home = self.ground.path("eva");
        fs::create_dir_all(&home).unwrap();
        let mut command = self.ground.command(crate::harness::hallpass());
        let passphrase = self.ground.path("passphrase");
        command.env("HALLPASS_HOME", home).args(arguments).args(["--json", "--no-input"]);
        let output = command.arg("--passphrase-file").arg(passphrase).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stdout));
    }
}

/// Brings a part of the form to the middle: the driver clicks into the footer where half of a field is in view.
async fn to_the_middle(page: &Page, css: &str) {
    let source = format!("document.querySelector({css:?}).scrollIntoView({{ block: 'center' }})");
    page.client.execute(&source, vec![]).await.unwrap();
}

/// Puts a text into a field at once, as pasting does.
async fn paste(page: &Page, css: &str, text: &str) {
    let source = "const field = document.querySelector(arguments[0]); field.value = arguments[1]; \
                  field.dispatchEvent(new Event('input', { bubbles: true }));";
    page.client.execute(source, vec![css.into(), text.into()]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn a_team_is_joined_used_edited_and_left() {
    let ground = Ground::with_vault().await;
    let cluster = server(&ground);
    let account = ground.account("enos-iam", "password", "li.wen");
    let (node, address) = (cluster.addresses().remove(0), ground.sandbox.address("enos-iam"));
    fs::write(ground.path("shared"), account.field("password")).unwrap();
    fs::write(ground.path("passphrase"), "correct horse battery staple").unwrap();
    let at = |file: &str| format!("@{}", ground.path(file).display());
    let eva = Eva { ground: &ground };
    eva.run(&["vault", "init", "--passphrase"]);
    let (ca, password, shared) = (ground.path("ca.pem").display().to_string(), at("password"), at("shared"));
    eva.run(&["team", "join", "support", "--server", &node, "--ca", &ca, "--user", "eva", "--secret", &password]);
    let set = format!("account={}", account.field("account"));
    eva.run(&["profile", "add", "Harbour", "--provider", "enos-iam", "--server", &address, "--set", &set]);
    eva.run(&["team", "share", "Harbour", "--secret", &shared]);

    let page = Page::open(&ground, &[]).await;
    page.click("//nav//button[normalize-space(.)='Team']").await;
    page.reads("You have not joined a team").await;
    page.fill("Team name on the server", "support").await;
    page.fill("Server address", &node).await;
    page.fill("User name", "otto").await;
    to_the_middle(&page, "[data-field=secret]").await;
    page.fill("Password", "Not-Real-wrong").await;
    to_the_middle(&page, "form summary").await;
    page.click("//summary[contains(normalize-space(.), 'Mounts, namespace and network')]").await;
    to_the_middle(&page, "[data-field=ca]").await;
    paste(&page, "[data-field=ca] textarea", cluster.ca()).await;
    to_the_middle(&page, "form button[type=submit]").await;
    page.press("Join").await;
    page.reads("The team server rejected the user name or password").await;
    to_the_middle(&page, "[data-field=secret]").await;
    page.fill("Password", PASSWORD).await;
    to_the_middle(&page, "form button[type=submit]").await;
    page.press("Join").await;
    page.reads("Can use and change shared profiles").await;
    page.reads("Harbour").await;
    let held = page.held().await;
    assert!(!held.contains(PASSWORD) && !held.contains(account.field("password")), "a secret stays in the page");

    // The shared secret is used for the one attempt, and nothing is asked.
    page.click("//section//button[normalize-space(.)='Harbour']").await;
    page.reads("Shared by team support").await;
    page.sign_in_chosen().await;
    page.is_signed_in("Harbour").await;
    assert_eq!(ground.sandbox.attempts("enos-iam", "li.wen"), 1);
    assert!(!page.held().await.contains(account.field("password")), "the shared secret never reaches the page");
    let listed = ground.hallpass(&["profile", "list"], "");
    assert_eq!(listed["profiles"][0]["team"], "support", "{listed}");

    // Someone else is faster: both versions side by side, and nothing is merged.
    eva.run(&["team", "edit", "Harbour", "--tag", "eva"]);
    page.click("//nav//button[normalize-space(.)='Team']").await;
    page.click("//section[@aria-labelledby='team-title']//button[@aria-label='Actions for Harbour']").await;
    page.press("Edit for everyone").await;
    page.reads("a change reaches all members").await;
    page.fill("Account", "by-otto").await;
    page.press("Save").await;
    page.reads("eva changed Harbour").await;
    page.find("//dialog//tr[th='Account'][td[2][normalize-space(.)='by-otto']]").await;
    page.find("//dialog//tr[th='Tags'][td[1][normalize-space(.)='eva']]").await;
    page.press("Keep theirs").await;
    page.reads("Discarded the draft of Harbour").await;

    page.click("//section[@aria-labelledby='team-title']/header//button[@aria-label='More actions']").await;
    page.press("Leave the team…").await;
    page.press("Leave").await;
    page.reads("You have not joined a team").await;
    let listed = ground.hallpass(&["profile", "list"], "");
    assert_eq!(listed["profiles"].as_array().map(Vec::len), Some(0), "{listed}");
    page.close().await;
}
