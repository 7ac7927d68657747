//! From nothing to a session.

use crate::harness::Ground;
use crate::page::Page;

#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_to_a_session() {
    let ground = Ground::new().await;
    ground.english();
    let page = Page::open(&ground, &[]).await;
    page.reads("Welcome to Hallpass").await;
    page.press("Next").await;
    page.reads("System keyring: available").await;
    page.press("Create the vault").await;
    page.reads("Write down the recovery key").await;
    let groups = page.recovery_key().await;
    let held = page.held().await;
    assert!(groups.len() > 4 && groups.iter().all(|group| held.contains(group)), "{} groups", groups.len());
    page.click("//*[@type='checkbox' or @role='switch' or @role='checkbox']").await;
    page.press("Next").await;
    page.reads("Add your first profile").await;
    assert!(ground.home().join("envelope.json").exists());

    page.click("//button[contains(normalize-space(.), 'EnOS IAM')]").await;
    let account = ground.account("enos-iam", "password", "li.wen");
    page.fill("Name", "Yunling").await;
    page.fill("Server address", &ground.sandbox.address("enos-iam")).await;
    page.fill("Account", account.field("account")).await;
    page.press("Save and sign in").await;
    page.reads("Sent to").await;
    page.fill("Password", account.field("password")).await;
    page.press("Sign in").await;
    page.is_signed_in("Yunling").await;

    assert_eq!(ground.sandbox.attempts("enos-iam", "li.wen"), 1);
    // The command works on the same vault, with the same keyring.
    let sessions = ground.hallpass(&["sessions"], "");
    assert_eq!(sessions["sessions"][0]["profile"], "Yunling", "{sessions}");
    // The recovery key was on the page once, and is nowhere now.
    let held = page.held().await;
    assert!(groups.iter().all(|group| !held.contains(group)), "the recovery key stays in the page");
    page.close().await;
}
