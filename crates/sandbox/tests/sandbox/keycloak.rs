//! Keycloak's endpoints, as its guides describe them.

use crate::client::{form, http, sandbox, send};

const PASSWORD: [(&str, &str); 5] = [
    ("grant_type", "password"),
    ("client_id", "support-desk"),
    ("username", "mei.lin"),
    ("password", "Not-Real-keycloak-01"),
    ("scope", "openid"),
];

#[tokio::test]
async fn a_session_from_its_token_to_its_end() {
    let sandbox = sandbox().await;
    let base = sandbox.address("keycloak") + "/realms/birch/protocol/openid-connect";
    let tokens = form(format!("{base}/token"), &PASSWORD).await.json();
    assert_eq!((tokens["expires_in"].as_i64(), tokens["refresh_expires_in"].as_i64()), (Some(300), Some(1800)));
    let access = tokens["access_token"].as_str().unwrap();
    let owner = send(http().get(format!("{base}/userinfo")).bearer_auth(access)).await.json();
    assert_eq!(owner["preferred_username"], "mei.lin");
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let renew = [("grant_type", "refresh_token"), ("client_id", "support-desk"), ("refresh_token", refresh)];
    let renewed = form(format!("{base}/token"), &renew).await.json();
    assert_ne!(renewed["refresh_token"], refresh);
    let out = [("client_id", "support-desk"), ("refresh_token", renewed["refresh_token"].as_str().unwrap())];
    assert_eq!(form(format!("{base}/logout"), &out).await.status, 204);
    let dead =
        send(http().get(format!("{base}/userinfo")).bearer_auth(renewed["access_token"].as_str().unwrap())).await;
    assert_eq!((dead.status, dead.json()["error"].as_str()), (401, Some("invalid_token")));
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_ends_its_session() {
    let sandbox = sandbox().await;
    let url = sandbox.address("keycloak") + "/realms/birch/protocol/openid-connect/token";
    let tokens = form(url.clone(), &PASSWORD).await.json();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let renew = [("grant_type", "refresh_token"), ("client_id", "support-desk"), ("refresh_token", refresh)];
    let second = form(url.clone(), &renew).await.json();
    assert_eq!(form(url.clone(), &renew).await.json()["error_description"], "Stale token");
    let third = [renew[0], renew[1], ("refresh_token", second["refresh_token"].as_str().unwrap())];
    assert_eq!(form(url, &third).await.status, 400);
}

#[tokio::test]
async fn wrong_tries_lock_and_say_nothing_of_it() {
    let sandbox = sandbox().await;
    let url = sandbox.address("keycloak") + "/realms/birch/protocol/openid-connect/token";
    let mut wrong = PASSWORD;
    wrong[3].1 = "wrong";
    for _ in 0..5 {
        assert_eq!(form(url.clone(), &wrong).await.status, 401);
    }
    let locked = form(url.clone(), &PASSWORD).await;
    assert_eq!(locked.json()["error_description"], "Invalid user credentials");
    assert_eq!(sandbox.attempts("keycloak", "mei.lin"), 6);
    assert!(sandbox.unlock("keycloak", "mei.lin"));
    assert_eq!(form(url, &PASSWORD).await.status, 200);
    let elsewhere = sandbox.address("keycloak") + "/realms/Birch/protocol/openid-connect/token";
    assert_eq!(form(elsewhere, &PASSWORD).await.json()["error"], "Realm does not exist");
}
