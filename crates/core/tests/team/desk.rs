//! The server of this test binary, a team on it for each test, and its members.

use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{Error, Hallpass, Network, TeamMethod, TeamPlace, TeamSettings};
use hallpass_test_openbao::{ADMIN, ADMIN_PASSWORD, Cluster};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::support::{TestClock, in_memory};

pub(crate) const PASSWORD: &str = "Not-Real-person-1";

/// The node of this test binary.
pub(crate) async fn server() -> &'static (Cluster, String) {
    static SERVER: OnceCell<(Cluster, String)> = OnceCell::const_new();
    let start = async || {
        let cluster = Cluster::start(1).unwrap();
        let body = json!({"password": ADMIN_PASSWORD});
        for _ in 0..300 {
            let answer = post(&cluster, None, &format!("auth/userpass/login/{ADMIN}"), &body).await;
            if let Some(token) = answer.and_then(|answer| answer["auth"]["client_token"].as_str().map(str::to_owned)) {
                return (cluster, token);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server does not come\n{}", cluster.log(0));
    };
    SERVER.get_or_init(start).await
}

async fn post(cluster: &Cluster, token: Option<&str>, path: &str, body: &Value) -> Option<Value> {
    let ca = reqwest::Certificate::from_pem(cluster.ca().as_bytes()).unwrap();
    let http = reqwest::Client::builder().tls_certs_only([ca]).no_proxy().build().unwrap();
    let request = http.post(format!("{}/v1/{path}", cluster.addresses()[0])).body(body.to_string());
    let answer = request.header("x-vault-token", token.unwrap_or_default()).send().await.ok()?;
    let good = answer.status().is_success();
    let text = answer.text().await.ok()?;
    good.then(|| serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// As the administrator.
pub(crate) async fn admin(path: &str, body: &Value) {
    let (cluster, token) = server().await;
    assert!(post(cluster, Some(token), path, body).await.is_some(), "{path}");
}

/// Deletes as the administrator.
pub(crate) async fn delete(path: &str) {
    let (cluster, token) = server().await;
    let ca = reqwest::Certificate::from_pem(cluster.ca().as_bytes()).unwrap();
    let http = reqwest::Client::builder().tls_certs_only([ca]).no_proxy().build().unwrap();
    let request = http.delete(format!("{}/v1/{path}", cluster.addresses()[0])).header("x-vault-token", token);
    assert!(request.send().await.unwrap().status().is_success(), "{path}");
}

/// The answer to a call of the administrator's.
pub(crate) async fn asked(path: &str, body: &Value) -> Value {
    let (cluster, token) = server().await;
    post(cluster, Some(token), path, body).await.unwrap()
}

/// Ends a member's login at the server.
pub(crate) async fn revoke(member: &Hallpass) {
    let read = member.vault().read(|db| {
        let token = "SELECT value FROM secret WHERE owner_kind = 'team' AND name = 'token'";
        Ok::<_, Error>(db.query_row(token, [], |row| row.get::<_, String>(0))?)
    });
    admin("auth/token/revoke", &json!({"token": read.await.unwrap()})).await;
}

/// A person who may log in.
pub(crate) async fn person(user: &str, policy: &str, ttl: &str) {
    let body = json!({"password": PASSWORD, "token_policies": [policy], "token_ttl": ttl});
    admin(&format!("auth/userpass/users/{user}"), &body).await;
}

pub(crate) fn settings_at(cluster: &Cluster, team: &str, user: &str) -> TeamSettings {
    TeamSettings {
        alias: "work".parse().unwrap(),
        nodes: cluster.addresses(),
        place: TeamPlace { mount: "hallpass".parse().unwrap(), team: team.parse().unwrap(), namespace: None },
        method: TeamMethod::Userpass,
        method_mount: "userpass".parse().unwrap(),
        user: user.to_owned(),
        network: Network { ca: Some(cluster.ca().to_owned()), ..Network::default() },
    }
}

/// A team that was set up as an administrator does, with its people.
pub(crate) async fn team(name: &str, people: &[(&str, &str)]) {
    static SET_UP: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let (cluster, token) = server().await;
    let hallpass = in_memory(&TestClock::default()).await;
    {
        let _one = SET_UP.lock().await;
        hallpass.set_up_team(&settings_at(cluster, name, "boss"), &Secret::new(token.clone())).await.unwrap();
    }
    for (user, role) in people {
        person(&format!("{name}-{user}"), &format!("{name}-{role}"), "1h").await;
    }
}

/// A member with a vault of their own who has joined and synced.
pub(crate) async fn member(team: &str, user: &str) -> Hallpass {
    let hallpass = in_memory(&TestClock::default()).await;
    join(&hallpass, team, user, PASSWORD).await.unwrap();
    hallpass.sync_team(None).await.unwrap();
    hallpass
}

pub(crate) async fn join(hallpass: &Hallpass, team: &str, user: &str, password: &str) -> Result<(), Error> {
    let settings = settings_at(&server().await.0, team, &format!("{team}-{user}"));
    hallpass.join_team(settings, Secret::new(password)).await.map(drop)
}

/// Whether the server does it for the administrator.
pub(crate) async fn tried(path: &str, body: &Value) -> bool {
    let (cluster, token) = server().await;
    post(cluster, Some(token), path, body).await.is_some()
}
