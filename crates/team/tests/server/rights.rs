//! Logins, tokens and rights; what each failure is told as.

use std::time::Duration;

use hallpass_team::{Address, Client, DocumentId, Kind, NoReply, ProfileDocument, Secret, SecretDocument, TeamFault};
use serde_json::{Value, json};

use crate::support::{PASSWORD, Sender, log_in, place, token, userpass};
use crate::{server, team};

fn id(text: &str) -> DocumentId {
    text.parse().unwrap()
}

fn sent(client: &Client<Sender>, ending: &str) -> usize {
    client.outside().sent.lock().unwrap().iter().filter(|line| line.ends_with(ending)).count()
}

#[tokio::test]
async fn a_log_in_is_one_attempt_and_a_locked_account_is_told_from_a_wrong_password() {
    let client = team("login", &[("login-a", "reader")]).await;
    for _ in 0..5 {
        let wrong = client.log_in(&userpass("login-a", "Not-Real-wrong")).await.unwrap_err();
        assert_eq!(wrong, TeamFault::LogInRefused { perhaps_locked: false });
    }
    assert_eq!(sent(&client, "/login/login-a"), 5, "one for each");
    let locked = client.log_in(&userpass("login-a", PASSWORD)).await.unwrap_err();
    assert_eq!(locked, TeamFault::LogInRefused { perhaps_locked: true });
    let nowhere = hallpass_team::LogIn::Jwt { mount: "nowhere".parse().unwrap(), role: None, jwt: Secret::new("x") };
    assert_eq!(client.log_in(&nowhere).await.unwrap_err(), TeamFault::LogInRefused { perhaps_locked: true });
}

#[tokio::test]
async fn a_token_is_looked_up_renewed_and_revoked() {
    let client = team("tokens", &[("tokens-a", "reader")]).await;
    let token = token(&client, "tokens-a").await;
    let facts = client.look_up(&token).await.unwrap();
    assert!(facts.renewable && facts.ttl_seconds > 3000, "{facts:?}");
    assert!(facts.policies.contains(&"tokens-reader".to_owned()));
    assert_eq!(client.renew(&token, false).await.unwrap().ttl_seconds, 3600);
    client.revoke(&token).await.unwrap();
    client.revoke(&token).await.expect("one that has ended is ended");
    assert_eq!(client.look_up(&token).await.unwrap_err(), TeamFault::NotLoggedIn);
    assert_eq!(client.renew(&token, false).await.unwrap_err(), TeamFault::NotLoggedIn);
}

#[tokio::test]
async fn a_program_logs_in_with_a_role() {
    let client = team("roles", &[]).await;
    let (_, admin) = server().await;
    let administer = async |path: &str, body: Value| client.administer(admin, path, &body).await;
    administer("sys/auth/approle", json!({"type": "approle"})).await.unwrap();
    let role = json!({"token_policies": ["roles-reader"], "role_id": "Not-Real-role-id"});
    administer("auth/approle/role/robot", role).await.unwrap();
    let secret_id = "Not-Real-secret-id-000000000000000001";
    administer("auth/approle/role/robot/custom-secret-id", json!({"secret_id": secret_id})).await.unwrap();
    let approle = |secret_id: &str| hallpass_team::LogIn::AppRole {
        mount: "approle".parse().unwrap(),
        role_id: "Not-Real-role-id".to_owned(),
        secret_id: Secret::new(secret_id),
    };
    let token = client.log_in(&approle(secret_id)).await.unwrap();
    assert!(token.facts.policies.contains(&"roles-reader".to_owned()));
    let wrong = client.log_in(&approle("Not-Real-wrong")).await.unwrap_err();
    assert_eq!(wrong, TeamFault::LogInRefused { perhaps_locked: false });
}

