//! EnOS IAM: shapes, codes, locks, sessions, signed calls.

use std::collections::BTreeSet;

use hallpass_sandbox::Sandbox;
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::client::{post, sandbox, send};

async fn log_in(sandbox: &Sandbox, body: &Value) -> Value {
    let answer = post(sandbox.address("enos-iam") + "/enos-iam-service/v2.0/login", &[], body).await;
    assert_eq!(answer.status, 200);
    answer.json()
}

fn body(principal: &str, credentials: &str) -> Value {
    json!({"authType": 0, "principal": principal, "credentials": credentials})
}

async fn info(sandbox: &Sandbox, authorization: &str) -> Value {
    let url = sandbox.address("enos-iam") + "/enos-iam-service/v2.0/session/info";
    post(url, &[("authorization", authorization)], &json!({})).await.json()
}

#[tokio::test]
async fn signs_in_as_the_document_shows() {
    let sandbox = sandbox().await;
    let answer = log_in(&sandbox, &body("li.wen", "Not-Real-iam-01")).await;
    for (member, value) in [("fail", false), ("failed", false), ("success", true), ("successful", true)] {
        assert_eq!(answer[member], json!(value), "{member}");
    }
    assert_eq!(answer["status"], 0);
    let session = &answer["session"];
    assert!(session["id"].as_str().unwrap().starts_with("IAM_S_"));
    assert_eq!(session["expires"], 7200);
    assert_eq!(session["status"], 1);
    assert_eq!(session["createTime"].to_string().len(), 10, "seconds");
    assert_eq!(session["workingOrganization"]["domain"], "db_portal");
    assert!(session["residentOrganization"]["domain"].is_null());
    assert_eq!(session["user"]["name"], "li.wen");
    assert!(session["user"]["mfaType"].is_null());
}

#[tokio::test]
async fn clamps_the_asked_life() {
    let sandbox = sandbox().await;
    for (asked, given) in [(1, 900), (900, 900), (4000, 4000), (999_999_999, 864_000)] {
        let mut body = body("li.wen", "Not-Real-iam-01");
        body["expireInterval"] = json!(asked);
        assert_eq!(log_in(&sandbox, &body).await["session"]["expires"], given);
    }
}

#[tokio::test]
async fn every_documented_message_is_reachable() {
    let sandbox = sandbox().await;
    let mut seen = BTreeSet::new();
    for account in sandbox.describe()["systems"][0]["accounts"].as_array().unwrap() {
        let fields = &account["fields"];
        let ldap = account["method"] == "ldap";
        let mut body = body(fields["account"].as_str().unwrap(), fields["password"].as_str().unwrap());
        body["authType"] = json!(i32::from(ldap));
        body["linkName"] = fields["link_name"].clone();
        let answer = log_in(&sandbox, &body).await;
        seen.insert((answer["status"].as_i64().unwrap(), answer["message"].as_str().unwrap().to_owned()));
    }
    for refused in [body("li.wen", "wrong"), body("", "")] {
        let answer = log_in(&sandbox, &refused).await;
        seen.insert((answer["status"].as_i64().unwrap(), answer["message"].as_str().unwrap().to_owned()));
    }
    let mut codes: Vec<i64> = seen.iter().map(|(code, _)| *code).collect();
    codes.dedup();
    assert_eq!(codes, [0, 30400, 30404, 30410, 30429, 30511]);
    let variants = |code: i64| seen.iter().filter(|(seen, _)| *seen == code).count();
    assert_eq!((variants(30400), variants(30429), variants(30511)), (6, 2, 2), "{seen:?}");
}

#[tokio::test]
async fn locks_an_account_and_then_the_address() {
    let sandbox = sandbox().await;
    for _ in 0..5 {
        let answer = log_in(&sandbox, &body("li.wen", "wrong")).await;
        assert_eq!(answer["message"], "Incorrect user account or password");
        assert!(answer["session"].is_null());
    }
    let locked = log_in(&sandbox, &body("li.wen", "Not-Real-iam-01")).await;
    assert_eq!(locked["message"], "Failed login attempts exceed limit. User account is locked.");
    sandbox.clock().advance(SignedDuration::from_mins(16));
    assert_eq!(log_in(&sandbox, &body("li.wen", "Not-Real-iam-01")).await["status"], 0);
    for number in 0..30 {
        log_in(&sandbox, &body(&format!("nobody{number}"), "wrong")).await;
    }
    let locked = log_in(&sandbox, &body("li.wen", "Not-Real-iam-01")).await;
    assert_eq!(locked["message"], "Failed login attempts exceed limit. IP address is locked.");
    sandbox.unlock("enos-iam", "li.wen");
    assert_eq!(log_in(&sandbox, &body("li.wen", "Not-Real-iam-01")).await["status"], 0);
    assert_eq!(sandbox.attempts("enos-iam", "li.wen"), 9);
}

