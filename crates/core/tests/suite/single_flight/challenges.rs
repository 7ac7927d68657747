//! Challenges, each asked once and answered once.

use std::time::Duration;

use hallpass_core::providers::{ChallengeKind, Secret};
use hallpass_core::{Answers, ErrorCode, Hallpass, PendingView, ProfileDraft, SignIn};
use hallpass_sandbox::{Options, Sandbox, start};

use super::{asked, at_once, challenge_of, draft, session_of};
use crate::support::{CAPTCHA_PASSWORD, TestClock, captcha_every_time, in_memory};

async fn at_hzero(sandbox: &Sandbox, hallpass: &Hallpass) {
    let (server, secret) = (sandbox.address("hzero"), ("client_secret", "not-a-real-client-01"));
    let client = ("client_id", "hallpass-web");
    let sms = draft("sms", "hzero", &server, &[client, ("phone", "13800000001")], &[secret]);
    hallpass.add_profile(ProfileDraft { method: Some("sms".to_owned()), ..sms }).await.unwrap();
    let mut captcha = captcha_every_time("captcha", &server);
    captcha.secrets.push(("password".to_owned(), Secret::new(CAPTCHA_PASSWORD)));
    hallpass.add_profile(captcha).await.unwrap();
}

async fn at_portal(sandbox: &Sandbox, hallpass: &Hallpass) {
    let server = sandbox.address("enos-portal");
    for (name, account, password) in
        [("mfa", "mfa.phone", "Not-Real-portal-08"), ("organisation", "portal.demo", "Not-Real-portal-01")]
    {
        let draft = draft(name, "enos-portal", &server, &[("account", account)], &[("password", password)]);
        hallpass.add_profile(draft).await.unwrap();
    }
}

async fn challenges() -> (Sandbox, Hallpass) {
    let sandbox = start(Options::default()).await.unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    at_hzero(&sandbox, &hallpass).await;
    at_portal(&sandbox, &hallpass).await;
    sandbox.set_latency(None, Duration::from_millis(50));
    (sandbox, hallpass)
}

fn right_answer(sandbox: &Sandbox, pending: &PendingView) -> Answers {
    let answer = match pending.kind {
        ChallengeKind::Captcha => sandbox.captcha_text(None).unwrap(),
        ChallengeKind::Sms => sandbox.sms_code("13800000001").unwrap(),
        ChallengeKind::Mfa => sandbox.mfa_code("mfa.phone").unwrap(),
        ChallengeKind::Organisation => pending.options[1].id.clone(),
    };
    Answers::new().with(pending.fields[0].clone(), Secret::new(answer))
}

/// Of each kind: the profile, what asks for it, and what its answer sends.
const KINDS: [(&str, &str, &str); 4] = [
    ("captcha", "/oauth/public/captcha-code", "/oauth/oauth/token"),
    ("sms", "/oauth/public/send-phone-captcha", "/oauth/token/mobile"),
    ("mfa", "/verificationCode/send", "/verificationCode/verify"),
    ("organisation", "/v2.2/login", "/session/set"),
];

#[tokio::test]
async fn each_challenge_is_asked_once_and_answered_once() {
    let (sandbox, hallpass) = challenges().await;
    for (name, asks, answers) in KINDS {
        let before = asked(&sandbox, asks);
        let ends = at_once(10, async || hallpass.sign_in(name, SignIn::default()).await).await;
        let pending = challenge_of(&ends[0]).clone();
        assert!(ends.iter().all(|end| challenge_of(end).pending == pending.pending), "{name}");
        assert_eq!(asked(&sandbox, asks) - before, 1, "{name}");
        let answer = right_answer(&sandbox, &pending);
        let before = asked(&sandbox, answers);
        let ends = at_once(10, async || hallpass.answer(&pending.pending, answer.clone(), false).await).await;
        assert!(ends.iter().all(|end| session_of(end).token_hint == session_of(&ends[0]).token_hint), "{name}");
        assert_eq!(asked(&sandbox, answers) - before, 1, "{name}");
        let late = hallpass.answer(&pending.pending, answer, false).await.unwrap_err();
        assert_eq!(late.code, ErrorCode::Usage, "{name}: a click after that is another click");
    }
}

#[tokio::test]
async fn a_wrong_answer_is_sent_once_and_asked_again_of_all() {
    let (sandbox, hallpass) = challenges().await;
    for (name, _, answers) in &KINDS[..3] {
        let pending = challenge_of(&hallpass.sign_in(name, SignIn::default()).await).clone();
        let before = asked(&sandbox, answers);
        let wrong = Answers::new().with(pending.fields[0].clone(), Secret::new("000000"));
        let ends = at_once(10, async || hallpass.answer(&pending.pending, wrong.clone(), false).await).await;
        assert!(ends.iter().all(|end| challenge_of(end).note.is_some()), "{name} {ends:?}");
        assert_eq!(asked(&sandbox, answers) - before, 1, "{name}");
    }
}

/// Of two at once, the first with a wrong answer: a code may be right all the same, but a picture has gone.
#[tokio::test]
async fn another_answer_is_sent_after_the_first_where_it_still_answers_something() {
    let (sandbox, hallpass) = challenges().await;
    for (name, _, answers) in &KINDS[..3] {
        let pending = challenge_of(&hallpass.sign_in(name, SignIn::default()).await).clone();
        let (before, right) = (asked(&sandbox, answers), right_answer(&sandbox, &pending));
        let wrong = Answers::new().with(pending.fields[0].clone(), Secret::new("000000"));
        let (first, second) = tokio::join!(hallpass.answer(&pending.pending, wrong, false), async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            hallpass.answer(&pending.pending, right, false).await
        });
        assert!(challenge_of(&first).note.is_some(), "{name}");
        if *name == "captcha" {
            assert!(challenge_of(&second).has_picture, "the picture is another one by now");
            assert_eq!(asked(&sandbox, answers) - before, 1);
        } else {
            session_of(&second);
            assert_eq!(asked(&sandbox, answers) - before, 2, "{name}");
        }
    }
}

#[tokio::test]
async fn another_message_or_picture_is_asked_for_once() {
    let sandbox = start(Options::default()).await.unwrap();
    let clock = TestClock::default();
    let hallpass = in_memory(&clock).await;
    at_hzero(&sandbox, &hallpass).await;
    at_portal(&sandbox, &hallpass).await;
    for (name, asks, _) in &KINDS[..3] {
        let pending = challenge_of(&hallpass.sign_in(name, SignIn::default()).await).pending.clone();
        clock.pass(61);
        sandbox.clock().advance(jiff::SignedDuration::from_secs(61));
        sandbox.set_latency(None, Duration::from_millis(50));
        let ends = at_once(10, async || hallpass.again(&pending).await).await;
        assert!(ends.iter().all(|end| challenge_of(end).pending == pending), "{name}");
        assert_eq!(asked(&sandbox, asks), 2, "{name}");
        sandbox.set_latency(None, Duration::ZERO);
    }
}
