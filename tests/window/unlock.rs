//! A vault with a passphrase: made, closed, opened with the right words only, and with the recovery key.

use std::fs;

use crate::harness::Ground;
use crate::page::Page;

const WORDS: &str = "an invented passphrase of seven words";
const NEW_WORDS: &str = "another invented passphrase, newer";

#[tokio::test(flavor = "multi_thread")]
async fn only_the_passphrase_or_the_recovery_key_opens_it() {
    let ground = Ground::new().await;
    ground.english();
    let page = Page::open(&ground, &[]).await;
    let key = make(&page).await;
    page.close().await;
    let files = || ["vault.db", "envelope.json"].map(|file| fs::read(ground.home().join(file)).unwrap());
    let before = files();

    let page = Page::open(&ground, &[]).await;
    page.reads("Unlock").await;
    page.fill("Passphrase", "other words").await;
    page.press("Unlock").await;
    page.reads("does not match the vault").await;
    assert!(before == files(), "a wrong passphrase changes nothing");
    page.fill("Passphrase", WORDS).await;
    page.press("Unlock").await;
    page.reads("All sessions").await;
    page.close().await;
    // What was typed serves every program of the person's for a while, until one of them locks.
    ground.hallpass(&["vault", "lock"], "");

    let page = Page::open(&ground, &[]).await;
    page.press("Use the recovery key").await;
    page.fill("Recovery key", "AAAA-BBBB").await;
    page.fill("Passphrase", NEW_WORDS).await;
    page.fill("Repeat it", NEW_WORDS).await;
    page.press("Unlock").await;
    page.reads("recovery key").await;
    assert_eq!(files()[1], before[1], "a wrong recovery key changes nothing");
    page.fill("Recovery key", &key.to_lowercase()).await;
    page.fill("Passphrase", NEW_WORDS).await;
    page.fill("Repeat it", NEW_WORDS).await;
    page.press("Unlock").await;
    page.reads("All sessions").await;
    page.close().await;
    // What was typed serves every program of the person's for a while, until one of them locks.
    ground.hallpass(&["vault", "lock"], "");

    let page = Page::open(&ground, &[]).await;
    page.fill("Passphrase", NEW_WORDS).await;
    page.press("Unlock").await;
    page.reads("All sessions").await;
    page.close().await;
}

/// First run with a passphrase; answers the recovery key.
async fn make(page: &Page) -> String {
    page.press("Next").await;
    page.click("//label[contains(., 'Passphrase')]").await;
    page.fill("Passphrase", WORDS).await;
    page.fill("Repeat it", WORDS).await;
    page.press("Create the vault").await;
    page.recovery_key().await.join("-")
}
