//! Each of the five systems, from its profile to a session, with what it asks half way.

use serde_json::json;

use crate::ground::{Ground, until};
use crate::page::Page;

#[tokio::test(flavor = "multi_thread")]
async fn each_of_the_five_systems() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    ground.profile("Haitang", "hzero", "password", "captcha.always");
    ground.profile("Haitang SMS", "hzero", "sms", "13800000001");
    ground.profile("Portal", "enos-portal", "password", "portal.demo");
    ground.profile("Directory", "authing-ldap", "ldap", "sun.li");
    ground.profile("Conference", "quanshi", "token", "");
    let page = Page::open(&ground, &[]).await;

    page.sign_in("Yunling").await;
    page.is_signed_in("Yunling").await;

    page.sign_in("Directory").await;
    page.is_signed_in("Directory").await;

    page.sign_in("Conference").await;
    page.is_signed_in("Conference").await;

    captcha(&ground, &page).await;
    text_message(&ground, &page).await;
    organisation(&page).await;

    let sessions = ground.hallpass(&["sessions"], "");
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 6, "{sessions}");
    page.close().await;
}

/// Wrong, then right: the password goes over once for each try and is not typed again.
async fn captcha(ground: &Ground, page: &Page) {
    page.sign_in("Haitang").await;
    page.find("//img[@alt='Captcha picture']").await;
    page.fill("Captcha", "0000").await;
    page.press("Continue").await;
    page.reads("captcha").await;
    page.find("//img[@alt='Captcha picture']").await;
    let first = ground.sandbox.captcha_text(None).unwrap();
    page.press("Another one").await;
    let newest = || ground.sandbox.captcha_text(None).unwrap();
    until("another captcha", || newest() != first);
    let text = newest();
    page.fill("Captcha", &text).await;
    page.press("Continue").await;
    page.is_signed_in("Haitang").await;
}

/// The code is sent once; sending it again waits for the server's interval, also on another screen.
async fn text_message(ground: &Ground, page: &Page) {
    page.sign_in("Haitang SMS").await;
    page.reads("Again in").await;
    page.choose("Yunling").await;
    page.choose("Haitang SMS").await;
    page.press("Go on").await;
    page.reads("Again in").await;
    let code = ground.sandbox.hook("hzero", "sms", json!({"phone": "13800000001"})).unwrap();
    let code = code["code"].as_str().or(code.as_str()).unwrap().to_owned();
    page.fill("SMS code", &code).await;
    page.press("Continue").await;
    // It was taken up in the inbox.
    page.reads("Just answered").await;
    page.choose("Haitang SMS").await;
    page.is_signed_in("Haitang SMS").await;
}

async fn organisation(page: &Page) {
    page.sign_in("Portal").await;
    page.reads("Choose an organisation").await;
    page.click("(//*[@role='radio' or @type='radio'])[1]").await;
    page.press("Enter").await;
    page.is_signed_in("Portal").await;
}
