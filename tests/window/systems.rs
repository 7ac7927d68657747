//! Each login system, from its profile to a session, with what it asks half way.

use serde_json::json;

use crate::harness::Ground;
use crate::page::Page;

#[tokio::test(flavor = "multi_thread")]
async fn each_login_system() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    ground.profile("Haitang", "hzero", "password", "captcha.always");
    ground.profile("Haitang SMS", "hzero", "sms", "13800000001");
    ground.profile("Portal", "enos-portal", "password", "portal.demo");
    ground.profile("Portal MFA", "enos-portal", "password", "mfa.mail");
    ground.profile("Directory", "authing-ldap", "ldap", "sun.li");
    ground.profile("Conference", "quanshi", "token", "");
    let page = Page::open(&ground, &[]).await;

    text_message(&page).await;

    page.sign_in("Yunling").await;
    page.is_signed_in("Yunling").await;

    page.sign_in("Directory").await;
    page.is_signed_in("Directory").await;

    page.sign_in("Conference").await;
    page.is_signed_in("Conference").await;

    captcha(&ground, &page).await;
    organisation(&page).await;
    second_factor(&ground, &page).await;
    text_message_again(&ground, &page).await;

    let sessions = ground.hallpass(&["sessions"], "");
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 7, "{sessions}");
    page.close().await;
}

/// Wrong, then right: the password goes over once for each try and is not typed again.
async fn captcha(ground: &Ground, page: &Page) {
    page.sign_in("Haitang").await;
    let first = picture_after(page, "").await;
    page.fill("Captcha", "0000").await;
    page.press("Continue").await;
    // Words come and go above and below the picture: who clicks sooner may hit what stood there before.
    let second = picture_after(page, &first).await;
    page.reads("The captcha is wrong").await;
    page.press("New image").await;
    picture_after(page, &second).await;
    page.fill("Captcha", &ground.sandbox.captcha_text(None).unwrap()).await;
    page.press("Continue").await;
    page.is_signed_in("Haitang").await;
}

/// The captcha's picture, once it is another one.
async fn picture_after(page: &Page, before: &str) -> String {
    let picture = format!("//img[@alt='Captcha image' and @src!='{before}']");
    page.find(&picture).await.attr("src").await.unwrap().unwrap()
}

/// The code is sent once; sending it again waits, also on another screen.
async fn text_message(page: &Page) {
    page.sign_in("Haitang SMS").await;
    page.reads("Send again in").await;
    page.choose("Yunling").await;
    page.choose("Haitang SMS").await;
    page.press("Continue").await;
    page.reads("Send again in").await;
}

/// After a minute it is sent once more, when a person wants it.
async fn text_message_again(ground: &Ground, page: &Page) {
    let sent = || ground.sandbox.requests().iter().filter(|seen| seen.path.ends_with("/send-phone-captcha")).count();
    assert_eq!(sent(), 1);
    page.choose("Haitang SMS").await;
    page.press("Continue").await;
    // The button counts down to the words by which it can be pressed.
    page.press("Send again").await;
    page.reads("Send again in").await;
    assert_eq!(sent(), 2);
    let code = ground.sandbox.sms_code("13800000001").unwrap();
    page.fill("SMS code", &code).await;
    page.press("Continue").await;
    // It was taken up in the inbox.
    page.reads("Just answered").await;
    page.choose("Haitang SMS").await;
    page.is_signed_in("Haitang SMS").await;
}

/// The code was sent by the server as it was asked for; a wrong one costs nothing but itself.
async fn second_factor(ground: &Ground, page: &Page) {
    page.sign_in("Portal MFA").await;
    page.fill("MFA code", "000000").await;
    page.press("Continue").await;
    page.reads("wrong").await;
    let code = ground.sandbox.hook("enos-portal", "mfa", json!({"account": "mfa.mail"})).unwrap();
    let code = code["code"].as_str().or(code.as_str()).unwrap().to_owned();
    page.fill("MFA code", &code).await;
    page.press("Continue").await;
    choose_first(page).await;
    page.is_signed_in("Portal MFA").await;
}

async fn organisation(page: &Page) {
    page.sign_in("Portal").await;
    choose_first(page).await;
    page.is_signed_in("Portal").await;
}

async fn choose_first(page: &Page) {
    page.reads("Choose an organisation").await;
    page.click("(//*[@role='radio' or @type='radio'])[1]").await;
    page.press("Enter").await;
}
