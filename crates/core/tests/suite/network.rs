//! What a hostile or broken network and server can and cannot do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::{TestClock, hallpass, iam, in_memory, typed};
use hallpass_core::vault::Vault;
use hallpass_core::{ErrorCode, MIGRATIONS, ProfileDraft, TokenUse};
use hallpass_core::{EventKind, TokenFormat};
use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, start};
use tokio::net::TcpListener;

const ACCOUNT: &str = "li.wen";
const PASSWORD: &str = "Not-Real-iam-01";

async fn faulty(fault: &str) -> Sandbox {
    let sandbox = start(Options::default()).await.unwrap();
    sandbox.add_fault(FaultRule::always(fault.parse::<Fault>().unwrap()));
    sandbox
}

async fn sign_in(sandbox: &Sandbox, patience: Duration) -> hallpass_core::Error {
    let clock = TestClock::default();
    let hallpass = hallpass(Vault::memory(MIGRATIONS).await.unwrap(), &clock, patience);
    hallpass.add_profile(iam("p", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    hallpass.sign_in("p", typed(PASSWORD)).await.unwrap_err()
}

#[tokio::test]
async fn no_redirect_is_followed() {
    const KINDS: [u16; 5] = [301, 302, 303, 307, 308];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let other = listener.local_addr().unwrap();
    let arrived = Arc::new(AtomicUsize::new(0));
    let counted = arrived.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    for status in KINDS {
        let sandbox = faulty(&format!("redirect-{status}=http://{other}/")).await;
        let error = sign_in(&sandbox, Duration::from_secs(5)).await;
        assert_eq!(error.code, ErrorCode::UnexpectedRedirect, "{status}");
        assert!(error.message.en.contains("127.0.0.1"), "{status} names the target");
        assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 0, "{status}: the fault answers before the system");
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(arrived.load(Ordering::SeqCst), 0);
    println!("proof redirects: 0 of {}", KINDS.len());
}

#[tokio::test]
async fn every_fault_has_its_own_code_and_sends_once() {
    let table = [
        ("http-500", ErrorCode::UnknownOutcome),
        ("http-502-html", ErrorCode::UnknownOutcome),
        ("captive-portal", ErrorCode::NotTheApi),
        ("drop-request", ErrorCode::UnknownOutcome),
        ("drop-answer", ErrorCode::UnknownOutcome),
        ("drop-midway", ErrorCode::UnknownOutcome),
        ("drip", ErrorCode::Timeout),
        ("huge-body", ErrorCode::AnswerTooBig),
        ("gzip", ErrorCode::NotTheApi),
        ("bad-json", ErrorCode::NotTheApi),
        ("truncated-json", ErrorCode::NotTheApi),
        ("empty-body", ErrorCode::NotTheApi),
        ("duplicate-keys", ErrorCode::NotTheApi),
        ("too-many-requests", ErrorCode::CoolingDown),
    ];
    for (fault, want) in table {
        let sandbox = faulty(fault).await;
        let error = sign_in(&sandbox, Duration::from_millis(1500)).await;
        assert_eq!(error.code, want, "{fault}: {error:?}");
        let logins = sandbox.requests().iter().filter(|seen| seen.path.ends_with("/login")).count();
        assert!(logins <= 1, "{fault}: {logins} requests");
        assert!(!format!("{error:?}").contains(PASSWORD), "{fault}");
    }
}

#[tokio::test]
async fn a_drip_ends_at_the_total_time() {
    let sandbox = faulty("drip").await;
    let began = Instant::now();
    sign_in(&sandbox, Duration::from_secs(2)).await;
    let took = began.elapsed();
    assert!((Duration::from_secs(2)..Duration::from_secs(4)).contains(&took), "{took:?}");
}

#[tokio::test]
async fn nobody_there_is_unreachable_and_costs_no_attempt() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("p", &address, ACCOUNT)).await.unwrap();
    for _ in 0..5 {
        assert_eq!(hallpass.sign_in("p", typed(PASSWORD)).await.unwrap_err().code, ErrorCode::Unreachable);
    }
}

#[tokio::test]
async fn a_profile_whose_server_changes_loses_its_session_and_secrets() {
    let sandbox = start(Options::default()).await.unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("p", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    let secrets = vec![("password".to_owned(), hallpass_core::providers::Secret::new(PASSWORD))];
    hallpass.edit_profile("p", ProfileDraft { secrets, ..ProfileDraft::default() }).await.unwrap();
    hallpass.sign_in("p", Default::default()).await.unwrap();
    let token = |name: &'static str| {
        let hallpass = hallpass.clone();
        async move { hallpass.token(name, &TokenUse::default(), TokenFormat::Raw, EventKind::TokenHandedOut).await }
    };
    assert!(token("p").await.is_ok());

    let other = start(Options::default()).await.unwrap();
    let server = Some(other.address("enos-iam"));
    let saved = hallpass.edit_profile("p", ProfileDraft { server, ..ProfileDraft::default() }).await.unwrap();
    assert_eq!(saved.notices.len(), 2);
    assert_eq!(token("p").await.unwrap_err().code, ErrorCode::NoSession);
    assert_eq!(hallpass.sign_in("p", Default::default()).await.unwrap_err().code, ErrorCode::MissingField);
    assert_eq!(other.attempts("enos-iam", ACCOUNT), 0);
}
