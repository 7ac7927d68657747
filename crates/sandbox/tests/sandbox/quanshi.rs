//! Quanshi: rows, keys, mischief.

use hallpass_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::client::{Answer, http, post, sandbox, try_send};

const TOKEN: &str = "not-a-real-interface-token-0001";

fn url(sandbox: &Sandbox) -> String {
    sandbox.address("quanshi") + "/confopenapi/account/authkey/get"
}

async fn ask(sandbox: &Sandbox, body: &Value) -> Answer {
    post(url(sandbox), &[("token", TOKEN)], body).await
}

fn names(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{prefix}{number}@plane.example")).collect()
}

#[tokio::test]
async fn answers_as_the_document_shows() {
    let sandbox = sandbox().await;
    let body = json!({"loginnames": ["zhang.wei@plane.example", "missing@plane.example"],
        "extLogins": [{"extloginname": "ad_x", "siteid": "76473"}, {"extloginname": "ad_y", "siteid": ""}],
        "create": false, "expireTime": 1_900_000_000_000_i64});
    let answer = ask(&sandbox, &body).await.json();
    assert_eq!(answer["status"], 0);
    assert!(answer["request_id"].as_str().unwrap().starts_with("confopenapiserver-"));
    assert!(answer["timestamp"].is_i64());
    let rows = answer["result"].as_array().unwrap();
    let logins: Vec<&str> = rows.iter().map(|row| row["loginname"].as_str().unwrap()).collect();
    assert_eq!(logins, ["zhang.wei@plane.example", "ad_x@corp.example"]);
    assert_eq!(rows[0]["authKey"].as_str().unwrap().len(), 36);
    assert_eq!(rows[0]["expireTime"], 1_900_000_000_000_i64);
    let again = ask(&sandbox, &body).await.json();
    assert_eq!(again["result"], answer["result"], "create=false keeps keys");
}

#[tokio::test]
async fn ids_are_wide_and_blanks_have_three_forms() {
    let sandbox = sandbox().await;
    let big = ask(&sandbox, &json!({"loginnames": ["big.user"], "expireTime": -1})).await.json();
    assert!(big["result"][0]["userId"].as_u64().unwrap() > 1 << 53);
    let blank = ask(&sandbox, &json!({"loginnames": names("nokey", 50), "expireTime": -1})).await.json();
    let rows = blank["result"].as_array().unwrap();
    assert!(rows.iter().any(|row| row.get("authKey").is_none()));
    assert!(rows.iter().any(|row| row.get("authKey") == Some(&Value::Null)));
    assert!(rows.iter().any(|row| row.get("authKey") == Some(&json!(""))));
    assert!(rows.iter().all(|row| row["authKey"].as_str().unwrap_or_default().is_empty()));
}

#[tokio::test]
async fn minted_keys_are_new_and_counted() {
    let sandbox = sandbox().await;
    let body = |create: bool| json!({"loginnames": ["nokey.wu@plane.example"], "create": create, "expireTime": -1});
    let first = ask(&sandbox, &body(true)).await.json()["result"][0]["authKey"].clone();
    assert!(first.is_string());
    assert_eq!(ask(&sandbox, &body(false)).await.json()["result"][0]["authKey"], first);
    let second = ask(&sandbox, &body(true)).await.json()["result"][0]["authKey"].clone();
    assert_ne!(first, second);
    let minted = sandbox.hook("quanshi", "minted", json!({})).unwrap();
    assert_eq!(minted, json!({"minted": 2, "accounts": 1, "surplus": 1}));
    let key = sandbox.hook("quanshi", "key", json!({"account": "nokey.wu@plane.example"})).unwrap();
    assert_eq!(key["auth_key"], second);
    assert_eq!(sandbox.hook("quanshi", "expiries", json!({})).unwrap(), json!({"-1": 3}));
}

#[tokio::test]
async fn refuses_what_it_must() {
    let sandbox = sandbox().await;
    let body = json!({"loginnames": ["a@plane.example"], "expireTime": -1});
    let none = post(url(&sandbox), &[], &body).await;
    assert_eq!((none.status, &none.json()["status"]), (401, &json!(401)));
    let quiet = post(url(&sandbox), &[("token", "not-a-real-interface-token-0003")], &body).await;
    assert_eq!((quiet.status, &quiet.json()["status"]), (200, &json!(40101)));
    assert_eq!(ask(&sandbox, &json!({"loginnames": ["a"]})).await.json()["status"], 40001);
    assert_eq!(ask(&sandbox, &json!({"loginnames": names("a", 51), "expireTime": -1})).await.json()["status"], 40002);
    let full = json!({"loginnames": names("a", 50), "expireTime": -1,
        "extLogins": (0..50).map(|number| json!({"extloginname": format!("ad_{number}"), "siteid": "1"})).collect::<Vec<_>>()});
    assert_eq!(ask(&sandbox, &full).await.json()["result"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn mischief_loses_refuses_and_garbles() {
    let sandbox = sandbox().await;
    let chaos = |settings: Value| sandbox.hook("quanshi", "chaos", settings).unwrap();
    let mint = json!({"loginnames": ["nokey.li@plane.example"], "create": true, "expireTime": -1});
    let lost = || async {
        let request = http().post(url(&sandbox)).header("token", TOKEN).body(mint.to_string());
        try_send(request).await.is_none()
    };
    let count = || sandbox.hook("quanshi", "minted", json!({})).unwrap()["minted"].as_u64().unwrap();
    chaos(json!({"lose_requests": 1.0}));
    assert!(lost().await);
    assert_eq!(count(), 0, "a lost request does nothing");
    chaos(json!({"lose_answers": 1.0}));
    assert!(lost().await);
    assert_eq!(count(), 1, "a lost answer has minted");
    chaos(json!({"refuse": 1.0}));
    let refused = ask(&sandbox, &mint).await.json();
    assert_eq!((&refused["status"], &refused["result"]), (&json!(51210), &Value::Null));

    let logins = |answer: Value| -> Vec<String> {
        answer["result"].as_array().unwrap().iter().map(|row| row["loginname"].as_str().unwrap().to_owned()).collect()
    };
    let asked = names("a", 50);
    let body = json!({"loginnames": asked, "expireTime": -1});
    chaos(json!({"permute": 1.0, "seed": 7}));
    let mut permuted = logins(ask(&sandbox, &body).await.json());
    assert_ne!(permuted, asked);
    permuted.sort();
    let mut sorted = asked.clone();
    sorted.sort();
    assert_eq!(permuted, sorted);
    chaos(json!({"cut": 1.0}));
    assert!(logins(ask(&sandbox, &body).await.json()).len() < 50);
    chaos(json!({"double": 1.0, "extra": 1.0}));
    assert_eq!(logins(ask(&sandbox, &body).await.json()).len(), 52);
    assert!(chaos(json!({"no_such": 1}))["error"].is_string());
}
