//! Many at once: the board shows each as it happens, the inbox fills while the rest goes on. And the command, beside the
//! window.

use std::time::Duration;

use crate::harness::Ground;
use crate::page::Page;

/// A profile's row of the board, by what became of it.
fn row(name: &str, state: &str) -> String {
    format!("//li[@data-name='{name}' and @data-state='{state}']")
}

/// Fourteen profiles of five providers: some sign in, some ask, some fail, one is blocked, one is production.
fn fourteen(ground: &Ground) {
    ground.profile("Captcha", "hzero", "password", "captcha.always");
    ground.profile("Clinic", "enos-iam", "password", "li.wen");
    ground.profile("Directory", "authing-ldap", "ldap", "sun.li");
    ground.profile_with("Forgotten", "authing-ldap", "ldap", "james.cole", &[("password", "Not-Real-old")]);
    ground.profile_with(
        "Grace",
        "enos-iam",
        "password",
        "grace.hall@harbourwind.example",
        &[("password", "Not-Real-old")],
    );
    ground.profile("Haitang", "hzero", "password", "liu.yang");
    ground.profile("Keycloak", "keycloak", "password", "mei.lin");
    ground.profile_with("Known wrong", "hzero", "password", "emma.stone", &[("password", "Not-Real-old")]);
    ground.profile("Message", "hzero", "sms", "13800000001");
    ground.profile("One company", "enos-portal", "password", "one.org");
    ground.profile("Portal", "enos-portal", "password", "portal.demo");
    ground.profile("Wang", "enos-iam", "password", "王芳");
    for (name, env, server) in
        [("Gone", "dev", "http://127.0.0.1:9"), ("Live", "prod", &ground.sandbox.address("enos-iam"))]
    {
        let line = ["profile", "add", name, "--provider", "enos-iam", "--server", server, "--env", env];
        let fields = ["--set", "account=li.wen", "--secret", "password=-", "--allow-http"];
        let said = ground.hallpass(&[&line[..], &fields[..]].concat(), "Not-Real-iam-01");
        assert_eq!(said["profile"]["name"], name, "{said}");
    }
    let refused = ground.hallpass(&["login", "Known wrong"], "");
    assert_eq!(refused["error"]["code"], "refused", "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_shows_what_becomes_of_fourteen_profiles() {
    let ground = Ground::with_vault().await;
    fourteen(&ground);
    let page = Page::open(&ground, &[]).await;
    page.choose("Clinic").await;
    ground.sandbox.set_latency(Some("enos-iam"), Duration::from_millis(1500));
    page.find("//*[@role='listbox']").await.send_keys("\u{E009}a\u{E000}").await.unwrap();
    page.press("Sign in to selected (14)").await;
    page.reads("Sends 1 text message").await;
    page.click("//dialog//fieldset//label[contains(., 'Live')]//input").await;
    page.press("Sign in to 13 (1 in production)").await;

    // The first of the slow host is on its way; the rest of that host stays here.
    page.find(&row("Captcha", "input")).await;
    page.press("Stop").await;
    page.press("Continue with the 3 not sent").await;
    // One of them is production, which takes part only where it is ticked again.
    page.reads("Sign in to 2").await;
    page.click("//dialog//fieldset//label[contains(., 'Live')]//input").await;
    ground.sandbox.set_latency(Some("enos-iam"), Duration::ZERO);
    page.press("Sign in to 3 (1 in production)").await;

    for name in ["Clinic", "Directory", "Haitang", "Keycloak", "Live", "One company", "Wang"] {
        page.find(&row(name, "done")).await;
    }
    for name in ["Forgotten", "Grace", "Gone"] {
        page.find(&row(name, "failed")).await;
    }
    let says = async |name, state| page.find(&row(name, state)).await.text().await.unwrap();
    assert!(says("Grace", "failed").await.contains("would be rejected again"));
    assert!(says("Gone", "failed").await.contains("Trying again is safe"));
    assert!(says("Known wrong", "blocked").await.contains("rejected this password"));
    for (account, sent) in [("li.wen", 2), ("grace.hall@harbourwind.example", 1), ("王芳", 1)] {
        assert_eq!(ground.sandbox.attempts("enos-iam", account), sent, "{account}: once for each profile");
    }
    assert_eq!(ground.sandbox.attempts("hzero", "emma.stone"), 1, "the one before");

    for (name, button) in [("Captcha", "Enter the captcha"), ("Message", "Enter the SMS code")] {
        assert!(says(name, "input").await.contains(button));
    }
    page.click(&format!("{}//button", row("Portal", "input"))).await;
    page.find("//h2[@id='inbox-current'][contains(., 'Portal')]").await;
    page.click("(//*[@role='radio' or @type='radio'])[1]").await;
    page.press("Enter").await;
    page.reads("Just answered").await;
    page.click("//nav//button[.//*[.='Bulk sign-in']]").await;
    page.find(&row("Portal", "done")).await;
    page.reads("14 of 14 finished").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_selected_sign_in_and_three_wait_for_a_person() {
    let ground = Ground::with_vault().await;
    ground.profile("Captcha", "hzero", "password", "captcha.always");
    ground.profile("Directory", "authing-ldap", "ldap", "sun.li");
    ground.profile("Message", "hzero", "sms", "13800000001");
    ground.profile("Portal", "enos-portal", "password", "portal.demo");
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    let page = Page::open(&ground, &[]).await;
    page.choose("Captcha").await;
    let list = page.find("//*[@role='listbox']").await;
    list.send_keys("\u{E009}a\u{E000}").await.unwrap();
    page.press("Sign in to selected (5)").await;
    page.reads("Signs in to 5 profiles").await;
    page.reads("Sends 1 text message").await;
    page.press("Sign in to 5").await;
    page.reads("5 of 5 finished").await;
    page.press("Answer 3").await;
    page.reads("1 of 3").await;
    let pending = ground.hallpass(&["pending"], "");
    assert_eq!(pending["pending"].as_array().unwrap().len(), 3, "{pending}");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_command_does_appears_in_the_window() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    let page = Page::open(&ground, &[]).await;
    page.choose("Yunling").await;
    page.reads("Sign in to see the token").await;
    let end = ground.hallpass(&["login", "Yunling"], "");
    assert_eq!(end["outcome"], "signed_in", "{end}");
    page.is_signed_in("Yunling").await;
    page.close().await;
}
