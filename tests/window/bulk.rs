//! Many at once: the inbox fills while the rest goes on. And the command, beside the window.

use crate::harness::Ground;
use crate::page::Page;

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
    page.press("Sign in selected (5)").await;
    page.reads("Signs in to 5 profiles").await;
    page.reads("Sends 1 text message").await;
    page.press("Sign in 5").await;
    page.reads("3 waiting for you").await;
    page.reads("2 signed in").await;
    let pending = ground.hallpass(&["pending"], "");
    assert_eq!(pending["pending"].as_array().unwrap().len(), 3, "{pending}");
    page.press("Open the inbox").await;
    page.reads("1 of 3").await;
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
