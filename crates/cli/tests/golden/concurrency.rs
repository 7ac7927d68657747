//! Fifty commands at once, on one vault: one request leaves, and everybody is told what it came to.

use std::process::{Child, Stdio};
use std::time::Duration;

use hallpass_core::providers::{ChallengeKind, Lang, Secret};
use hallpass_core::{Hallpass, PendingView, ProfileDraft, SignIn, SignInOutcome};
use hallpass_sandbox::{Fault, FaultRule};
use serde_json::json;

use crate::harness::{Ground, Ran};

const MANY: usize = 50;
const LOGIN: &str = "/enos-iam-service/v2.0/login";
const PHONE: &str = "13800000001";

/// A vault used by this process as by a window, and by the commands.
pub(crate) struct Desk {
    pub(crate) ground: Ground,
    pub(crate) window: Hallpass,
    pub(crate) runtime: tokio::runtime::Runtime,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let (ground, runtime) = (Ground::bare(), tokio::runtime::Runtime::new().unwrap());
        let window = Hallpass::new(runtime.block_on(ground.vault()), Lang::En);
        Self { ground, window, runtime }
    }

    pub(crate) fn add(
        &self,
        name: &str,
        system: &str,
        method: &str,
        values: &[(&str, &str)],
        secrets: &[(&str, &str)],
    ) {
        let draft = ProfileDraft {
            name: Some(name.to_owned()),
            provider: Some(system.to_owned()),
            server: Some(self.ground.at(system)),
            method: Some(method.to_owned()),
            values: values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            secrets: secrets.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect(),
            ..ProfileDraft::default()
        };
        self.runtime.block_on(self.window.add_profile(draft)).unwrap();
    }

    pub(crate) fn iam(&self, name: &str, password: &str) {
        self.add(name, "enos-iam", "password", &[("account", "li.wen")], &[("password", password)]);
    }

    pub(crate) fn hzero(&self, name: &str, method: &str, account: (&str, &str), password: &str) {
        let secrets = [("client_secret", "not-a-real-client-01"), ("password", password)];
        let secrets = if password.is_empty() { &secrets[..1] } else { &secrets[..] };
        self.add(name, "hzero", method, &[("client_id", "hallpass-web"), account], secrets);
    }

    fn portal(&self, name: &str, account: &str, password: &str) {
        self.add(name, "enos-portal", "password", &[("account", account)], &[("password", password)]);
    }

    pub(crate) fn sign_in(&self, name: &str) -> SignInOutcome {
        self.runtime.block_on(self.window.sign_in(name, SignIn::default())).unwrap()
    }

    /// Lets the answer to the next request of this path take so long that all of the commands are there before it.
    pub(crate) fn slow(&self, path: &str) {
        let fault = Fault::Latency(Duration::from_secs(4));
        self.ground.sandbox.add_fault(FaultRule::always(fault).path(path).times(1));
    }

    /// Starts the same command often.
    pub(crate) fn start(&self, times: usize, words: &[&str]) -> Vec<Child> {
        let one = |_| {
            let mut command = self.ground.command(words);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        (0..times).map(one).collect()
    }

    fn at_once(&self, words: &[&str]) -> Vec<Ran> {
        ended(self.start(MANY, words))
    }

    pub(crate) fn requests(&self, path: &str) -> usize {
        self.ground.sandbox.requests().iter().filter(|seen| seen.path.ends_with(path)).count()
    }
}

pub(crate) fn ended(children: Vec<Child>) -> Vec<Ran> {
    children.into_iter().map(|child| child.wait_with_output().unwrap().into()).collect()
}

/// Every one ended with this exit code; what they printed otherwise.
pub(crate) fn all_end(ran: &[Ran], code: i32) {
    for one in ran {
        assert_eq!(one.code, code, "{} {}", one.out, one.err);
    }
}

#[test]
fn fifty_with_the_right_password_send_it_once_and_are_all_signed_in() {
    let desk = Desk::new();
    desk.iam("a", "Not-Real-iam-01");
    desk.slow(LOGIN);
    let ran = desk.at_once(&["login", "a", "--json"]);
    all_end(&ran, 0);
    assert_eq!(desk.ground.attempts("enos-iam"), 1);
    let hint = |one: &Ran| one.json()["session"]["token_hint"].clone();
    assert!(ran.iter().all(|one| hint(one) == hint(&ran[0])), "all have the same session");
    assert_eq!(desk.ground.run(&["login", "a"]).code, 0);
    assert_eq!(desk.ground.attempts("enos-iam"), 2, "a click after that signs in again");
}

