//! What signing in to many would send is said before, nothing else is sent, and it can be stopped.

use std::cell::RefCell;
use std::time::Duration;

use crate::support::{CAPTCHA_PASSWORD, TestClock, captcha_every_time, iam, in_memory, typed};
use hallpass_core::providers::Secret;
use hallpass_core::{
    BulkChoice, BulkProgress, BulkReason, Environment, ErrorCode, Hallpass, ProfileDraft, Result, SignIn,
    SignInOutcome, StopSignal,
};
use hallpass_sandbox::{Options, Sandbox, start};

const PASSWORD: &str = "Not-Real-iam-01";

struct Desk {
    hallpass: Hallpass,
    sandbox: Sandbox,
}

impl Desk {
    async fn new() -> Self {
        Self { hallpass: in_memory(&TestClock::default()).await, sandbox: start(Options::default()).await.unwrap() }
    }

    async fn add(&self, mut draft: ProfileDraft, password: Option<&str>) {
        draft.secrets.extend(password.map(|password| ("password".to_owned(), Secret::new(password))));
        self.hallpass.add_profile(draft).await.unwrap();
    }

    fn iam(&self, name: &str) -> ProfileDraft {
        iam(name, &self.sandbox.address("enos-iam"), "li.wen")
    }

    /// A profile whose sign-in begins with a text message.
    async fn add_sms(&self, name: &str) {
        let mut draft = captcha_every_time(name, &self.sandbox.address("hzero"));
        draft.method = Some("sms".to_owned());
        draft.values = vec![
            ("client_id".to_owned(), "hallpass-web".to_owned()),
            ("phone".to_owned(), "13800000001".to_owned()),
            ("device_id".to_owned(), "not-a-real-device".to_owned()),
        ];
        self.add(draft, None).await;
    }

