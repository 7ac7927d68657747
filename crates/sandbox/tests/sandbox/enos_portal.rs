//! The Portal: organizations, refresh, second factor.

use hallpass_sandbox::Sandbox;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::client::{get, http, post, sandbox, send};

fn url(sandbox: &Sandbox, path: &str) -> String {
    format!("{}/app-portal-service{path}", sandbox.address("enos-portal"))
}

async fn log_in(sandbox: &Sandbox, account: &str, password: &str) -> Value {
    let answer = post(url(sandbox, "/v2.2/login"), &[], &json!({"account": account, "password": password})).await;
    assert_eq!(answer.status, 200);
    answer.json()
}

async fn with_token(sandbox: &Sandbox, path: &str, token: &str) -> Value {
    send(http().get(url(sandbox, path)).header("authorization", format!("Bearer {token}"))).await.json()
}

async fn choose(sandbox: &Sandbox, token: &str, organization: &str) -> Value {
    let headers = [("authorization", format!("Bearer {token}"))];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    post(url(sandbox, "/v2.2/session/set?channel=web"), &headers, &json!({"orgId": organization})).await.json()
}

#[tokio::test]
async fn signs_in_chooses_refreshes_and_logs_out() {
    let sandbox = sandbox().await;
    let body = log_in(&sandbox, "portal.demo", "Not-Real-portal-01").await;
    assert_eq!((&body["code"], &body["message"]), (&json!(0), &json!("OK")));
    assert_eq!(body["data"]["organizations"].as_array().unwrap().len(), 3);
    assert_eq!(body["data"]["mfaType"], "NONE");
    let token = body["data"]["accessToken"].as_str().unwrap();
    assert_eq!(with_token(&sandbox, "/v2.2/session/info", token).await["code"], 31512);
    assert_eq!(choose(&sandbox, token, "o999").await["code"], 31404);
    assert_eq!(choose(&sandbox, token, "").await["code"], 31400);
    let set = choose(&sandbox, token, "o200").await;
    assert_eq!(set["data"]["currentOrgId"], "o200");
    let refresh = set["data"]["refreshToken"].as_str().unwrap();
    assert!(refresh.starts_with("eyJ"));
    let month = set["data"]["refreshTokenExpire"].as_i64().unwrap() - sandbox.clock().now_ms();
    assert!((2_591_900_000..=2_592_000_000).contains(&month));
    assert_eq!(with_token(&sandbox, "/v2.2/session/info", token).await["data"]["workingOrganizationId"], "o200");

    sandbox.clock().advance(SignedDuration::from_hours(3));
    assert_eq!(with_token(&sandbox, "/v2.2/session/info", token).await["code"], 31401);
    let renewed = get(url(&sandbox, &format!("/v2.2/token/refresh?refreshToken={refresh}"))).await.json();
    let new = renewed["data"]["accessToken"].as_str().unwrap();
    assert_eq!(renewed["data"]["workingOrganizationName"], "海港风电 Harbour Wind");
    assert_eq!(get(url(&sandbox, "/v2.2/token/refresh")).await.json()["code"], 31400);
    assert_eq!(with_token(&sandbox, "/v2.2/logout", new).await["data"], true);
    assert_eq!(with_token(&sandbox, "/v2.2/logout", new).await["code"], 31401);
}

#[tokio::test]
async fn shapes_differ_by_account() {
    let sandbox = sandbox().await;
    let one = log_in(&sandbox, "one.org", "Not-Real-portal-02").await;
    assert_eq!((&one["code"], &one["message"]), (&json!(200), &json!("")));
    assert_eq!(log_in(&sandbox, "no.org", "Not-Real-portal-03").await["data"]["organizations"], json!([]));
    let lists = log_in(&sandbox, "olivia.park@harbourwind.example", "Not-Real-portal-04").await;
    assert!(lists["data"][0]["user"][0]["name"].is_string());
    for (account, password, digits) in
        [("digits.expiry", "Not-Real-portal-05", true), ("iso.expiry", "Not-Real-portal-06", false)]
    {
        let body = log_in(&sandbox, account, password).await;
        let set = choose(&sandbox, body["data"]["accessToken"].as_str().unwrap(), "o100").await;
        let expire = set["data"]["refreshTokenExpire"].as_str().unwrap();
        assert_eq!(expire.bytes().all(|byte| byte.is_ascii_digit()), digits);
        assert_eq!(expire.ends_with('Z'), !digits);
    }
}

#[tokio::test]
async fn wrong_passwords_lock_without_saying_what() {
    let sandbox = sandbox().await;
    assert_eq!(log_in(&sandbox, "portal.demo", "").await["code"], 31400);
    for _ in 0..5 {
        let refused = log_in(&sandbox, "portal.demo", "wrong").await;
        assert_eq!((&refused["code"], &refused["data"]), (&json!(31400), &Value::Null));
    }
    assert_eq!(log_in(&sandbox, "portal.demo", "Not-Real-portal-01").await["code"], 31429);
    assert_eq!(log_in(&sandbox, "locked.portal", "x").await["code"], 31429);
}

#[tokio::test]
async fn the_second_factor_comes_first() {
    let sandbox = sandbox().await;
    let body = log_in(&sandbox, "mfa.mail", "Not-Real-portal-07").await;
    assert_eq!(body["data"]["mfaType"], "EMAIL");
    let bearer = format!("Bearer {}", body["data"]["accessToken"].as_str().unwrap());
    let token = bearer.trim_start_matches("Bearer ").to_owned();
    assert_eq!(choose(&sandbox, &token, "o100").await["code"], 31401);
    let older = [("accessToken", bearer.as_str()), ("locale", "zh-CN")];
    let verify = |code: String| {
        let (url, bearer) = (url(&sandbox, "/v2.3/verificationCode/verify?type=mfa"), bearer.clone());
        async move { post(url, &[("authorization", &bearer)], &json!({"code": code})).await.json() }
    };
    assert_eq!(verify("1".into()).await["code"], 31410, "none was sent");
    let sent = post(url(&sandbox, "/v2.3/verificationCode/send?type=mfa"), &older, &json!({})).await.json();
    assert_eq!(sent["data"]["success"], true);
    let code = sandbox.mfa_code("mfa.mail").unwrap();
    assert_eq!(verify("x".into()).await["code"], 31430);
    assert_eq!(verify(code).await["data"], json!({"success": true}));
    assert_eq!(choose(&sandbox, &token, "o100").await["code"], 0);
}

#[tokio::test]
async fn the_signed_door_refuses_unsigned_calls() {
    let sandbox = sandbox().await;
    let url = sandbox.address("enos-portal-signed") + "/app-portal-service/v2.2/login";
    let refused = post(url, &[], &json!({"account": "portal.demo", "password": "Not-Real-portal-01"})).await.json();
    assert_eq!((&refused["status"], &refused["business"]), (&json!(1202), &json!("apim-token-service")));
}
