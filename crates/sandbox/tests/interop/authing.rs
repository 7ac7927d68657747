//! Authing's own SDK signs in to the sandbox.

use hallpass_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::{account, sandbox, tools};

async fn sdk(sandbox: &Sandbox, fields: &Value, password: &Value) -> Value {
    let input = json!({"appHost": sandbox.address("authing-ldap"), "appId": fields["app_id"],
        "userPoolId": fields["userpool_id"], "account": fields["account"], "password": password});
    serde_json::from_str(&tools::node("authing.cjs", &[], input.to_string()).await).unwrap()
}

#[tokio::test]
async fn authings_sdk_signs_in_asks_refreshes_and_signs_out() {
    let sandbox = sandbox().await;
    let fields = account(&sandbox, "authing-ldap", "sun.li");
    let seen = sdk(&sandbox, &fields, &fields["password"]).await;
    assert_eq!(seen["refused"], Value::Null, "{seen}");
    let (user, status, current) = (&seen["user"], &seen["status"], &seen["current"]);
    assert_eq!(user["username"], "sun.li");
    assert_eq!(user["token"].as_str().unwrap().split('.').count(), 3, "a JWT");
    assert_eq!((&status["status"], &status["code"]), (&json!(true), &json!(200)));
    assert_eq!(status["data"]["id"], user["id"]);
    let life = status["exp"].as_i64().unwrap() - status["iat"].as_i64().unwrap();
    assert_eq!(life, 14 * 86_400);
    assert_eq!((&current["id"], &current["username"]), (&user["id"], &user["username"]));
    assert_eq!(seen["kept"], seen["refreshed"]["token"]);
    assert_ne!(seen["kept"], user["token"]);
    assert_eq!(seen["after"]["status"], false, "signed out");
    assert_eq!(sandbox.attempts("authing-ldap", "sun.li"), 1);
}

#[tokio::test]
async fn authings_sdk_hears_that_a_password_is_wrong() {
    let sandbox = sandbox().await;
    let fields = account(&sandbox, "authing-ldap", "sun.li");
    let seen = sdk(&sandbox, &fields, &json!("wrong")).await;
    assert_eq!(seen, json!({"refused": {"code": 2333, "message": "账号或密码错误"}}));
    let elsewhere = json!({"app_id": "another", "userpool_id": fields["userpool_id"], "account": "sun.li"});
    assert_eq!(sdk(&sandbox, &elsewhere, &fields["password"]).await["refused"]["code"], 2011);
}