#[test]
fn fifty_with_a_wrong_password_send_it_once_and_are_all_refused() {
    let desk = Desk::new();
    desk.iam("a", "wrong");
    desk.slow(LOGIN);
    let ran = desk.at_once(&["login", "a", "--json"]);
    for one in &ran {
        let code = one.json()["error"]["code"].clone();
        assert!(code == "refused" || code == "password_known_refused", "{} {}", one.out, one.err);
    }
    assert_eq!(desk.ground.attempts("enos-iam"), 1);
}

#[test]
fn fifty_whose_answer_is_lost_are_all_told_so() {
    let desk = Desk::new();
    desk.iam("a", "Not-Real-iam-01");
    desk.ground.sandbox.set_latency(None, Duration::from_secs(4));
    desk.ground.sandbox.add_fault(FaultRule::always(Fault::DropMidway).times(1));
    let ran = desk.at_once(&["login", "a", "--json"]);
    for one in &ran {
        assert_eq!(one.json()["error"]["code"], "unknown_outcome", "{} {}", one.out, one.err);
    }
    assert_eq!(desk.ground.attempts("enos-iam"), 1);
}

#[test]
fn fifty_answers_to_one_challenge_are_sent_once() {
    let desk = Desk::new();
    desk.hzero("captcha", "password", ("account", "captcha.always"), "Not-Real-hz-02");
    desk.hzero("sms", "sms", ("phone", PHONE), "");
    desk.portal("mfa", "mfa.phone", "Not-Real-portal-08");
    desk.portal("organisation", "portal.demo", "Not-Real-portal-01");
    for (name, path) in [
        ("captcha", "/oauth/oauth/token"),
        ("sms", "/oauth/token/mobile"),
        ("mfa", "/app-portal-service/v2.3/verificationCode/verify"),
        ("organisation", "/app-portal-service/v2.2/session/set"),
    ] {
        let SignInOutcome::Challenge(pending) = desk.sign_in(name) else { panic!("{name} is asked something") };
        let before = desk.requests(path);
        desk.slow(path);
        let ran = desk.at_once(&["answer", &pending.pending, &right(&desk, &pending), "--json"]);
        all_end(&ran, 0);
        assert_eq!(desk.requests(path) - before, 1, "{name}");
    }
}

fn right(desk: &Desk, pending: &PendingView) -> String {
    let sandbox = &desk.ground.sandbox;
    let answer = match pending.kind {
        ChallengeKind::Captcha => sandbox.captcha_text(None).unwrap(),
        ChallengeKind::Sms => sandbox.sms_code(PHONE).unwrap(),
        ChallengeKind::Mfa => sandbox.mfa_code("mfa.phone").unwrap(),
        ChallengeKind::Organisation => pending.options[1].id.clone(),
    };
    format!("{}={answer}", pending.fields[0])
}

#[test]
fn fifty_that_ask_for_a_text_message_have_one_sent() {
    let desk = Desk::new();
    desk.hzero("sms", "sms", ("phone", PHONE), "");
    desk.slow("/oauth/public/send-phone-captcha");
    let ran = desk.at_once(&["login", "sms", "--json"]);
    all_end(&ran, 4);
    assert!(ran.iter().all(|one| one.json()["pending"] == ran[0].json()["pending"]));
    assert_eq!(desk.requests("/oauth/public/send-phone-captcha"), 1);
}

#[test]
fn fifty_renewals_are_one_and_no_refresh_token_is_used_twice() {
    let desk = Desk::new();
    desk.ground.sandbox.hook("hzero", "rotate_refresh", json!({})).unwrap();
    desk.hzero("r", "oauth-password", ("account", "liu.yang"), "Not-Real-hz-01");
    desk.sign_in("r");
    desk.slow("/oauth/oauth/token");
    all_end(&desk.at_once(&["renew", "r", "--json"]), 0);
    assert_eq!(desk.requests("/oauth/oauth/token"), 2);
    assert_eq!(desk.ground.run(&["renew", "r"]).code, 0, "the refresh token that is kept is the last one");
    assert_eq!(desk.ground.run(&["verify", "r"]).code, 0);
}

/// The process that holds the only lease.
pub(crate) async fn holder(window: &Hallpass) -> Option<u32> {
    let read = window.vault().read(|db| {
        let mut query = db.prepare("SELECT process FROM lease WHERE ended IS NULL")?;
        Ok::<_, hallpass_core::Error>(query.query_row([], |row| row.get::<_, String>(0)).ok())
    });
    read.await.unwrap()?.split(' ').nth(3)?.parse().ok()
}

