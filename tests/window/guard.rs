//! What keeps people out of trouble: a refused password, a lock, a cool-down, and "anyway".

use std::time::Duration;

use crate::harness::{Ground, until};
use crate::page::Page;

const ANYWAY: &str = "//button[contains(normalize-space(.), 'Sign in anyway')]";

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_password_is_sent_once_and_again_only_on_purpose() {
    let ground = Ground::with_vault().await;
    ground.profile_with("Mistyped", "enos-iam", "password", "li.wen", &[("password", "wrong-on-purpose")]);
    let page = Page::open(&ground, &[]).await;
    page.sign_in("Mistyped").await;
    page.reads("The account or password is wrong").await;
    assert_eq!(ground.sandbox.attempts("enos-iam", "li.wen"), 1);
    // Again with the same: the guard holds it back, and nothing is sent.
    page.press("Sign in").await;
    let anyway = page.find(ANYWAY).await;
    assert_eq!(ground.sandbox.attempts("enos-iam", "li.wen"), 1);
    // With the keyboard: a press, and once more to confirm, not so soon that it could be a slip.
    anyway.send_keys("\u{E007}").await.unwrap();
    tokio::time::sleep(Duration::from_millis(1000)).await;
    anyway.send_keys("\u{E007}").await.unwrap();
    until("the second attempt", || ground.sandbox.attempts("enos-iam", "li.wen") == 2);
    // With the mouse: a click is not enough, holding it is.
    page.has_lost(ANYWAY).await;
    page.press("Sign in").await;
    page.press_and_hold(ANYWAY, Duration::from_millis(50)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(ground.sandbox.attempts("enos-iam", "li.wen"), 2);
    page.press_and_hold(ANYWAY, Duration::from_millis(2500)).await;
    until("the third attempt", || ground.sandbox.attempts("enos-iam", "li.wen") == 3);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_account_cools_down_and_nothing_is_sent() {
    let ground = Ground::with_vault().await;
    ground.profile("Locked", "authing-ldap", "ldap", "locked.user");
    let page = Page::open(&ground, &[]).await;
    page.sign_in("Locked").await;
    page.reads("The account is locked").await;
    let sent = ground.sandbox.counts("authing-ldap");
    page.reads("Try again in").await;
    // Opened anew, the form still waits.
    page.keys("\u{E00C}").await;
    page.choose("Locked").await;
    page.press("Sign in").await;
    page.reads("locked.user at 127.0.0.1").await;
    page.reads("Try again in").await;
    assert_eq!(ground.sandbox.counts("authing-ldap").attempts, sent.attempts);
    page.close().await;
}
