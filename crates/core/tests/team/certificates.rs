//! Logins with a client certificate, over mutual TLS.

use hallpass_core::providers::Secret;
use hallpass_core::{Error, ErrorCode, Hallpass, NextStep, SharedSecret, TeamMethod, TeamSettings};
use hallpass_test_openbao::ClientAuthority;
use serde_json::json;
use tokio::net::TcpListener;

use crate::desk::{PASSWORD, admin, asked, delete, revoke, server, settings_at, team};
use crate::support::certificates::Identity;
use crate::support::{TestClock, iam, in_memory};

/// A team whose members log in with a certificate of this authority.
async fn team_with_certificates(name: &str) -> ClientAuthority {
    team(name, &[("eva", "editor")]).await;
    let authority = ClientAuthority::new("Clients of a test").unwrap();
    admin(&format!("sys/auth/{name}"), &json!({"type": "cert"})).await;
    let role = json!({"certificate": authority.pem(), "token_policies": [format!("{name}-editor")], "token_ttl": "1h"});
    admin(&format!("auth/{name}/certs/people"), &role).await;
    authority
}

async fn settings(name: &str) -> TeamSettings {
    let settings = settings_at(&server().await.0, name, "");
    TeamSettings { method: TeamMethod::Cert, method_mount: name.parse().unwrap(), ..settings }
}

async fn join(hallpass: &Hallpass, name: &str, certificate: &str) -> Result<(), Error> {
    hallpass.join_team(settings(name).await, Secret::new(certificate)).await.map(drop)
}

/// The names of the secrets that are kept of teams.
async fn kept(hallpass: &Hallpass) -> Vec<String> {
    let read = hallpass.vault().read(|db| {
        let mut query = db.prepare("SELECT name FROM secret WHERE owner_kind = 'team' ORDER BY name")?;
        let names = query.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<_, _>>()?;
        Ok::<_, Error>(names)
    });
    read.await.unwrap()
}

#[tokio::test]
async fn a_certificate_logs_in_is_kept_for_the_next_time_and_goes_with_the_team() {
    let authority = team_with_certificates("mtls").await;
    let anna = in_memory(&TestClock::default()).await;
    let pem = authority.client("anna.li").unwrap();
    join(&anna, "mtls", &pem).await.unwrap();
    assert_eq!(kept(&anna).await, ["client_certificate", "token"]);
    anna.add_profile(iam("shared", "https://iam.example.com", "a")).await.unwrap();
    anna.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    let otto = in_memory(&TestClock::default()).await;
    join(&otto, "mtls", &authority.client("otto").unwrap()).await.unwrap();
    otto.sync_team(None).await.unwrap();
    let status = otto.team_status(None).await.unwrap();
    assert_eq!((status.profiles[0].by.as_str(), status.may_edit), ("anna.li", Some(true)));
    let shown = format!("{status:?} {}", serde_json::to_string(&status).unwrap());
    let line = pem.lines().rev().find(|line| line.len() > 40).unwrap();
    assert!(!shown.contains(line) && !shown.contains("PRIVATE"), "{shown}");

    // The login is over: the same certificate logs in again without being given.
    revoke(&anna).await;
    assert_eq!(anna.sync_team(None).await.unwrap_err().code, ErrorCode::NoSession);
    join(&anna, "mtls", "").await.unwrap();
    anna.sync_team(None).await.unwrap();
    assert!(anna.leave_team(None).await.unwrap());
    assert_eq!(kept(&anna).await, Vec::<String>::new());
    let again = join(&anna, "mtls", "").await.unwrap_err();
    assert_eq!(
        (again.code, again.next_step.as_deref()),
        (ErrorCode::MissingField, Some(&NextStep::AddClientCertificate))
    );
}

