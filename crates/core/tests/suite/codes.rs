//! Codes of messages: how often one is sent, how often one is tried, and that no clock shortens either.

use crate::support::{TestClock, in_memory};
use hallpass_core::providers::Secret;
use hallpass_core::{Answers, Error, ErrorCode, Hallpass, ProfileDraft, Result, SignIn, SignInOutcome};
use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const PHONE: &str = "13800000001";

fn draft(provider: &str, server: &str, values: &[(&str, &str)], secrets: &[(&str, &str)]) -> ProfileDraft {
    ProfileDraft {
        name: Some("a".to_owned()),
        provider: Some(provider.to_owned()),
        server: Some(server.to_owned()),
        method: (provider == "hzero").then(|| "sms".to_owned()),
        values: values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        secrets: secrets.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect(),
        ..ProfileDraft::default()
    }
}

fn by_phone(server: &str) -> ProfileDraft {
    let values = [("client_id", "hallpass-web"), ("phone", PHONE)];
    draft("hzero", server, &values, &[("client_secret", "not-a-real-client-01")])
}

fn by_mfa(server: &str) -> ProfileDraft {
    draft("enos-portal", server, &[("account", "mfa.phone")], &[("password", "Not-Real-portal-08")])
}

fn waits(end: Result<SignInOutcome>) -> String {
    match end {
        Ok(SignInOutcome::Challenge(pending)) => pending.pending,
        other => panic!("{other:?}"),
    }
}

fn held(end: Result<SignInOutcome>) -> u64 {
    let error = end.unwrap_err();
    assert_eq!(error.code, ErrorCode::CoolingDown, "{error:?}");
    error.retry_after_seconds.unwrap()
}

async fn code(hallpass: &Hallpass, pending: &str, field: &str, code: String, anyway: bool) -> Result<SignInOutcome> {
    hallpass.answer(pending, Answers::new().with(field, Secret::new(code)), anyway).await
}

#[tokio::test]
async fn another_message_waits_a_minute_whatever_is_done_to_the_wall_clock() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    hallpass.add_profile(by_phone(&sandbox.address("hzero"))).await.unwrap();
    let pending = waits(hallpass.sign_in("a", SignIn::default()).await);
    for moved in [-1, 62, -3600, 86_400 * 400, 0] {
        clock.move_wall(moved);
        assert!(held(hallpass.again(&pending).await) <= 60);
        assert!(held(hallpass.sign_in("a", SignIn { anyway: true, ..SignIn::default() }).await) <= 60);
    }
    assert_eq!(sandbox.requests().iter().filter(|seen| seen.path.contains("captcha")).count(), 1);
    clock.pass(61);
    sandbox.clock().advance(jiff::SignedDuration::from_secs(61));
    waits(hallpass.again(&pending).await);
}

/// A server that sends messages and states an interval of 300 s.
async fn slow_messages() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let body = r#"{"success":true,"code":"captcha.send.phone","captchaKey":"k1","message":"sent","interval":300}"#;
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
        while let Ok((mut peer, _)) = listener.accept().await {
            let _ = peer.read(&mut [0; 8192]).await;
            let answer = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            let _ = peer.write_all(answer.as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn an_interval_that_the_server_states_is_held_whole() {
    let clock = TestClock::default();
    let hallpass = in_memory(&clock).await;
    hallpass.add_profile(by_phone(&slow_messages().await)).await.unwrap();
    let pending = waits(hallpass.sign_in("a", SignIn::default()).await);
    for (passes, moved) in [(61, 0), (60, 400), (60, -400), (100, 0)] {
        clock.pass(passes);
        clock.move_wall(moved);
        assert!(held(hallpass.again(&pending).await) <= 300 - 60);
    }
    clock.pass(25);
    waits(hallpass.again(&pending).await);
}

/// Twelve wrong codes for one waiting sign-in: how many were sent, and why no more were.
async fn twelve_wrong(hallpass: &Hallpass, pending: &str, field: &str) -> Vec<Error> {
    let mut errors = Vec::new();
    for number in 0..12 {
        errors.extend(code(hallpass, pending, field, format!("{number:06}"), false).await.err());
    }
    errors
}

fn sent(sandbox: &Sandbox, path: &str) -> usize {
    sandbox.requests().iter().filter(|seen| seen.path.ends_with(path)).count()
}

#[tokio::test]
async fn three_wrong_codes_are_sent_and_the_password_stays_good() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    hallpass.add_profile(by_mfa(&sandbox.address("enos-portal"))).await.unwrap();
    let pending = waits(hallpass.sign_in("a", SignIn::default()).await);
    let errors = twelve_wrong(&hallpass, &pending, "mfa_code").await;
    assert_eq!((sent(&sandbox, "/verificationCode/verify"), errors.len()), (3, 9));
    for error in &errors {
        assert_eq!(error.code, ErrorCode::BudgetSpent, "{error:?}");
        assert!(error.message.en.contains("3 codes for mfa.phone") && error.retry_after_seconds.unwrap() > 800);
    }
    // Neither another sign-in nor the wall clock gives more, and the password is not taken for a wrong one.
    clock.move_wall(16 * 60);
    clock.pass(61);
    let again = waits(hallpass.sign_in("a", SignIn::default()).await);
    let right = || sandbox.mfa_code("mfa.phone").unwrap();
    let error = code(&hallpass, &again, "mfa_code", right(), false).await.unwrap_err();
    assert_eq!((error.code, sent(&sandbox, "/verificationCode/verify")), (ErrorCode::BudgetSpent, 3));
    assert!(matches!(code(&hallpass, &again, "mfa_code", right(), true).await, Ok(SignInOutcome::SignedIn { .. })));
    // The right one gives the budget back.
    clock.pass(61);
    let next = waits(hallpass.sign_in("a", SignIn::default()).await);
    waits(code(&hallpass, &next, "mfa_code", "000000".to_owned(), false).await);
}

#[tokio::test]
async fn wrong_codes_of_text_messages_spend_the_budget_too() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    hallpass.add_profile(by_phone(&sandbox.address("hzero"))).await.unwrap();
    let pending = waits(hallpass.sign_in("a", SignIn::default()).await);
    let errors = twelve_wrong(&hallpass, &pending, "sms_code").await;
    assert_eq!((sandbox.attempts("hzero", PHONE), errors.len()), (3, 9));
    assert!(errors.iter().all(|error| error.code == ErrorCode::BudgetSpent));
    clock.pass(16 * 60);
    sandbox.clock().advance(jiff::SignedDuration::from_secs(16 * 60));
    waits(hallpass.again(&pending).await);
    let right = sandbox.sms_code(PHONE).unwrap();
    assert!(matches!(code(&hallpass, &pending, "sms_code", right, false).await, Ok(SignInOutcome::SignedIn { .. })));
}

