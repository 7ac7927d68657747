//! Logins with the client certificate of the connection.

use std::time::Duration;

use hallpass_team::{Address, Client, LogIn, Secret, TeamFault, Token};
use hallpass_test_openbao::ClientAuthority;
use serde_json::{Value, json};

use crate::support::{Sender, mount, place};
use crate::{server, team};

/// A method of its own that knows the certificates of this authority, for the role `people`.
async fn method(client: &Client<Sender>, name: &str, authority: &ClientAuthority) {
    let (_, admin) = server().await;
    let administer = async |path: &str, body: Value| client.administer(admin, path, &body).await.unwrap();
    administer(&format!("sys/auth/{name}"), json!({"type": "cert"})).await;
    let role = json!({"certificate": authority.pem(), "allowed_common_names": ["anna"],
        "token_policies": [format!("{name}-reader")], "token_ttl": "1h"});
    administer(&format!("auth/{name}/certs/people"), role).await;
}

/// A client whose connections show this certificate.
async fn showing(certificate: Option<&str>) -> Client<Sender> {
    let (cluster, _) = server().await;
    let nodes = cluster.addresses().iter().map(|node| Address::parse(node).unwrap()).collect();
    Client::new(Sender::showing(Some(cluster.ca()), certificate, Duration::from_secs(10)), nodes, place("x"))
}

async fn log_in(client: &Client<Sender>, at: &str, role: Option<&str>) -> Result<Token, TeamFault> {
    client.log_in(&LogIn::Cert { mount: mount(at), role: role.map(str::to_owned) }).await
}

#[tokio::test]
async fn the_certificate_of_the_connection_logs_in_and_renews_and_each_log_in_is_one_request() {
    let (client, authority) = (team("certs", &[]).await, ClientAuthority::new("Clients of a test").unwrap());
    method(&client, "certs", &authority).await;
    let anna = showing(Some(&authority.client("anna").unwrap())).await;
    for role in [None, Some("people")] {
        let token = log_in(&anna, "certs", role).await.unwrap();
        assert!(token.facts.policies.contains(&"certs-reader".to_owned()), "{token:?}");
        assert_eq!(anna.look_up(&token.token).await.unwrap().name.as_deref(), Some("anna"));
        anna.renew(&token.token, false).await.unwrap();
        // Without it the same token is not renewed: it has to be kept.
        assert_eq!(client.renew(&token.token, false).await.unwrap_err(), TeamFault::NotLoggedIn);
    }
    let sent = anna.outside().sent.lock().unwrap().iter().filter(|line| line.ends_with("/certs/login")).count();
    assert_eq!(sent, 2);
}

#[tokio::test]
async fn a_certificate_that_is_missing_unknown_or_of_another_authority_is_refused_and_said_to_be() {
    let (client, authority) = (team("strict", &[]).await, ClientAuthority::new("Clients of a test").unwrap());
    method(&client, "strict", &authority).await;
    let stranger = ClientAuthority::new("Clients of a test").unwrap();
    let good = authority.client("anna").unwrap();
    for (what, certificate, role) in [
        ("missing", None, None),
        ("of somebody the role does not name", Some(authority.client("otto").unwrap()), None),
        ("of another authority of the same name", Some(stranger.client("anna").unwrap()), None),
        ("for a role that is not there", Some(good.clone()), Some("nobody")),
    ] {
        let client = showing(certificate.as_deref()).await;
        assert_eq!(log_in(&client, "strict", role).await.unwrap_err(), TeamFault::CertificateRefused, "{what}");
        let sent = client.outside().sent.lock().unwrap().iter().filter(|line| line.ends_with("/login")).count();
        assert_eq!(sent, 1, "{what}");
    }
    let nowhere = log_in(&showing(Some(&good)).await, "nowhere", None).await.unwrap_err();
    assert_eq!(nowhere, TeamFault::LogInRefused { perhaps_locked: true });
    let typed = LogIn::Jwt { mount: mount("strict"), role: None, jwt: Secret::new("x") };
    assert!(showing(None).await.log_in(&typed).await.is_err());
    log_in(&showing(Some(&good)).await, "strict", None).await.unwrap();
}
