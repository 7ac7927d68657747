//! Language and theme, switched without a restart.

use crate::harness::{Ground, until};
use crate::page::Page;

#[tokio::test(flavor = "multi_thread")]
async fn language_and_theme_change_at_once_and_stay() {
    let ground = Ground::with_vault().await;
    let page = Page::open(&ground, &[]).await;
    page.press("Settings").await;
    page.click("//label[contains(., '简体中文')] | //button[normalize-space(.)='简体中文']").await;
    page.reads("设置").await;
    page.click("//label[contains(., '深色')] | //button[normalize-space(.)='深色']").await;
    let dark = page.client.wait().for_element(fantoccini::Locator::Css("html[data-theme=dark][lang|=zh]")).await;
    dark.unwrap();
    let saved = || std::fs::read_to_string(ground.home().join("window.json")).unwrap_or_default();
    until("language and theme are kept", || saved().contains("\"zh\"") && saved().contains("\"dark\""));
    page.close().await;

    let page = Page::open(&ground, &[]).await;
    page.reads("全部会话").await;
    page.close().await;
}