#[tokio::test]
async fn a_token_is_renewed_with_the_certificate_it_is_of() {
    let authority = team_with_certificates("renewed").await;
    let role = json!({"certificate": authority.pem(), "token_policies": ["renewed-editor"], "token_ttl": "20m"});
    admin("auth/renewed/certs/people", &role).await;
    let anna = in_memory(&TestClock::default()).await;
    join(&anna, "renewed", &authority.client("anna").unwrap()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    // Less than half an hour is left: a sync renews it.
    anna.sync_team(None).await.unwrap();
    let left = anna.team_status(None).await.unwrap().ttl_seconds.unwrap();
    assert!(left >= 20 * 60 - 1, "{left}");
}

#[tokio::test]
async fn a_certificate_that_is_missing_unusable_or_unknown_joins_nothing_and_blocks_nothing() {
    let authority = team_with_certificates("strict").await;
    let anna = in_memory(&TestClock::default()).await;
    let stranger = ClientAuthority::new("Clients of a test").unwrap().client("anna").unwrap();
    let half = authority.pem().to_owned();
    // Nobody listens there: what is wrong here is said before anything is sent.
    let nowhere = TeamSettings { nodes: vec!["https://127.0.0.1:9".to_owned()], ..settings("strict").await };
    for (certificate, code) in [("", ErrorCode::MissingField), (half.as_str(), ErrorCode::InvalidField)] {
        let error = anna.join_team(nowhere.clone(), Secret::new(certificate)).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (code, Some("client_certificate")), "{error:?}");
    }
    for _ in 0..4 {
        let error = join(&anna, "strict", &stranger).await.unwrap_err();
        assert!(error.code == ErrorCode::Refused && error.message.en.contains("certificate"), "{error:?}");
        assert!(error.advice.is_some(), "{error:?}");
    }
    assert_eq!((anna.teams().await.unwrap().len(), kept(&anna).await.len()), (0, 0));
    join(&anna, "strict", &authority.client("anna").unwrap()).await.unwrap();
    // To another server, or for another method, it is not shown.
    let elsewhere = anna.join_team(nowhere, Secret::default()).await.unwrap_err();
    assert_eq!(elsewhere.code, ErrorCode::MissingField);
    let typed = settings_at(&server().await.0, "strict", "strict-eva");
    anna.join_team(typed, Secret::new(PASSWORD)).await.unwrap();
    assert_eq!(kept(&anna).await, ["token"]);
}

#[tokio::test]
async fn a_certificate_that_is_taken_from_the_server_loses_what_was_shared_after_two_refusals() {
    let authority = team_with_certificates("taken").await;
    let anna = in_memory(&TestClock::default()).await;
    join(&anna, "taken", &authority.client("anna").unwrap()).await.unwrap();
    anna.add_profile(iam("shared", "https://iam.example.com", "a")).await.unwrap();
    anna.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    revoke(&anna).await;
    delete("auth/taken/certs/people").await;
    for there in [true, false] {
        assert_eq!(join(&anna, "taken", "").await.unwrap_err().code, ErrorCode::Refused);
        assert_eq!(anna.profile("shared").await.is_ok(), there);
    }
    assert_eq!(kept(&anna).await, Vec::<String>::new());
    let body = json!({"certificate": authority.pem()});
    assert!(asked("auth/taken/certs/people", &body).await.is_null(), "the server is there still");
}

/// A listener that lets nobody in without a certificate of this authority; answers its address and its own certificate.
async fn strict_listener(authority: &ClientAuthority) -> (String, String) {
    let own = Identity::own("127.0.0.1");
    let (acceptor, listener) = (own.acceptor(Some(authority.pem())), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let address = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let accept = acceptor.accept(stream).into_fallible();
            tokio::spawn(async move {
                // Whoever comes in finds nothing there. The others' words are read, or the end would overtake the reason.
                let Err((_, mut stream)) = accept.await else { return };
                let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
            });
        }
    });
    (address, own.pem())
}

#[tokio::test]
async fn a_listener_that_requires_a_certificate_says_so_before_it_reads_anything() {
    let authority = ClientAuthority::new("Clients of a listener").unwrap();
    let (address, ca) = strict_listener(&authority).await;
    let anna = in_memory(&TestClock::default()).await;
    let mut at = TeamSettings { nodes: vec![address], ..settings("listener").await };
    at.network.ca = Some(ca);
    let stranger = ClientAuthority::new("Others").unwrap().client("anna").unwrap();
    let refused = anna.join_team(at.clone(), Secret::new(stranger)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Tls, "{refused:?}");
    assert!(refused.advice.is_some_and(|advice| advice.en.contains("client certificate")));
    let typed = TeamSettings { method: TeamMethod::Userpass, user: "anna".to_owned(), ..at.clone() };
    assert_eq!(anna.join_team(typed, Secret::new(PASSWORD)).await.unwrap_err().code, ErrorCode::Tls);
    let let_in = anna.join_team(at, Secret::new(authority.client("anna").unwrap())).await.unwrap_err();
    assert_ne!(let_in.code, ErrorCode::Tls, "{let_in:?}");
}
