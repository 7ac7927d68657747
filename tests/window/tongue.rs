//! Language and theme, switched without a restart.

use crate::ground::Ground;
use crate::page::Page;

#[tokio::test(flavor = "multi_thread")]
async fn language_and_theme_change_at_once_and_stay() {
    let ground = Ground::with_vault().await;
    let page = Page::open(&ground, &[]).await;
    page.press("Settings").await;
    page.find("//label[contains(., '简体中文')] | //button[normalize-space(.)='简体中文']")
        .await
        .click()
        .await
        .unwrap();
    page.reads("设置").await;
    page.click("//label[contains(., '深色')] | //button[normalize-space(.)='深色']").await;
    let dark = page.client.wait().for_element(fantoccini::Locator::Css("html[data-theme=dark][lang|=zh]")).await;
    dark.unwrap();
    page.close().await;
    let saved = std::fs::read_to_string(ground.home().join("window.json")).unwrap();
    assert!(saved.contains("\"zh\"") && saved.contains("\"dark\""), "{saved}");

    let page = Page::open(&ground, &[]).await;
    page.reads("全部会话").await;
    page.close().await;
}