/// Kills the command that has sent a request and waits for its answer; how the others end. It is not yet asked about when
/// they do, as a process whose parent is busy.
fn kill_the_holder(desk: &Desk, words: &[&str]) -> Vec<Ran> {
    let before = desk.ground.sandbox.requests().len();
    let mut children = desk.start(30, words);
    let killed = loop {
        let found = desk.runtime.block_on(holder(&desk.window));
        let at = found.and_then(|id| children.iter().position(|child| child.id() == id));
        match at.filter(|_| desk.ground.sandbox.requests().len() > before) {
            Some(at) => break at,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    // Time for the others to come and see it under way.
    std::thread::sleep(Duration::from_secs(3));
    let mut killed = children.swap_remove(killed);
    killed.kill().unwrap();
    let ran = ended(children);
    killed.wait().unwrap();
    ran
}

#[test]
fn when_the_command_that_has_sent_it_is_killed_the_others_send_nothing_and_say_so() {
    let desk = Desk::new();
    desk.iam("a", "Not-Real-iam-01");
    desk.ground.sandbox.add_fault(FaultRule::always(Fault::Latency(Duration::from_secs(600))).times(1));
    let ran = kill_the_holder(&desk, &["login", "a", "--json"]);
    for one in &ran {
        assert_eq!(one.json()["error"]["code"], "unknown_outcome", "{} {}", one.out, one.err);
    }
    assert_eq!(desk.ground.attempts("enos-iam"), 1);
    assert_eq!(desk.ground.run(&["login", "a"]).code, 0, "nothing keeps the next one from signing in");
    assert_eq!(desk.ground.attempts("enos-iam"), 2);
}

#[test]
fn when_the_command_that_renews_is_killed_the_others_do_not_use_its_refresh_token_again() {
    let desk = Desk::new();
    desk.hzero("r", "oauth-password", ("account", "liu.yang"), "Not-Real-hz-01");
    desk.sign_in("r");
    desk.ground.sandbox.add_fault(FaultRule::always(Fault::Latency(Duration::from_secs(600))).times(1));
    let ran = kill_the_holder(&desk, &["renew", "r", "--json"]);
    for one in &ran {
        assert_eq!(one.json()["error"]["code"], "unknown_outcome", "{} {}", one.out, one.err);
    }
    assert_eq!(desk.requests("/oauth/oauth/token"), 2);
    assert_eq!(desk.ground.run(&["renew", "r"]).code, 0, "the next click tries it once more");
}

#[test]
fn when_the_command_that_answers_a_challenge_is_killed_the_others_send_nothing_and_say_so() {
    let desk = Desk::new();
    desk.hzero("captcha", "password", ("account", "captcha.always"), "Not-Real-hz-02");
    let SignInOutcome::Challenge(pending) = desk.sign_in("captcha") else { panic!("a captcha is asked for") };
    let (path, answer) = ("/oauth/oauth/token", right(&desk, &pending));
    let before = desk.requests(path);
    desk.ground.sandbox.add_fault(FaultRule::always(Fault::Latency(Duration::from_secs(600))).path(path).times(1));
    let ran = kill_the_holder(&desk, &["answer", &pending.pending, &answer, "--json"]);
    for one in &ran {
        assert_eq!(one.json()["error"]["code"], "unknown_outcome", "{} {}", one.out, one.err);
    }
    assert_eq!(desk.requests(path) - before, 1);
}

#[test]
fn when_the_command_that_asks_for_a_text_message_is_killed_no_second_one_is_sent() {
    let desk = Desk::new();
    desk.hzero("sms", "sms", ("phone", PHONE), "");
    let path = "/oauth/public/send-phone-captcha";
    desk.ground.sandbox.add_fault(FaultRule::always(Fault::Latency(Duration::from_secs(600))).path(path).times(1));
    let ran = kill_the_holder(&desk, &["login", "sms", "--json"]);
    for one in &ran {
        assert_eq!(one.json()["error"]["code"], "unknown_outcome", "{} {}", one.out, one.err);
    }
    assert_eq!(desk.requests(path), 1);
    let again = desk.ground.run(&["login", "sms", "--json"]);
    assert_eq!(
        (again.json()["error"]["code"].as_str(), desk.requests(path)),
        (Some("cooling_down"), 1),
        "{}",
        again.out
    );
}
