//! HZERO: tokens, captchas, SMS codes, encryption, the gateway.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hallpass_sandbox::Sandbox;
use jiff::SignedDuration;
use rsa::pkcs8::DecodePublicKey;
use rsa::rand_core::OsRng;
use rsa::{Pkcs1v15Encrypt, RsaPublicKey};
use serde_json::{Value, json};

use crate::client::{Answer, form, get, http, sandbox, send};

const CLIENT: [(&str, &str); 2] = [("client_id", "hallpass-web"), ("client_secret", "not-a-real-client-01")];

async fn token(sandbox: &Sandbox, fields: &[(&str, &str)]) -> Answer {
    let mut all = CLIENT.to_vec();
    all.retain(|(name, _)| !fields.iter().any(|(given, _)| given == name));
    all.extend(fields);
    form(sandbox.address("hzero") + "/oauth/oauth/token", &all).await
}

/// A standard login from the web with further fields.
async fn web(sandbox: &Sandbox, user: &str, password: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields =
        vec![("grant_type", "password"), ("source_type", "web"), ("username", user), ("password", password)];
    fields.push(("device_id", "device-1"));
    fields.extend(more);
    token(sandbox, &fields).await
}

async fn bearer(url: String, token: &str) -> Answer {
    send(http().get(url).header("authorization", format!("Bearer {token}"))).await
}

fn encrypt(public: &str, text: &str) -> String {
    let key = RsaPublicKey::from_public_key_der(&STANDARD.decode(public).unwrap()).unwrap();
    STANDARD.encode(key.encrypt(&mut OsRng, Pkcs1v15Encrypt, text.as_bytes()).unwrap())
}

