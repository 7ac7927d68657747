//! Certificates that are not acceptable: distinguished, and not a byte of the request leaves.

use std::path::Path;
use std::time::Duration;

use crate::support::certificates::{Authority, VALID};
use crate::support::{TestClock, iam, in_memory, typed};
use hallpass_core::{ErrorCode, NextStep, ProfileDraft};
use hallpass_sandbox::{Options, Sandbox, start};
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// A sandbox that shows a certificate of this authority.
async fn server(folder: &Path, authority: &Authority, name: &str, years: (i32, i32)) -> Sandbox {
    let tls = Some(authority.identity(name, years).files(folder));
    start(Options { tls, ..Options::default() }).await.unwrap()
}

async fn sign_in(server: &str, ca: Option<String>) -> Result<(), hallpass_core::Error> {
    let hallpass = in_memory(&TestClock::default()).await;
    let draft = ProfileDraft { ca, ..iam("p", server, "li.wen") };
    hallpass.add_profile(draft).await.unwrap();
    hallpass.sign_in("p", typed("Not-Real-iam-01")).await.map(drop)
}

#[tokio::test]
async fn a_companys_own_authority_is_trusted_for_its_profile_only() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new("Company");
    let sandbox = server(folder.path(), &authority, "127.0.0.1", VALID).await;
    let address = sandbox.address("enos-iam");
    let error = sign_in(&address, None).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Tls, "{error:?}");
    assert!(error.next_step.as_deref() == Some(&NextStep::AddCertificate));
    assert_eq!(sandbox.requests().len(), 0);
    sign_in(&address, Some(authority.pem.clone())).await.unwrap();
    assert_eq!(sandbox.requests().len(), 1);
    // In one process as well, in which connections are kept.
    let hallpass = in_memory(&TestClock::default()).await;
    for (name, ca) in [("with", Some(authority.pem)), ("without", None)] {
        hallpass.add_profile(ProfileDraft { ca, ..iam(name, &address, "li.wen") }).await.unwrap();
    }
    hallpass.sign_in("with", typed("Not-Real-iam-01")).await.unwrap();
    assert_eq!(hallpass.sign_in("without", typed("Not-Real-iam-01")).await.unwrap_err().code, ErrorCode::Tls);
}

#[tokio::test]
async fn each_bad_certificate_has_its_own_words_and_nothing_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new("Company");
    let cases = [
        ("127.0.0.1", (2001, 2002), "expired"),
        ("127.0.0.1", (2080, 2090), "not valid yet"),
        ("other.example", VALID, "another host name"),
    ];
    for (name, years, words) in cases {
        let sandbox = server(folder.path(), &authority, name, years).await;
        let error = sign_in(&sandbox.address("enos-iam"), Some(authority.pem.clone())).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::Tls, "{words}: {error:?}");
        assert!(error.message.en.contains(words), "{words}: {error:?}");
        assert_eq!(sandbox.requests().len(), 0, "{words}");
    }
}

#[tokio::test]
async fn plain_http_behind_an_https_address_gets_nothing() {
    let sandbox = start(Options::default()).await.unwrap();
    let address = sandbox.address("enos-iam").replace("http://", "https://");
    let error = sign_in(&address, None).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Tls, "{error:?}");
    assert_eq!(sandbox.requests().len(), 0);
}

/// A connection that is passed on until the request is under way, then spoken into in plain text.
async fn spoiled(server: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let server = server.trim_start_matches("https://").to_owned();
    tokio::spawn(async move {
        let mut client = listener.accept().await.unwrap().0;
        let mut server = TcpStream::connect(server).await.unwrap();
        let passed = tokio::time::timeout(Duration::from_millis(500), copy_bidirectional(&mut client, &mut server));
        passed.await.unwrap_err();
        client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        std::future::pending::<()>().await;
    });
    address
}

#[tokio::test]
async fn a_tls_fault_after_the_request_is_an_unknown_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new("Company");
    let sandbox = server(folder.path(), &authority, "127.0.0.1", VALID).await;
    sandbox.set_latency(Some("enos-iam"), Duration::from_secs(2));
    let address = spoiled(&sandbox.address("enos-iam")).await;
    let error = sign_in(&address, Some(authority.pem)).await.unwrap_err();
    assert_eq!((error.code, sandbox.attempts("enos-iam", "li.wen")), (ErrorCode::UnknownOutcome, 1), "{error:?}");
}