#[tokio::test]
async fn a_session_is_told_extended_and_ends() {
    let sandbox = sandbox().await;
    let answer = log_in(&sandbox, &body("li.wen", "Not-Real-iam-01")).await;
    let id = answer["session"]["id"].as_str().unwrap();
    assert_eq!(info(&sandbox, &format!("Bearer {id}")).await["session"]["user"]["password_strength"], "MEDIUM");
    sandbox.clock().advance(SignedDuration::from_secs(7000));
    assert_eq!(info(&sandbox, id).await["status"], 0, "the bare id, and the session is extended");
    sandbox.clock().advance(SignedDuration::from_secs(7000));
    assert_eq!(info(&sandbox, id).await["status"], 0);
    sandbox.clock().advance(SignedDuration::from_secs(7200));
    assert_eq!(info(&sandbox, id).await["status"], 30404);
    assert_eq!(info(&sandbox, "nonsense").await["status"], 30401);
    assert_eq!(info(&sandbox, "Bearer IAM_N_short").await["status"], 401);
}

#[tokio::test]
async fn limited_sessions_and_lists() {
    let sandbox = sandbox().await;
    let joiner = log_in(&sandbox, &body("new.joiner", "Not-Real-iam-04")).await;
    assert_eq!((&joiner["session"]["status"], &joiner["session"]["user"]["passwordState"]), (&json!(0), &json!(1)));
    let text = log_in(&sandbox, &body("mfa.text", "Not-Real-iam-06")).await;
    assert_eq!(text["session"]["user"]["mfaType"], "2");
    let lists = log_in(&sandbox, &body("grace.hall@harbourwind.example", "Not-Real-iam-02")).await;
    assert!(lists["session"]["workingOrganization"].is_array());
}

fn hex(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.concat());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn the_signed_gateway_takes_only_signed_calls() {
    let sandbox = sandbox().await;
    let base = sandbox.address("enos-iam-signed");
    let login = base.clone() + "/enos-iam-service/v2.0/login";
    let body = body("li.wen", "Not-Real-iam-01");
    assert_eq!(post(login.clone(), &[], &body).await.json()["status"], 1202);

    let (key, secret) = ("sandbox-app-0001", "not-a-real-app-secret-0001");
    let now = sandbox.clock().now_ms();
    let get = base + "/apim-token-service/v2.0/token/get";
    let ask = |stamp: i64, secret: &str| {
        let stamp = stamp.to_string();
        json!({"appKey": key, "encryption": hex(&[key, &stamp, secret]), "timestamp": stamp.parse::<i64>().unwrap()})
    };
    assert_eq!(post(get.clone(), &[], &ask(now, "wrong")).await.json()["status"], 1003);
    assert_eq!(post(get.clone(), &[], &ask(now - 16 * 60_000, secret)).await.json()["status"], 1004);
    let granted = post(get.clone(), &[], &ask(now, secret)).await.json();
    assert_eq!((&granted["status"], &granted["msg"]), (&json!(0), &json!("SUCCESS")));
    assert_eq!(post(get.clone(), &[], &ask(now, secret)).await.json()["status"], 1001, "one timestamp, one request");
    let again = post(get, &[], &ask(now + 1, secret)).await.json();
    assert_eq!(again["data"]["accessToken"], granted["data"]["accessToken"], "the same token while it lives");

    let token = granted["data"]["accessToken"].as_str().unwrap();
    let stamp = now.to_string();
    let signature = hex(&[token, "a1b2", &body.to_string(), &stamp, secret]);
    let headers = [("apim-accesstoken", token), ("apim-signature", &signature), ("apim-timestamp", &stamp)];
    let signed = post(login.clone() + "?b=2&a=1", &headers, &body).await.json();
    assert_eq!(signed["session"]["user"]["name"], "li.wen");
    let unsigned = post(login + "?b=2&a=2", &headers, &body).await.json();
    assert_eq!(unsigned["status"], 1003, "another query is another signature");
}

#[tokio::test]
async fn an_unknown_path_is_not_found() {
    let sandbox = sandbox().await;
    let answer = send(crate::client::http().get(sandbox.address("enos-iam") + "/nothing")).await;
    assert_eq!(answer.status, 404);
}