#[tokio::test]
async fn a_reader_uses_and_an_editor_changes_and_capabilities_say_so() {
    let client = team("rights", &[("rights-r", "reader"), ("rights-e", "editor")]).await;
    let (reader, editor) = (token(&client, "rights-r").await, token(&client, "rights-e").await);
    let secret = SecretDocument::new(client.op(), Secret::new("Not-Real-shared-1"), "eva");
    client.write(&editor, Kind::Secret, &id("s"), 0, &secret).await.unwrap();
    let read = client.read::<SecretDocument>(&reader, Kind::Secret, &id("s")).await.unwrap();
    assert_eq!(read.document.password.expose(), "Not-Real-shared-1");
    let refused = client.write(&reader, Kind::Secret, &id("s"), 1, &secret).await;
    assert_eq!(refused, Err(TeamFault::NotAllowed));
    assert_eq!(client.read::<SecretDocument>(&reader, Kind::Secret, &id("s")).await.unwrap().version, 1);
    let path = client.place().policy_path("data", Kind::Secret, "s");
    for (token, may) in [(&reader, false), (&editor, true)] {
        let capabilities = client.capabilities(token, std::slice::from_ref(&path)).await.unwrap();
        assert_eq!((capabilities.allow(&path, "read"), capabilities.allow(&path, "update")), (true, may));
    }
    client.revoke(&reader).await.unwrap();
    let over = client.read::<SecretDocument>(&reader, Kind::Secret, &id("s")).await;
    assert_eq!(over.unwrap_err(), TeamFault::NotLoggedIn);
    let begun = client.begin_rotation(&token(&client, "rights-r").await, &id("s"), "rita", false).await;
    assert_eq!(begun.map(drop), Err(TeamFault::NotAllowed), "a reader does not stop the others");
}

#[tokio::test]
async fn another_teams_documents_are_not_there() {
    let client = team("own", &[("own-r", "reader")]).await;
    let other = team("other", &[("other-e", "editor")]).await;
    let editor = token(&other, "other-e").await;
    let secret = SecretDocument::new(other.op(), Secret::new("Not-Real-other-1"), "eva");
    other.write(&editor, Kind::Secret, &id("s"), 0, &secret).await.unwrap();
    let reader = token(&client, "own-r").await;
    assert_eq!(other.read::<SecretDocument>(&reader, Kind::Secret, &id("s")).await.unwrap_err(), TeamFault::NotAllowed);
    let elsewhere = "vault://work/hallpass/other/secrets/s#password".parse().unwrap();
    assert_eq!(client.read_elsewhere(&reader, &elsewhere).await.unwrap_err(), TeamFault::NotAllowed);
    let found = client.read_elsewhere(&editor, &elsewhere).await.unwrap();
    assert_eq!(found.expose(), "Not-Real-other-1");
    let number = "vault://work/hallpass/other/secrets/s#v".parse().unwrap();
    assert_eq!(client.read_elsewhere(&editor, &number).await.unwrap_err(), TeamFault::NotFound, "no text");
}

#[tokio::test]
async fn an_authority_that_is_not_trusted_and_a_server_that_is_not_there_are_told_apart() {
    let (cluster, _) = server().await;
    let nodes = |list: &[&str]| list.iter().map(|node| Address::parse(node).unwrap()).collect::<Vec<_>>();
    let address = cluster.addresses().remove(0);
    let other_ca = {
        let key = rcgen::KeyPair::generate().unwrap();
        rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap().pem()
    };
    let client = |ca: &str, list: &[&str]| {
        let sender = Sender::new(Some(ca), Duration::from_secs(5));
        Client::new(sender, nodes(list), place("x")).within(Duration::from_secs(2))
    };
    let wrong = log_in(&client(&other_ca, &[&address]), "anna").await.unwrap_err();
    assert!(matches!(&wrong, TeamFault::Unreachable(NoReply::NotSent { tls: true, .. })), "{wrong:?}");
    let gone = log_in(&client(cluster.ca(), &["https://127.0.0.1:9"]), "anna").await.unwrap_err();
    assert!(matches!(&gone, TeamFault::Unreachable(NoReply::NotSent { tls: false, .. })), "{gone:?}");
    let second = client(cluster.ca(), &["https://127.0.0.1:9", &address]);
    assert_eq!(log_in(&second, "nobody").await.unwrap_err(), TeamFault::LogInRefused { perhaps_locked: false });
}

#[tokio::test]
async fn a_page_of_somebody_else_is_no_server_of_a_team() {
    let sandbox = hallpass_sandbox::start(hallpass_sandbox::Options::default()).await.unwrap();
    let node = Address::parse(&sandbox.address("enos-iam")).unwrap();
    let client = Client::new(Sender::new(None, Duration::from_secs(5)), vec![node], place("x"));
    let fault = client.read::<ProfileDocument<Value>>(&Secret::new("s.Not-Real"), Kind::Profile, &id("a")).await;
    assert_eq!(fault.unwrap_err(), TeamFault::NotTheApi);
    sandbox.stop().await;
}
