//! Authing: headers, the whole answer, codes, tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hallpass_sandbox::{CANARIES, Sandbox};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::client::{post, sandbox};

const HEADERS: [(&str, &str); 2] =
    [("x-authing-app-id", "5a11d0c0ffee000000000a01"), ("x-authing-userpool-id", "5a11d0c0ffee000000000b01")];

async fn log_in(sandbox: &Sandbox, username: &str, password: &str) -> Value {
    let url = sandbox.address("authing-ldap") + "/api/v2/ldap/verify-user";
    let answer = post(url, &HEADERS, &json!({"username": username, "password": password})).await;
    assert_eq!(answer.status, 200);
    answer.json()
}

fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[tokio::test]
async fn the_answer_tells_everything() {
    let sandbox = sandbox().await;
    let answer = log_in(&sandbox, "sun.li", "Not-Real-authing-01").await;
    assert_eq!((&answer["code"], &answer["message"]), (&json!(200), &json!("登录成功")));
    let data = &answer["data"];
    for (member, canary) in ["password", "salt", "encryptedPassword", "lastIp"].into_iter().zip(CANARIES) {
        assert_eq!(data[member], canary);
    }
    let documented = "thirdPartyIdentity id createdAt updatedAt userPoolId isRoot status oauth email phone username \
        unionid openid nickname company photo browser device password salt loginsCount lastIp name givenName familyName \
        middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted streetAddress \
        locality region postalCode city province country registerSource secretInfo emailVerified phoneVerified lastLogin \
        blocked isDeleted sendSmsCount sendSmsLimitCount encryptedPassword signedUp externalId mainDepartmentId \
        mainDepartmentCode lastMfaTime passwordSecurityLevel resetPasswordOnFirstLogin syncExtInfo phoneCountryCode \
        lastIP token tokenExpiredAt _id registerMethod registerInClient decryptedToken identities";
    for member in documented.split_whitespace() {
        assert!(data.get(member).is_some(), "{member}");
    }
    let claims = claims(data["token"].as_str().unwrap());
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 14 * 86_400);
}

#[tokio::test]
async fn both_headers_are_checked() {
    let sandbox = sandbox().await;
    let url = sandbox.address("authing-ldap") + "/api/v2/ldap/verify-user";
    let body = json!({"username": "sun.li", "password": "Not-Real-authing-01"});
    assert_eq!(post(url.clone(), &HEADERS[..1], &body).await.json()["code"], 2224);
    assert_eq!(post(url, &HEADERS[1..], &body).await.json()["code"], 2011);
    assert_eq!(sandbox.attempts("authing-ldap", "sun.li"), 0, "no password was looked at");
}

#[tokio::test]
async fn codes_and_the_newer_form() {
    let sandbox = sandbox().await;
    let right = "Not-Real-authing-01";
    for (account, code) in [
        ("no.user", 2004),
        ("locked.user", 2005),
        ("often.wrong", 2057),
        ("wants.captcha", 2000),
        ("busy.server", 1000),
        ("code.2058", 2058),
    ] {
        let answer = log_in(&sandbox, account, right).await;
        assert_eq!((answer["code"].as_i64(), answer.get("data")), (Some(code), None), "{account}");
    }
    let newer = log_in(&sandbox, "reset.new", right).await;
    assert_eq!((&newer["statusCode"], &newer["apiCode"]), (&json!(499), &json!(1639)));
    assert!(newer.get("code").is_none());
    assert_eq!(log_in(&sandbox, "blocked.user", right).await["data"]["blocked"], true);
    for _ in 0..5 {
        assert_eq!(log_in(&sandbox, "sun.li", "wrong").await["code"], 2333);
    }
    assert_eq!(log_in(&sandbox, "sun.li", right).await["code"], 2000);
    sandbox.clock().advance(SignedDuration::from_mins(31));
    assert_eq!(log_in(&sandbox, "sun.li", right).await["code"], 200);
}

#[tokio::test]
async fn tokens_are_odd_checked_refreshed_and_ended() {
    let sandbox = sandbox().await;
    let base = sandbox.address("authing-ldap");
    let odd = log_in(&sandbox, "odd.token", "Not-Real-authing-01").await;
    assert!(odd["data"]["token"].as_str().unwrap().starts_with("opaque-") && odd["data"]["tokenExpiredAt"].is_null());
    let text = log_in(&sandbox, "odd.exp", "Not-Real-authing-01").await;
    assert!(claims(text["data"]["token"].as_str().unwrap())["exp"].is_string());

    let login = log_in(&sandbox, "sun.li", "Not-Real-authing-01").await;
    let token = login["data"]["token"].as_str().unwrap().to_owned();
    let check = |token: String| {
        let url = base.clone() + "/api/v2/users/login/check-status";
        async move { post(url, &[], &json!({"token": token})).await.json() }
    };
    assert_eq!(check(token.clone()).await["status"], true);
    assert_eq!(check("nonsense".into()).await["code"], 2207);
    let bearer = format!("Bearer {token}");
    let headers = [HEADERS[1], ("authorization", bearer.as_str())];
    let renewed = post(base.clone() + "/api/v2/users/refresh-token", &headers, &json!({})).await.json();
    assert_eq!(renewed["data"]["exp"].as_i64().unwrap() - renewed["data"]["iat"].as_i64().unwrap(), 1_296_000);
    let query = json!({"query": "query checkLoginStatus($token: String) { checkLoginStatus(token: $token) { code } }",
        "variables": {"token": token}});
    assert_eq!(post(base.clone() + "/graphql/v2", &[], &query).await.json()["data"]["checkLoginStatus"]["code"], 200);
    let out = crate::client::http().get(base.clone() + "/api/v2/logout?app_id=x").header("authorization", &bearer);
    assert_eq!(crate::client::send(out).await.json()["code"], 200);
    assert_eq!(check(token).await["status"], false);
    sandbox.clock().advance(SignedDuration::from_hours(24 * 16));
    assert_eq!(check(renewed["data"]["token"].as_str().unwrap().into()).await["code"], 2206);
}