    fn sent(&self) -> usize {
        self.sandbox.requests().len()
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn ends(ends: &[(String, Result<SignInOutcome>)]) -> Vec<(&str, Option<ErrorCode>)> {
    ends.iter().map(|(name, end)| (name.as_str(), end.as_ref().err().map(|error| error.code))).collect()
}

#[tokio::test]
async fn it_says_what_is_sent_and_what_is_left_out_and_keeps_its_word() {
    let desk = Desk::new().await;
    let hallpass = &desk.hallpass;
    for name in ["due", "valid"] {
        desk.add(desk.iam(name), Some(PASSWORD)).await;
    }
    desk.add(desk.iam("no password"), None).await;
    desk.add(ProfileDraft { environment: Some(Environment::Prod), ..desk.iam("live") }, Some(PASSWORD)).await;
    desk.add(iam("blocked", &desk.sandbox.address("enos-iam"), "grace.hall@harbourwind.example"), Some("wrong")).await;
    desk.add(captcha_every_time("waiting", &desk.sandbox.address("hzero")), Some(CAPTCHA_PASSWORD)).await;
    desk.add_sms("message").await;
    hallpass.sign_in("valid", SignIn::default()).await.unwrap();
    hallpass.sign_in("waiting", SignIn::default()).await.unwrap();
    assert_eq!(hallpass.sign_in("blocked", SignIn::default()).await.unwrap_err().code, ErrorCode::Refused);
    let (all, before) = (names(&["due", "valid", "no password", "live", "blocked", "waiting", "message"]), desk.sent());

    let plan = hallpass.plan_bulk(&all, &BulkChoice::default()).await.unwrap();
    assert_eq!((plan.send, plan.text_messages), (names(&["due", "message"]), 1));
    let left_out: Vec<_> = plan.left_out.iter().map(|one| (one.profile.as_str(), one.reason)).collect();
    let reasons = [BulkReason::Valid, BulkReason::Missing, BulkReason::Blocked, BulkReason::Waiting];
    assert_eq!(left_out, ["valid", "no password", "blocked", "waiting"].into_iter().zip(reasons).collect::<Vec<_>>());
    let failures: Vec<_> = plan.left_out.iter().map(|one| one.failure.as_ref().map(|error| error.code)).collect();
    assert_eq!(failures, [None, None, Some(ErrorCode::PasswordKnownRefused), None], "only the guard has a reason");
    assert_eq!(plan.production.iter().map(|one| (&*one.profile, one.chosen)).collect::<Vec<_>>(), [("live", false)]);

    let chosen = BulkChoice { include_valid: true, production: names(&["live"]) };
    let plan = hallpass.plan_bulk(&all, &chosen).await.unwrap();
    assert_eq!(plan.send, names(&["due", "valid", "live", "message"]));
    assert_eq!(desk.sent(), before, "planning sends nothing");

    let end = hallpass.sign_in_bulk(&all, &BulkChoice::default(), StopSignal::default(), |_, _| {}).await.unwrap();
    assert_eq!(ends(&end), [("due", None), ("message", None)]);
    let sms = desk.sandbox.requests()[before..].iter().filter(|seen| seen.path.contains("captcha")).count();
    assert_eq!(sms, 1, "as many messages as were announced");
    let end = hallpass.sign_in_bulk(&names(&["live"]), &BulkChoice::default(), StopSignal::default(), |_, _| {}).await;
    assert!(end.unwrap().is_empty(), "production that nobody ticked");
}

#[tokio::test]
async fn a_sign_in_that_sends_a_message_or_lacks_something_is_no_single_press() {
    let desk = Desk::new().await;
    desk.add(desk.iam("saved"), Some(PASSWORD)).await;
    desk.add(desk.iam("asks"), None).await;
    desk.add_sms("message").await;
    let plan = async |name| desk.hallpass.plan(name, None, &SignIn::default().answers).await.unwrap();
    let saved = plan("saved").await;
    assert_eq!((saved.ready, saved.saved_secret.unwrap().en.as_ref()), (true, "Password"));
    let (asks, message) = (plan("asks").await, plan("message").await);
    assert_eq!((asks.ready, asks.saved_secret), (false, None));
    assert_eq!((message.ready, message.sends_sms), (false, true));
    desk.hallpass.sign_in("asks", typed("wrong")).await.unwrap_err();
    assert!(plan("saved").await.ready, "another password was refused");
    desk.add(desk.iam("refused"), Some("wrong")).await;
    assert!(!plan("refused").await.ready, "this one was");
}

#[tokio::test]
async fn after_stop_nothing_further_is_sent() {
    let desk = Desk::new().await;
    for name in ["a", "b", "c"] {
        desk.add(desk.iam(name), Some(PASSWORD)).await;
    }
    let stop = StopSignal::default();
    let heard = RefCell::new(Vec::new());
    let told = |name: &str, what: BulkProgress<'_>| {
        let ended = matches!(what, BulkProgress::Ended(_));
        heard.borrow_mut().push((name.to_owned(), ended));
        if ended {
            stop.stop();
        }
    };
    let all = names(&["a", "b", "c"]);
    let end = desk.hallpass.sign_in_bulk(&all, &BulkChoice::default(), stop.clone(), told).await.unwrap();
    assert_eq!(ends(&end), [("a", None), ("b", Some(ErrorCode::Stopped)), ("c", Some(ErrorCode::Stopped))]);
    assert_eq!(desk.sandbox.attempts("enos-iam", "li.wen"), 1);
    let heard: Vec<_> = heard.borrow().iter().map(|(name, ended)| format!("{name} {ended}")).collect();
    assert_eq!(heard, ["a false", "a true", "b true", "c true"], "what is not sent does not begin");
    let since = desk.hallpass.now().wall.checked_sub(jiff::SignedDuration::from_hours(1)).unwrap();
    let told = desk.hallpass.activity(since).await.unwrap();
    assert!(!told.iter().any(|event| event.profile == "b" && event.detail == "stopped"), "nothing happened to b");
}

/// HZERO is asked how it signs in before the password is sent: stopped in between, the password stays here.
#[tokio::test]
async fn a_sign_in_that_is_under_way_sends_no_further_call() {
    let desk = Desk::new().await;
    desk.add(captcha_every_time("half", &desk.sandbox.address("hzero")), Some(CAPTCHA_PASSWORD)).await;
    desk.sandbox.set_latency(Some("hzero"), Duration::from_millis(300));
    let stop = StopSignal::default();
    let asked = async {
        while desk.sent() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stop.stop();
    };
    let (all, choice) = (names(&["half"]), BulkChoice::default());
    let run = desk.hallpass.sign_in_bulk(&all, &choice, stop.clone(), |_, _| {});
    let (end, ()) = tokio::join!(run, asked);
    assert_eq!(ends(&end.unwrap()), [("half", Some(ErrorCode::Stopped))]);
    assert_eq!(desk.sent(), 1);
}
