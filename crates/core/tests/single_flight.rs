//! One sign-in, one answer, one message, one renewal at a time: everybody else uses what it comes to.
#![allow(clippy::panic, clippy::unwrap_used)]

mod support;

use std::time::Duration;

use futures_util::future::join_all;
use hallpass_core::providers::{ChallengeKind, Secret};
use hallpass_core::vault::Vault;
use hallpass_core::{
    Answers, ErrorCode, EventKind, Hallpass, MIGRATIONS, PendingView, ProfileDraft, Result, SessionState, SignIn,
    SignInOutcome, TokenFormat,
};
use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, start};
use serde_json::json;
use support::{CAPTCHA_PASSWORD, TestClock, anyway, captcha_every_time, hallpass, iam, in_folder, in_memory, typed};

const ACCOUNT: &str = "li.wen";
const PASSWORD: &str = "Not-Real-iam-01";

/// A sandbox that takes its time, and one profile of EnOS IAM.
async fn at_iam(account: &str) -> (Sandbox, Hallpass) {
    let sandbox = start(Options::default()).await.unwrap();
    sandbox.set_latency(None, Duration::from_millis(100));
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("a", &sandbox.address("enos-iam"), account)).await.unwrap();
    (sandbox, hallpass)
}

fn draft(name: &str, provider: &str, server: &str, values: &[(&str, &str)], secrets: &[(&str, &str)]) -> ProfileDraft {
    ProfileDraft {
        name: Some(name.to_owned()),
        provider: Some(provider.to_owned()),
        server: Some(server.to_owned()),
        values: values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        secrets: secrets.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect(),
        ..ProfileDraft::default()
    }
}

async fn at_once<T>(times: usize, one: impl AsyncFn() -> T) -> Vec<T> {
    join_all((0..times).map(|_| one())).await
}

fn session_of(end: &Result<SignInOutcome>) -> &hallpass_core::SessionView {
    match end {
        Ok(SignInOutcome::SignedIn { session }) => session,
        other => panic!("{other:?}"),
    }
}

fn challenge_of(end: &Result<SignInOutcome>) -> &PendingView {
    match end {
        Ok(SignInOutcome::Challenge(pending)) => pending,
        other => panic!("{other:?}"),
    }
}

fn asked(sandbox: &Sandbox, path: &str) -> usize {
    sandbox.requests().iter().filter(|seen| seen.path.ends_with(path)).count()
}

#[tokio::test]
async fn twelve_sign_ins_at_once_are_one_request_and_the_next_click_is_another() {
    let (sandbox, hallpass) = at_iam(ACCOUNT).await;
    let ends = at_once(12, async || hallpass.sign_in("a", typed(PASSWORD)).await).await;
    assert!(ends.iter().all(|end| session_of(end).token_hint == session_of(&ends[0]).token_hint));
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    let events = hallpass.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.kind == EventKind::SignedIn).count(), 1);
    hallpass.sign_in("a", typed(PASSWORD)).await.unwrap();
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 2, "a click after that signs in again");
}

#[tokio::test]
async fn a_wrong_password_is_sent_once_and_all_are_told_also_with_anyway() {
    let (sandbox, hallpass) = at_iam(ACCOUNT).await;
    let ends = at_once(12, async || hallpass.sign_in("a", typed("wrong")).await.unwrap_err()).await;
    assert!(ends.iter().all(|error| (error.code, error.server_code.as_deref()) == (ErrorCode::Refused, Some("30400"))));
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    at_once(12, async || hallpass.sign_in("a", anyway("wrong")).await.unwrap_err()).await;
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 2);
}

#[tokio::test]
async fn an_answer_that_is_lost_is_unknown_to_all() {
    let (sandbox, hallpass) = at_iam(ACCOUNT).await;
    sandbox.add_fault(FaultRule::always(Fault::DropAnswer).times(1));
    let ends = at_once(12, async || hallpass.sign_in("a", typed(PASSWORD)).await.unwrap_err()).await;
    assert!(ends.iter().all(|error| error.code == ErrorCode::UnknownOutcome && error.advice.is_some()), "{ends:?}");
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    session_of(&hallpass.sign_in("a", typed(PASSWORD)).await);
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_tried_once() {
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("a", "http://127.0.0.1:9", ACCOUNT)).await.unwrap();
    let ends = at_once(12, async || hallpass.sign_in("a", typed(PASSWORD)).await.unwrap_err()).await;
    assert!(ends.iter().all(|error| error.code == ErrorCode::Unreachable), "{ends:?}");
    let events = hallpass.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.kind == EventKind::Unreachable).count(), 1);
}

#[tokio::test]
async fn another_password_is_another_question_and_is_asked_after_the_first() {
    let (sandbox, hallpass) = at_iam(ACCOUNT).await;
    let (wrong, right) = tokio::join!(hallpass.sign_in("a", typed("wrong")), async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        hallpass.sign_in("a", typed(PASSWORD)).await
    });
    assert_eq!((wrong.unwrap_err().code, sandbox.attempts("enos-iam", ACCOUNT)), (ErrorCode::Refused, 2));
    session_of(&right);
}

#[tokio::test]
async fn what_was_typed_is_remembered_although_somebody_else_had_it_sent() {
    let (sandbox, hallpass) = at_iam(ACCOUNT).await;
    let remembering = |password| SignIn { remember: true, ..typed(password) };
    let (plain, kept) =
        tokio::join!(hallpass.sign_in("a", typed(PASSWORD)), hallpass.sign_in("a", remembering(PASSWORD)));
    assert_eq!(session_of(&plain).token_hint, session_of(&kept).token_hint);
    assert_eq!(hallpass.profile("a").await.unwrap().saved_secrets, ["password"]);
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    // What no server has accepted is not.
    let (_, refused) =
        tokio::join!(hallpass.sign_in("a", typed(PASSWORD)), hallpass.sign_in("a", remembering("another")));
    assert_eq!((refused.unwrap_err().code, sandbox.attempts("enos-iam", ACCOUNT)), (ErrorCode::Refused, 3));
}