#[tokio::test]
async fn a_server_that_breaks_at_the_code_may_have_counted_it() {
    let sandbox = start(Options::default()).await.unwrap();
    for (name, path) in
        [("portal", "/app-portal-service/v2.3/verificationCode/verify"), ("hzero", "/oauth/token/mobile")]
    {
        let hallpass = in_memory(&TestClock::default()).await;
        let (draft, field) = match name {
            "portal" => (by_mfa(&sandbox.address("enos-portal")), "mfa_code"),
            _ => (by_phone(&sandbox.address("hzero")), "sms_code"),
        };
        hallpass.add_profile(draft).await.unwrap();
        let pending = waits(hallpass.sign_in("a", SignIn::default()).await);
        sandbox.add_fault(FaultRule::always(Fault::Http500).path(path));
        let errors = twelve_wrong(&hallpass, &pending, field).await;
        let codes: Vec<ErrorCode> = errors.iter().map(|error| error.code).collect();
        assert_eq!(codes[..3], [ErrorCode::UnknownOutcome; 3], "{name} {errors:?}");
        assert_eq!(codes[3..], [ErrorCode::BudgetSpent; 9], "{name}");
        assert_eq!(sent(&sandbox, path), 3, "{name}");
        assert_eq!(hallpass.pending().await.unwrap().len(), 1, "{name}: it goes on waiting");
        sandbox.clear_faults(None);
    }
}

fn by_authenticator(name: &str, server: &str, seed: &str) -> ProfileDraft {
    let values = [("account", "omar.haddad"), ("realm", "birch"), ("client_id", "support-desk")];
    let secrets = [("password", "Not-Real-keycloak-02"), ("totp_seed", seed)];
    ProfileDraft { name: Some(name.to_owned()), ..draft("keycloak", server, &values, &secrets) }
}

/// Two profiles of one account, and one that is asked to sign in again and again.
#[tokio::test]
async fn an_authenticators_code_is_sent_once_whoever_asks_for_it() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    let server = sandbox.address("keycloak");
    hallpass.add_profile(by_authenticator("a", &server, "jbsw y3dp ehpk 3pxp")).await.unwrap();
    let address = "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP";
    hallpass.add_profile(by_authenticator("b", &server, address)).await.unwrap();
    // From the beginning of a code, so that this test is over before its end.
    let next_code = || {
        let wait = 30 - hallpass.now().wall.as_second() % 30;
        clock.pass(wait);
        sandbox.clock().advance(jiff::SignedDuration::from_secs(wait));
    };
    next_code();
    let how = |anyway| SignIn { one_time_code: true, anyway, ..SignIn::default() };
    let names = ["a".to_owned(), "b".to_owned()];
    let mut ends = hallpass.sign_in_many(&names, &how(false), |_, _| {}).await.into_iter().map(|(_, end)| end);
    assert!(matches!(ends.next(), Some(Ok(SignInOutcome::SignedIn { .. }))));
    assert!((1..=30).contains(&held(ends.next().unwrap())));
    for name in ["a", "b"] {
        assert!(held(hallpass.sign_in(name, how(true)).await) <= 30, "{name}");
    }
    assert_eq!(sandbox.attempts("keycloak", "omar.haddad"), 1);
    next_code();
    assert!(matches!(hallpass.sign_in("b", how(false)).await, Ok(SignInOutcome::SignedIn { .. })));
    assert_eq!(sandbox.attempts("keycloak", "omar.haddad"), 2);
}
