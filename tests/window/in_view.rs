//! Keys act on what is shown: not behind a screen, not on the list while the palette comes; many at once are said first.

use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::{Value, json};

use crate::harness::{Ground, until};
use crate::page::{Page, field};

const ENTER: &str = "\u{E007}";
const CONTROL: char = '\u{E009}';

fn kinds(ground: &Ground) -> Vec<String> {
    let events = ground.hallpass(&["activity"], "");
    events["activity"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_acts_behind_another_screen() {
    let ground = Ground::with_vault().await;
    ground.profile("Portal", "enos-portal", "password", "portal.demo");
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    assert_eq!(ground.hallpass(&["login", "Yunling"], "")["outcome"], "signed_in");
    let page = Page::open(&ground, &[]).await;
    page.choose("Yunling").await;
    let before = kinds(&ground);
    for (key, title) in [(',', "Settings"), ('n', "New profile")] {
        page.control(key).await;
        page.find(&format!("//*[contains(@class, 'room')]//h1[contains(normalize-space(.), '{title}')]")).await;
        let inside = "return document.querySelector('.room').contains(document.activeElement)";
        page.says(inside, &json!(true)).await;
        page.client.execute("document.querySelector('.room h1').focus()", vec![]).await.unwrap();
        for keys in [ENTER, " ", "r", "s", "\u{E015}", "p"] {
            page.keys(keys).await;
        }
        page.control('r').await;
        page.find(&format!("//*[contains(@class, 'room')]//h1[contains(normalize-space(.), '{title}')]")).await;
        let idle = "return [document.querySelectorAll('dialog[open], .toast').length, document.querySelector('#filter').value]";
        page.says(idle, &json!([0, ""])).await;
        page.keys("\u{E00C}").await;
        page.find("//*[@role='timer']").await;
    }
    assert_eq!(kinds(&ground), before, "nothing was handed out, renewed or sent");
    page.close().await;
}

/// Keys in one go, 30 ms apart.
async fn type_fast(page: &Page, keys: &str) {
    let pace = KeyAction::Pause { duration: Duration::from_millis(30) };
    let mut actions = KeyActions::new("keys".to_owned())
        .then(KeyAction::Down { value: CONTROL })
        .then(KeyAction::Down { value: 'k' })
        .then(KeyAction::Up { value: 'k' })
        .then(KeyAction::Up { value: CONTROL });
    for value in keys.chars() {
        actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value }).then(pace.clone());
    }
    page.client.perform_actions(actions).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_after_a_cold_control_k_is_the_palettes() {
    let ground = Ground::with_vault().await;
    ground.profile("Portal", "enos-portal", "password", "portal.demo");
    assert_eq!(ground.hallpass(&["login", "Portal"], "")["outcome"], "challenge");
    let page = Page::open(&ground, &[]).await;
    page.find("//*[@role='option']").await;
    type_fast(&page, "settings").await;
    page.says("return document.querySelector('[role=combobox]')?.value ?? null", &json!("settings")).await;
    page.says("return document.querySelectorAll('.room form, .toast').length", &json!(0)).await;
    page.keys(ENTER).await;
    page.find("//*[@id='settings-title']").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_said_before_they_are_sent_and_can_be_stopped() {
    let ground = Ground::with_vault().await;
    for n in 1..=6 {
        ground.profile(&format!("Yunling {n}"), "enos-iam", "password", "li.wen");
    }
    ground.profile("Live", "enos-iam", "password", "grace.hall@harbourwind.example");
    ground.hallpass(&["profile", "edit", "Live", "--env", "prod"], "");
    assert_eq!(ground.hallpass(&["login", "Yunling 6"], "")["outcome"], "signed_in");
    let sent = || ground.sandbox.attempts("enos-iam", "li.wen");
    let before = sent();
    let page = Page::open(&ground, &[]).await;
    page.choose("Yunling 1").await;
    page.control('a').await;
    page.reads("Sign in to 7").await;
    page.keys("s").await;
    page.reads("Signs in to 5 profiles").await;
    page.reads("Skips 1 valid").await;
    page.find("//dialog//fieldset//label[normalize-space(.)='Live']//input[not(@checked)]").await;
    page.keys(ENTER).await;
    assert_eq!(sent(), before, "Enter in the dialog confirms nothing");

    ground.sandbox.set_latency(Some("enos-iam"), Duration::from_millis(1500));
    page.press("Sign in to 5").await;
    until("the first sign-in", || sent() > before);
    page.press("Stop").await;
    page.reads("not sent").await;
    let stopped = sent();
    assert!(stopped <= before + 2, "{stopped} of {before} and five");
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(sent(), stopped, "after Stop nothing further is sent");
    assert_eq!(ground.sandbox.attempts("enos-iam", "grace.hall@harbourwind.example"), 0);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demos_first_click_ends_in_a_session_and_its_codes_are_shown() {
    let ground = Ground::new().await;
    ground.english();
    let page = Page::open(&ground, &["--explore"]).await;
    page.find("//*[@role='option']").await;
    page.sign_in_chosen().await;
    page.reads("Access token").await;
    page.choose("海棠制造·短信").await;
    page.sign_in_chosen().await;
    let told = page.reads("Demo code:").await.text().await.unwrap();
    let code: String = told.chars().filter(char::is_ascii_digit).collect();
    page.fill("SMS code", &code).await;
    page.press("Continue").await;
    page.is_signed_in("海棠制造·短信").await;
    page.close().await;
}

/// The code of another server is nowhere but on the telephone.
#[tokio::test(flavor = "multi_thread")]
async fn outside_the_demo_no_code_is_shown() {
    let ground = Ground::with_vault().await;
    ground.profile("Message", "hzero", "sms", "13800000001");
    let page = Page::open(&ground, &[]).await;
    page.sign_in("Message").await;
    page.find(&field("SMS code")).await;
    let code = ground.sandbox.sms_code("13800000001").unwrap();
    let held: Value = serde_json::from_str(&page.held().await).unwrap();
    assert!(!held.to_string().contains(&code) && !page.text().await.contains("Demo code"));
    page.close().await;
}