async fn until(holds: impl Fn() -> bool) {
    while !holds() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn two_profiles_of_one_account_come_one_after_the_other_and_other_accounts_meanwhile() {
    const OTHER: &str = "grace.hall@harbourwind.example";
    let (sandbox, hallpass) = at_iam(ACCOUNT).await;
    let server = sandbox.address("enos-iam");
    hallpass.add_profile(iam("twin", &server, ACCOUNT)).await.unwrap();
    hallpass.add_profile(iam("other", &server, OTHER)).await.unwrap();
    sandbox.set_latency(None, Duration::from_millis(1000));
    let (one, twin, other) =
        tokio::join!(hallpass.sign_in("a", typed(PASSWORD)), hallpass.sign_in("twin", typed(PASSWORD)), async {
            until(|| sandbox.attempts("enos-iam", ACCOUNT) == 1).await;
            let (end, ()) = tokio::join!(hallpass.sign_in("other", typed("wrong")), async {
                until(|| sandbox.attempts("enos-iam", OTHER) == 1).await;
                assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1, "the twin waits, the other one does not");
            });
            end
        });
    assert_eq!(other.unwrap_err().code, ErrorCode::Refused);
    assert_ne!(session_of(&one).token_hint, session_of(&twin).token_hint, "each profile has a session of its own");
}

#[tokio::test]
async fn a_sign_in_that_was_given_up_is_unknown_to_those_who_waited_and_keeps_nobody_from_the_next() {
    let (sandbox, hallpass) = at_iam(ACCOUNT).await;
    sandbox.set_latency(None, Duration::from_millis(1500));
    let (gave_up, waited) =
        tokio::join!(tokio::time::timeout(Duration::from_millis(400), hallpass.sign_in("a", typed(PASSWORD))), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            hallpass.sign_in("a", typed(PASSWORD)).await
        });
    assert!(gave_up.is_err());
    let error = waited.unwrap_err();
    assert_eq!((error.code, error.message.en.contains("ended before")), (ErrorCode::UnknownOutcome, true), "{error:?}");
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    sandbox.set_latency(None, Duration::ZERO);
    session_of(&hallpass.sign_in("a", typed(PASSWORD)).await);
}

/// The number of the last commit that must not get lost.
async fn commits(hallpass: &Hallpass) -> i64 {
    let read = |db: &rusqlite::Connection| -> Result<i64> {
        Ok(db.query_row("SELECT value FROM meta WHERE name = 'seq'", [], |row| row.get(0))?)
    };
    hallpass.vault().read(read).await.unwrap()
}

#[tokio::test]
async fn a_lease_comes_and_goes_in_the_two_commits_that_a_sign_in_takes_anyway() {
    let (_sandbox, hallpass) = at_iam(ACCOUNT).await;
    let before = commits(&hallpass).await;
    at_once(12, async || hallpass.sign_in("a", typed(PASSWORD)).await.unwrap()).await;
    assert_eq!(commits(&hallpass).await - before, 2, "eleven waited and wrote nothing");
}

/// A lease whose holder runs on and is never done.
async fn hold_for_ever(hallpass: &Hallpass) {
    let held = |tx: &rusqlite::Transaction<'_>| -> Result<usize> {
        Ok(tx.execute("UPDATE lease SET ended = NULL, result = NULL, sent = 1", [])?)
    };
    assert_eq!(hallpass.vault().write(held).await.unwrap(), 1);
}

#[tokio::test]
async fn a_lease_ends_with_its_time_by_the_clock_that_nobody_sets() {
    let sandbox = start(Options::default()).await.unwrap();
    let clock = TestClock::default();
    let hallpass = hallpass(Vault::memory(MIGRATIONS).await.unwrap(), &clock, Duration::from_millis(600));
    hallpass.add_profile(iam("a", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    hallpass.sign_in("a", typed(PASSWORD)).await.unwrap();
    hold_for_ever(&hallpass).await;
    for moved in [0, -3600, 7200] {
        clock.move_wall(moved);
        let run = "UPDATE lease SET boot_micros = ?1";
        let now = i64::try_from(hallpass.now().boot.unwrap().elapsed.as_micros()).unwrap();
        let begin = move |tx: &rusqlite::Transaction<'_>| -> Result<usize> { Ok(tx.execute(run, [now + 200_000])?) };
        hallpass.vault().write(begin).await.unwrap();
        let error = hallpass.sign_in("a", typed(PASSWORD)).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::CoolingDown, "{error:?}");
        assert!(error.message.en.contains("Another sign-in of li.wen"), "{error:?}");
        assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    }
    clock.pass(1);
    session_of(&hallpass.sign_in("a", typed(PASSWORD)).await);
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 2);
}

#[tokio::test]
async fn two_programs_on_one_vault_share_a_sign_in() {
    let sandbox = start(Options::default()).await.unwrap();
    sandbox.set_latency(None, Duration::from_millis(200));
    let (home, clock) = (tempfile::tempdir().unwrap(), TestClock::default());
    let window = in_folder(home.path(), &clock).await;
    window.add_profile(iam("a", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    let command = in_folder(home.path(), &clock).await;
    let (one, other) = tokio::join!(window.sign_in("a", typed(PASSWORD)), command.sign_in("a", typed(PASSWORD)));
    assert_eq!(session_of(&one).token_hint, session_of(&other).token_hint);
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
}

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
