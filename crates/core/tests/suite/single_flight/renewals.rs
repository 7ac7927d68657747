//! Renewals and sign-outs of one session.

use std::time::Duration;

use hallpass_core::{ErrorCode, EventKind, Hallpass, ProfileDraft, SessionState, SignIn, TokenFormat};
use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, start};
use serde_json::json;

use super::{asked, at_once, draft, session_of};
use crate::support::{TestClock, in_memory};

/// Signed in at a server whose refresh tokens are good once.
async fn renewable() -> (Sandbox, Hallpass) {
    let sandbox = start(Options::default()).await.unwrap();
    sandbox.hook("hzero", "rotate_refresh", json!({})).unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    let (server, secret) = (sandbox.address("hzero"), ("client_secret", "not-a-real-client-01"));
    let values = [("client_id", "hallpass-web"), ("account", "liu.yang")];
    let draft = draft("r", "hzero", &server, &values, &[secret, ("password", "Not-Real-hz-01")]);
    hallpass.add_profile(ProfileDraft { method: Some("oauth-password".to_owned()), ..draft }).await.unwrap();
    session_of(&hallpass.sign_in("r", SignIn::default()).await);
    sandbox.set_latency(None, Duration::from_millis(100));
    (sandbox, hallpass)
}

async fn token(hallpass: &Hallpass) -> String {
    let token = hallpass.token("r", &Default::default(), TokenFormat::Raw, EventKind::TokenHandedOut).await;
    token.unwrap().expose().to_owned()
}

#[tokio::test]
async fn a_session_is_renewed_once_and_everybody_has_the_renewed_one() {
    let (sandbox, hallpass) = renewable().await;
    for round in 1..=3 {
        let old = token(&hallpass).await;
        let ends = at_once(30, async || hallpass.renew("r").await.unwrap().token_hint).await;
        assert!(ends.iter().all(|hint| *hint == ends[0]));
        assert_ne!(token(&hallpass).await, old);
        assert_eq!(asked(&sandbox, "/oauth/oauth/token"), 1 + round);
        assert!(hallpass.verify("r").await.unwrap().valid, "no refresh token was used twice");
    }
}

#[tokio::test]
async fn a_renewal_whose_answer_is_lost_is_unknown_to_all_and_the_session_stays() {
    let (sandbox, hallpass) = renewable().await;
    sandbox.add_fault(FaultRule::always(Fault::DropAnswer).times(1));
    let ends = at_once(30, async || hallpass.renew("r").await.unwrap_err()).await;
    assert!(ends.iter().all(|error| error.code == ErrorCode::UnknownOutcome));
    assert_eq!(asked(&sandbox, "/oauth/oauth/token"), 2);
    assert_eq!(hallpass.session("r").await.unwrap().state, SessionState::Active);
}

#[tokio::test]
async fn a_refused_refresh_token_ends_the_renewals_and_not_the_session() {
    let (sandbox, hallpass) = renewable().await;
    // The server has used it up: the answer to a renewal was lost.
    sandbox.add_fault(FaultRule::always(Fault::DropAnswer).times(1));
    hallpass.renew("r").await.unwrap_err();
    let before = token(&hallpass).await;
    let error = hallpass.renew("r").await.unwrap_err();
    assert_eq!((error.code, error.server_code.as_deref()), (ErrorCode::Refused, Some("invalid_grant")));
    let session = hallpass.session("r").await.unwrap();
    assert_eq!((session.state, session.refreshable), (SessionState::Active, false));
    assert!(!format!("{:?}", session.can).contains("Renew"), "{:?}", session.can);
    assert_eq!(token(&hallpass).await, before);
    let asked_before = asked(&sandbox, "/oauth/oauth/token");
    assert_eq!(hallpass.renew("r").await.unwrap_err().code, ErrorCode::Usage);
    assert_eq!(asked(&sandbox, "/oauth/oauth/token"), asked_before, "there is nothing to renew it with");
}

#[tokio::test]
async fn a_sign_out_waits_for_a_renewal_and_ends_what_came_of_it() {
    let (sandbox, hallpass) = renewable().await;
    let (renewed, ended) = tokio::join!(hallpass.renew("r"), async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        at_once(5, async || hallpass.sign_out("r").await.unwrap()).await
    });
    renewed.unwrap();
    assert!(ended.iter().all(|ended| ended.ended_at_server), "{ended:?}");
    assert_eq!(asked(&sandbox, "/oauth/logout"), 1);
    assert_eq!(hallpass.session("r").await.unwrap_err().code, ErrorCode::NoSession);
}
