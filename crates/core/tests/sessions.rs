//! Two things happening to one session at once.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use hallpass_core::{Code, Format, Hallpass, ProfileDraft, SessionState};
use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, start};
use support::{TestClock, in_memory, typed};

const PASSWORD: &str = "Not-Real-authing-01";

async fn desk() -> (Sandbox, Hallpass) {
    let sandbox = start(Options::default()).await.unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let draft = ProfileDraft {
        name: Some("a".to_owned()),
        provider: Some("authing-ldap".to_owned()),
        server: Some(sandbox.address("authing-ldap")),
        values: vec![
            value("account", "sun.li"),
            value("app_id", "5a11d0c0ffee000000000a01"),
            value("userpool_id", "5a11d0c0ffee000000000b01"),
        ],
        ..ProfileDraft::default()
    };
    hallpass.add_profile(draft).await.unwrap();
    hallpass.sign_in("a", typed(PASSWORD)).await.unwrap();
    (sandbox, hallpass)
}

/// The next call takes so long that another sign-in ends before it.
fn slow_once(sandbox: &Sandbox) {
    sandbox.add_fault(FaultRule { times: Some(1), ..FaultRule::always(Fault::Latency(Duration::from_millis(600))) });
}

async fn meanwhile_a_new_session(hallpass: &Hallpass) -> String {
    tokio::time::sleep(Duration::from_millis(150)).await;
    hallpass.sign_in("a", typed(PASSWORD)).await.unwrap();
    token(hallpass).await
}

async fn token(hallpass: &Hallpass) -> String {
    let token = hallpass.token("a", &Default::default(), Format::Raw, hallpass_core::EventKind::TokenHandedOut).await;
    token.unwrap().expose().to_owned()
}

#[tokio::test]
async fn what_is_said_of_an_old_session_is_not_kept_with_a_new_one() {
    let (sandbox, hallpass) = desk().await;
    slow_once(&sandbox);
    let (verified, new) = tokio::join!(hallpass.verify("a"), meanwhile_a_new_session(&hallpass));
    let error = verified.unwrap_err();
    assert_eq!((error.code, error.message.en.contains("replaced")), (Code::NoSession, true), "{error:?}");
    let session = hallpass.session("a").await.unwrap();
    assert_eq!((session.state, session.verified_at), (SessionState::Active, None));
    assert_eq!(token(&hallpass).await, new);
}

#[tokio::test]
async fn signing_out_of_an_old_session_leaves_the_new_one() {
    let (sandbox, hallpass) = desk().await;
    slow_once(&sandbox);
    let (ended, new) = tokio::join!(hallpass.sign_out("a"), meanwhile_a_new_session(&hallpass));
    ended.unwrap();
    assert_eq!(token(&hallpass).await, new);
}