/// The public key of the login page.
async fn page_key(sandbox: &Sandbox, endpoint: &str) -> String {
    let page = get(sandbox.address(endpoint) + "/oauth/login").await.text;
    page.split("data-publicKey=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn both_keys_open_passwords() {
    let sandbox = sandbox().await;
    for endpoint in ["hzero", "hzero-own-key"] {
        let sealed = encrypt(&page_key(&sandbox, endpoint).await, "Not-Real-hz-01");
        let fields =
            [&CLIENT[..], &[("grant_type", "password"), ("username", "liu.yang"), ("password", &sealed)]].concat();
        let body = form(sandbox.address(endpoint) + "/oauth/oauth/token", &fields).await.json();
        assert_eq!(body["token_type"], "bearer", "{endpoint}: {body}");
        assert_eq!((body["expires_in"].as_i64(), &body["scope"]), (Some(43199), &json!("default")));
        assert!(body["refresh_token"].is_string());
    }
    assert_eq!(web(&sandbox, "liu.yang", "Not-Real-hz-01", &[]).await.status, 200, "undecryptable is taken as it is");
}

#[tokio::test]
async fn clients_choose_base64_replay_and_encrypted_accounts() {
    let sandbox = sandbox().await;
    let client = |number: &'static str, id: &'static str| [("client_id", id), ("client_secret", number)];
    let plain = client("not-a-real-client-02", "hallpass-base64");
    let encoded = STANDARD.encode("Not-Real-hz-01");
    assert_eq!(web(&sandbox, "liu.yang", &encoded, &plain).await.status, 200);
    let bad = web(&sandbox, "liu.yang", "%%%", &plain).await.json();
    assert_eq!(bad["code"], "hoth.warn.decodePasswordError");

    let key = page_key(&sandbox, "hzero").await;
    let (name, password) = (encrypt(&key, "liu.yang"), encrypt(&key, "Not-Real-hz-01"));
    let account = client("not-a-real-client-03", "hallpass-account-rsa");
    assert_eq!(web(&sandbox, &name, &password, &account).await.status, 200);

    let replay = client("not-a-real-client-04", "hallpass-replay");
    assert_eq!(web(&sandbox, "liu.yang", &password, &replay).await.status, 200);
    let again = web(&sandbox, "liu.yang", &password, &replay).await.json();
    assert_eq!(again["code"], "hoth.warn.duplicatePassword");
}

#[tokio::test]
async fn wrong_passwords_count_then_want_a_captcha_then_lock() {
    let sandbox = sandbox().await;
    let first = web(&sandbox, "liu.yang", "wrong", &[]).await;
    let body = first.json();
    assert_eq!(first.status, 401);
    assert_eq!((&body["error"], &body["code"]), (&json!("unauthorized"), &json!("hoth.warn.passwordError")));
    assert_eq!((&body["errorTimes"], &body["surplusTimes"]), (&json!("1"), &json!("4")), "as text");
    assert_eq!(body["message"], "您输入的账号或密码错误,还可以尝试4次");
    web(&sandbox, "liu.yang", "wrong", &[]).await;
    let body = web(&sandbox, "liu.yang", "wrong", &[("lang", "en_US")]).await.json();
    assert_eq!(
        (&body["code"], &body["message"]),
        (&json!("hoth.warn.captchaNull"), &json!("Please enter the captcha"))
    );
    let plain = [("grant_type", "password"), ("username", "liu.yang"), ("password", "wrong")];
    token(&sandbox, &plain).await;
    token(&sandbox, &plain).await;
    assert_eq!(token(&sandbox, &plain).await.json()["code"], "hoth.warn.loginErrorMaxTimes");
    assert_eq!(token(&sandbox, &plain).await.json()["code"], "hoth.warn.accountLocked");
    assert!(sandbox.unlock("hzero", "liu.yang"));
    assert_eq!(web(&sandbox, "liu.yang", "Not-Real-hz-01", &[]).await.status, 200);
}

#[tokio::test]
async fn a_captcha_is_a_picture_and_good_once() {
    let sandbox = sandbox().await;
    let params =
        get(sandbox.address("hzero") + "/oauth/login/init-params?channel=pc&username=captcha.always").await.json();
    assert_eq!(params["isNeedCaptcha"], true);
    let made = get(sandbox.address("hzero") + "/oauth/public/captcha-code").await.json();
    let key = made["captchaKey"].as_str().unwrap();
    let picture = get(sandbox.address("hzero") + "/oauth/public/captcha/" + key).await;
    assert_eq!(picture.kind, "image/jpeg");
    let decoded = image::load_from_memory(&picture.bytes).unwrap();
    assert_eq!((decoded.width(), decoded.height()), (125, 45));

    let captcha = sandbox.captcha_text(Some(key)).unwrap().to_lowercase();
    let fields = [("captcha", captcha.as_str()), ("captchaKey", key)];
    assert_eq!(web(&sandbox, "captcha.always", "Not-Real-hz-02", &fields).await.status, 200, "in whatever case");
    let again = web(&sandbox, "captcha.always", "Not-Real-hz-02", &fields).await.json();
    assert_eq!(again["code"], "hoth.warn.captchaWrong", "used up");
    assert_eq!(sandbox.captcha_text(Some(key)), None);

    let late = get(sandbox.address("hzero") + "/oauth/public/captcha-code").await.json();
    let key = late["captchaKey"].as_str().unwrap();
    let captcha = sandbox.captcha_text(None).unwrap();
    sandbox.clock().advance(SignedDuration::from_mins(11));
    let stale = web(&sandbox, "captcha.always", "Not-Real-hz-02", &[("captcha", &captcha), ("captchaKey", key)]).await;
    assert_eq!(stale.json()["code"], "hoth.warn.captchaWrong");
}

async fn sms_login(sandbox: &Sandbox, phone: &str, key: &str, code: &str) -> Value {
    let fields = [
        ("grant_type", "implicit"),
        ("phone", phone),
        ("source_type", "app"),
        ("device_id", "d"),
        ("captchaKey", key),
        ("captcha", code),
    ];
    let answer = form(sandbox.address("hzero") + "/oauth/token/mobile", &[&CLIENT[..], &fields].concat()).await;
    assert_eq!(answer.status, 200, "always 200");
    answer.json()
}

#[tokio::test]
async fn an_sms_code_has_an_interval_tries_and_an_end() {
    let sandbox = sandbox().await;
    let url = |phone: &str| format!("{}/oauth/public/send-phone-captcha?phone={phone}", sandbox.address("hzero"));
    assert_eq!(get(url("13999999999")).await.json()["code"], "hoth.warn.phoneNotFound");
    let sent = get(url("13800000001")).await.json();
    assert_eq!((&sent["code"], &sent["interval"]), (&json!("captcha.send.phone"), &json!(60)));
    assert_eq!(sent["message"], "短信验证码已发送至手机:138****0001,请在5分钟内完成验证");
    sandbox.clock().advance(SignedDuration::from_secs(20));
    let soon = get(url("13800000001")).await.json();
    assert_eq!((&soon["success"], &soon["code"]), (&json!(false), &json!("captcha.send.interval")));
    assert!((38..=40).contains(&soon["interval"].as_i64().unwrap()));

    let code =
        || sandbox.hook("hzero", "sms", json!({"phone": "13800000001"})).unwrap()["code"].as_str().unwrap().to_owned();
    let key = sent["captchaKey"].as_str().unwrap();
    let wrong = sms_login(&sandbox, "13800000001", key, "x").await;
    assert_eq!((&wrong["code"], &wrong["errorTimes"]), (&json!("hoth.warn.captchaWrong"), &json!(0)), "numbers");
    let right = sms_login(&sandbox, "13800000001", key, &code()).await;
    assert_eq!((&right["success"], right["expiresIn"].as_i64()), (&json!(true), Some(43199)), "camel case: {right}");
    assert!(right["accessToken"].is_string() && right["access_token"].is_null());

    sandbox.clock().advance(SignedDuration::from_secs(61));
    let key = get(url("13800000001")).await.json()["captchaKey"].as_str().unwrap().to_owned();
    for _ in 0..5 {
        sms_login(&sandbox, "13800000001", &key, "x").await;
    }
    assert_eq!(sms_login(&sandbox, "13800000001", &key, &code()).await["code"], "captcha.validate.error.too-many-time");
}

#[tokio::test]
async fn tokens_are_one_per_device_renewed_and_ended() {
    let sandbox = sandbox().await;
    let base = sandbox.address("hzero");
    let first = web(&sandbox, "liu.yang", "Not-Real-hz-01", &[]).await.json();
    sandbox.clock().advance(SignedDuration::from_secs(100));
    let same = web(&sandbox, "liu.yang", "Not-Real-hz-01", &[]).await.json();
    assert_eq!(first["access_token"], same["access_token"]);
    assert_eq!(same["expires_in"].as_i64(), Some(43099), "less life");
    let other = token(
        &sandbox,
        &[
            ("grant_type", "password"),
            ("username", "liu.yang"),
            ("password", "Not-Real-hz-01"),
            ("device_id", "device-2"),
        ],
    )
    .await;
    assert_ne!(first["access_token"], other.json()["access_token"]);

    let refresh = first["refresh_token"].as_str().unwrap();
    let renewed = token(&sandbox, &[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await.json();
    assert_ne!(renewed["access_token"], first["access_token"]);
    assert_eq!(renewed["refresh_token"], refresh, "the refresh token stays");
    let bad = token(&sandbox, &[("grant_type", "refresh_token"), ("refresh_token", "nonsense")]).await;
    assert_eq!((bad.status, &bad.json()["error"]), (400, &json!("invalid_grant")));

    let access = renewed["access_token"].as_str().unwrap();
    let me = bearer(base.clone() + "/iam/hzero/v1/users/self", access).await.json();
    assert_eq!((&me["loginName"], &me["tenantNum"]), (&json!("liu.yang"), &json!("HAITANG")));
    let switch = |id: &str| {
        http()
            .put(format!("{base}/iam/v1/users/tenant-id?tenantId={id}"))
            .header("authorization", format!("Bearer {access}"))
    };
    assert_eq!(send(switch("1002")).await.status, 204);
    assert_eq!(send(switch("77")).await.json()["failed"], true, "HTTP 200 all the same");
    assert_eq!(bearer(base.clone() + "/iam/hzero/v1/users/self", access).await.json()["tenantNum"], "LINDEN");
    let tenants = bearer(base.clone() + "/iam/hzero/v1/users/self-tenants", access).await;
    assert!(tenants.text.contains("9007199254740993"), "digit-exact");

    let out = bearer(base.clone() + "/oauth/logout?redirect_uri=https%3A%2F%2Fexample.com%2Fbye", access).await;
    assert_eq!((out.status, out.location.as_str()), (302, "https://example.com/bye"));
    let refused = bearer(base.clone() + "/iam/hzero/v1/users/self", access).await;
    assert_eq!((refused.status, refused.kind.as_str()), (401, "text/html;charset=UTF-8"));
    assert!(refused.text.contains("<code>error.permission.accessTokenInvalid</code>"));
    let none = get(base + "/iam/hzero/v1/users/self").await;
    assert!(none.text.contains("accessTokenNull"));
}

#[tokio::test]
async fn clients_and_codes() {
    let sandbox = sandbox().await;
    let own = token(&sandbox, &[("grant_type", "client_credentials")]).await.json();
    assert!(own["access_token"].is_string() && own["refresh_token"].is_null());
    let bad = token(&sandbox, &[("grant_type", "password"), ("client_secret", "wrong")]).await;
    assert_eq!((bad.status, &bad.json()["code"]), (401, &json!("Bad client credentials")));
    let unknown = web(&sandbox, "nobody", "x", &[]).await.json();
    assert_eq!(unknown["code"], "hoth.warn.usernameNotFoundOrPasswordIsWrong");
    let asked = web(&sandbox, "refuse.hoth.warn.tenantInvalid", "x", &[]).await.json();
    assert_eq!(asked["message"], "您的所属组织无效,请联系管理员");
    let phone = web(&sandbox, "13800000004", "Not-Real-hz-01", &[]).await.json();
    assert_eq!(phone["code"], "hoth.warn.phoneNotCheck");
    let app = token(&sandbox, &[("grant_type", "password"), ("source_type", "app"), ("username", "liu.yang")]).await;
    assert_eq!(app.status, 500, "an app without a device id");
    let opaque = web(&sandbox, "emma.stone", "Not-Real-hz-03", &[]).await.json();
    let me =
        bearer(sandbox.address("hzero") + "/iam/hzero/v1/users/self", opaque["access_token"].as_str().unwrap()).await;
    assert!(me.json()["id"].is_string());
}

#[tokio::test]
async fn a_rotated_refresh_token_that_comes_again_ends_its_session() {
    let sandbox = sandbox().await;
    sandbox.hook("hzero", "rotate_refresh", json!({})).unwrap();
    let first = web(&sandbox, "liu.yang", "Not-Real-hz-01", &[]).await.json();
    let renew = async |refresh: &Value| {
        let refresh = refresh.as_str().unwrap();
        token(&sandbox, &[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await
    };
    let second = renew(&first["refresh_token"]).await.json();
    let third = renew(&second["refresh_token"]).await.json();
    assert_ne!(second["refresh_token"], third["refresh_token"]);
    assert_eq!(renew(&first["refresh_token"]).await.status, 400);
    let me = bearer(sandbox.address("hzero") + "/iam/hzero/v1/users/self", third["access_token"].as_str().unwrap());
    assert_eq!(me.await.status, 401, "it was used twice, so somebody else may have it");
    assert_eq!(renew(&third["refresh_token"]).await.status, 400);
}
