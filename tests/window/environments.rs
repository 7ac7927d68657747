//! An environment of one's own in the window: added in the settings, chosen in a profile, asking as production does, and
//! removed with what is in it moved.

use serde_json::Value;

use crate::harness::Ground;
use crate::page::{Page, button, row};

const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";

/// The settings, by their own place in the sidebar.
async fn settings(page: &Page) {
    page.press("Settings").await;
    page.find("//h1[normalize-space(.)='Settings']").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_environment_of_one_s_own_asks_as_production_does_until_it_is_gone() {
    let ground = Ground::with_vault().await;
    ground.profile("Spare", "enos-iam", "password", "li.wen");
    assert_eq!(ground.hallpass(&["login", "Spare"], "")["outcome"], "signed_in");
    let page = Page::open(&ground, &[]).await;
    page.choose("Spare").await;

    settings(&page).await;
    page.press("New environment").await;
    page.fill("ID", "Dr").await;
    page.press("Save").await;
    page.reads("must begin with a lower-case letter").await;
    page.fill("ID", "dr").await;
    page.fill("English name", "Recovery").await;
    page.click("//dialog[@open]//label[contains(., 'Counts as production')]").await;
    page.press("Save").await;
    page.has_lost("//dialog[@open]").await;
    page.find("//li[.//code='dr'][contains(., 'Counts as production')]").await;
    page.press("Move Recovery up").await;
    page.find("//li[.//code='dr']/following-sibling::li[.//code='prod']").await;

    // The form has it, and the list shows it.
    page.choose("Spare").await;
    page.press("More actions").await;
    page.press("Edit the profile").await;
    page.click("//form//label[.//input[@type='radio']][normalize-space(.)='Recovery']").await;
    page.press("Save").await;
    page.find(&format!("{}//*[contains(@class, 'pill')][normalize-space(.)='Recovery']", row("Spare"))).await;
    page.click("//nav//button[.//*[normalize-space(.)='Recovery']]").await;
    page.choose("Spare").await;
    page.keys(ENTER).await;
    page.find("//dialog[@open]//h2[normalize-space(.)='Copy the production token?']").await;
    page.keys(ESCAPE).await;
    page.has_lost("//dialog[@open]").await;

    // Leaving production is agreed to, here as well.
    settings(&page).await;
    page.click("//li[.//code='dr']//button[normalize-space(.)='Delete']").await;
    page.find("//dialog[@open]//*[contains(., 'Spare')]").await;
    page.click("//dialog[@open]//select/option[normalize-space(.)='Test']").await;
    page.find("//dialog[@open]//button[@type='submit'][@disabled]").await;
    page.click("//dialog[@open]//input[@type='checkbox']").await;
    page.click("//dialog[@open]//button[@type='submit']").await;
    page.has_lost("//dialog[@open]").await;
    page.has_lost("//li[.//code='dr']").await;
    let spare = ground.hallpass(&["profile", "show", "Spare"], "");
    assert_eq!(spare["profile"]["environment"], "test", "{spare}");
    let said = ground.hallpass(&["activity"], "");
    let details: Vec<&Value> = said["activity"].as_array().unwrap().iter().map(|event| &event["detail"]).collect();
    assert!(details.iter().any(|detail| **detail == "dr removed"), "{said}");
    assert!(page.client.find(fantoccini::Locator::XPath(&button("Recovery"))).await.is_err());
    // The guide is there without a network, in the reader's language.
    page.keys("\u{E031}").await;
    page.find("//dialog[@open]//h3[normalize-space(.)='Environments and production']").await;
    page.close().await;
}
