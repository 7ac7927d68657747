//! A real server, a real HTTP client, and people with rights.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub(crate) mod sender;

use std::time::Duration;

use hallpass_team::{Client, LogIn, Mount, Place, Secret, TeamFault};
use hallpass_test_openbao::{ADMIN, ADMIN_PASSWORD, Cluster};
use serde_json::json;

pub(crate) use sender::Sender;

pub(crate) const PASSWORD: &str = "Not-Real-person-1";

pub(crate) fn mount(text: &str) -> Mount {
    text.parse().unwrap()
}

pub(crate) fn place(team: &str) -> Place {
    Place { mount: mount("hallpass"), team: team.parse().unwrap(), namespace: None }
}

pub(crate) fn client(cluster: &Cluster, team: &str, patience: Duration) -> Client<Sender> {
    let nodes = cluster.addresses().iter().map(|node| hallpass_team::Address::parse(node).unwrap()).collect();
    Client::new(Sender::new(Some(cluster.ca()), patience), nodes, place(team))
}

pub(crate) fn userpass(user: &str, password: &str) -> LogIn {
    LogIn::Userpass { mount: mount("userpass"), user: user.to_owned(), password: Secret::new(password) }
}

/// Waits until a node leads and the administrator is there.
pub(crate) async fn admin(cluster: &Cluster) -> Secret {
    let client = client(cluster, "any", Duration::from_secs(2));
    let mut last = None;
    for _ in 0..300 {
        match client.log_in(&userpass(ADMIN, ADMIN_PASSWORD)).await {
            Ok(token) => return token.token,
            Err(fault) => last = Some(fault),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the server does not come: {last:?}\n{}", cluster.log(0));
}

/// Mounts the engine, once for all teams of a server.
pub(crate) async fn mount_engine(cluster: &Cluster, token: &Secret) {
    let client = client(cluster, "any", Duration::from_secs(10));
    client.set_up(token).await.unwrap();
}

/// Gives a team the policies of docs/team, and people of each.
pub(crate) async fn prepare(cluster: &Cluster, token: &Secret, team: &str, people: &[(&str, &str)]) {
    let client = client(cluster, team, Duration::from_secs(10));
    let administer = async |path: &str, body: serde_json::Value| client.administer(token, path, &body).await;
    // What is there already is left as it is.
    client.set_up(token).await.unwrap();
    for (user, role) in people {
        let body = json!({"password": PASSWORD, "token_policies": [format!("{team}-{role}")], "token_ttl": "1h"});
        administer(&format!("auth/userpass/users/{user}"), body).await.unwrap();
    }
}

pub(crate) async fn token(client: &Client<Sender>, user: &str) -> Secret {
    log_in(client, user).await.unwrap()
}

pub(crate) async fn log_in(client: &Client<Sender>, user: &str) -> Result<Secret, TeamFault> {
    client.log_in(&userpass(user, PASSWORD)).await.map(|token| token.token)
}
