//! A team in the window, with a real server: joined with a password, a certificate or a confirmation in a browser, signed
//! in to with a shared secret, both versions of an edit side by side, and left.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use hallpass_test_openbao::{CLIENT, ClientAuthority, Cluster, IdentityProvider};
use serde_json::json;

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

/// Opens the form and fills in what every login needs.
async fn begin_to_join(page: &Page, cluster: &Cluster, node: &str) {
    page.click("//nav//button[normalize-space(.)='Team']").await;
    page.reads("You have not joined a team").await;
    page.fill("Team name on the server", "support").await;
    page.fill("Server address", node).await;
    to_the_middle(page, "form summary").await;
    page.click("//summary[contains(normalize-space(.), 'Mounts, namespace and network')]").await;
    to_the_middle(page, "[data-field=ca]").await;
    paste(page, "[data-field=ca] textarea", cluster.ca()).await;
    to_the_middle(page, "[data-field=method]").await;
}

async fn join(page: &Page) {
    to_the_middle(page, "form button[type=submit]").await;
    page.press("Join").await;
}

async fn leave(page: &Page) {
    page.click("//section[@aria-labelledby='team-title']/header//button[@aria-label='More actions']").await;
    page.press("Leave the team…").await;
    page.press("Leave").await;
    page.reads("You have not joined a team").await;
}

/// Chooses how to log in.
async fn method(page: &Page, name: &str) {
    page.click(&format!("//*[@data-field='method']//option[normalize-space(.)='{name}']")).await;
}

/// The system's browser of this person: it writes down what it is asked to open.
fn browser(ground: &Ground) -> std::path::PathBuf {
    let opened = ground.path("opened");
    let browser = ground.path("browser");
    fs::write(&browser, format!("#!/bin/sh\nprintf '%s' \"$1\" > '{}'\n", opened.display())).unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let (data, config) = (ground.path("data/applications"), ground.path("config"));
    for folder in [&data, &config] {
        fs::create_dir_all(folder).unwrap();
    }
    let entry = format!("[Desktop Entry]\nType=Application\nName=Browser\nExec={} %u\n", browser.display());
    fs::write(data.join("browser.desktop"), entry).unwrap();
    let list = "[Default Applications]\nx-scheme-handler/http=browser.desktop\n";
    fs::write(config.join("mimeapps.list"), list).unwrap();
    opened
}

/// The server accepts certificates of this authority, and confirmations at this provider.
fn other_logins(cluster: &Cluster, authority: &ClientAuthority, provider: &IdentityProvider) {
    let token = cluster.admin_token().unwrap();
    let post = |path: &str, body: serde_json::Value| drop(cluster.post(&token, path, &body.to_string()).unwrap());
    post("sys/auth/cert", json!({"type": "cert"}));
    post("auth/cert/certs/people", json!({"certificate": authority.pem(), "token_policies": ["support-reader"]}));
    post("sys/auth/oidc", json!({"type": "oidc"}));
    let (id, secret) = CLIENT;
    let config = json!({"oidc_discovery_url": provider.issuer(), "oidc_client_id": id, "oidc_client_secret": secret});
    post("auth/oidc/config", config);
    let role = json!({"role_type": "oidc", "callback_mode": "device", "user_claim": "sub",
        "allowed_redirect_uris": ["-"], "token_policies": ["support-reader"]});
    post("auth/oidc/role/people", role);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_is_joined_with_a_certificate_and_with_a_confirmation_in_a_browser() {
    let ground = Ground::with_vault().await;
    let opened = browser(&ground);
    let cluster = server(&ground);
    let (authority, provider) =
        (ClientAuthority::new("Clients of a test").unwrap(), IdentityProvider::start().unwrap());
    other_logins(&cluster, &authority, &provider);
    let pem = authority.client("anna.li").unwrap();
    fs::write(ground.path("anna.pem"), &pem).unwrap();
    let node = cluster.addresses().remove(0);

    let page = Page::open(&ground, &[]).await;
    begin_to_join(&page, &cluster, &node).await;
    method(&page, "Client certificate").await;
    let file = page.find("//*[@data-field='client_certificate']//input[@type='file']").await;
    file.send_keys(ground.path("anna.pem").to_str().unwrap()).await.unwrap();
    page.reads("anna.pem").await;
    join(&page).await;
    page.reads("Can use shared profiles but not change them").await;
    page.reads("anna.li").await;
    let line = pem.lines().rev().find(|line| line.len() > 40).unwrap();
    assert!(!page.held().await.contains(line), "the key stays in the page");

    // The next login uses the certificate of the first.
    page.click("//section[@aria-labelledby='team-title']/header//button[@aria-label='More actions']").await;
    page.press("Log in again").await;
    page.reads("Log in to support again").await;
    page.press("Log in again").await;
    page.reads("Joined support").await;
    leave(&page).await;

    begin_to_join(&page, &cluster, &node).await;
    method(&page, "Browser (OIDC)").await;
    page.fill("Role", "people").await;
    join(&page).await;
    page.reads("Confirm the login in a browser").await;
    page.press("Cancel").await;
    page.has_lost("//h3[normalize-space(.)='Confirm the login in a browser']").await;
    // By the keyboard alone: the focus is where the next step is.
    page.keys("\u{E007}").await;
    page.find("//button[normalize-space(.)='Open browser'][not(@disabled)]").await;
    page.keys("\u{E007}").await;
    let end = Instant::now() + Duration::from_secs(60);
    while fs::read_to_string(&opened).unwrap_or_default().is_empty() {
        assert!(Instant::now() < end, "no page is opened");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(fs::read_to_string(&opened).unwrap(), format!("{}/device", provider.issuer()));
    let [given_up, code] = &provider.codes()[..] else { panic!("two logins were started: {:?}", provider.codes()) };
    page.reads(code).await;
    provider.confirm(given_up, "somebody");
    provider.confirm(code, "rita.wu");
    page.reads("rita.wu").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
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
    begin_to_join(&page, &cluster, &node).await;
    page.fill("User name", "otto").await;
    to_the_middle(&page, "[data-field=secret]").await;
    page.fill("Password", "Not-Real-wrong").await;
    join(&page).await;
    page.reads("The team server rejected the user name or password").await;
    to_the_middle(&page, "[data-field=secret]").await;
    page.fill("Password", PASSWORD).await;
    join(&page).await;
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

    leave(&page).await;
    let listed = ground.hallpass(&["profile", "list"], "");
    assert_eq!(listed["profiles"].as_array().map(Vec::len), Some(0), "{listed}");
    page.close().await;
}
