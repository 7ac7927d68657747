//! The guard, against a real sandbox that counts what arrives.

use std::time::Duration;

use crate::support::{CAPTCHA_PASSWORD, TestClock, anyway, captcha_every_time, iam, in_folder, in_memory, typed};
use hallpass_core::providers::Lang;
use hallpass_core::vault::Vault;
use hallpass_core::{
    Answers, Clock, ErrorCode, EventKind, Hallpass, MIGRATIONS, Moment, Parts, SignInOutcome, SystemClock,
    SystemRandom, TokenFormat, TokenUse,
};
use hallpass_sandbox::{Fault, FaultRule, Options, start};
use jiff::Timestamp;

const ACCOUNT: &str = "li.wen";
const PASSWORD: &str = "Not-Real-iam-01";

#[tokio::test]
async fn a_refused_password_is_sent_once_also_after_a_restart() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let home = tempfile::tempdir().unwrap();
    let server = sandbox.address("enos-iam");
    {
        let hallpass = in_folder(home.path(), &clock).await;
        hallpass.add_profile(iam("a", &server, ACCOUNT)).await.unwrap();
        hallpass.add_profile(iam("b", &server, ACCOUNT)).await.unwrap();
        let error = hallpass.sign_in("a", typed("wrong")).await.unwrap_err();
        assert_eq!((error.code, error.server_code.as_deref()), (ErrorCode::Refused, Some("30400")));
        hallpass.vault().close().await;
    }
    let hallpass = in_folder(home.path(), &clock).await;
    for profile in ["a", "b"] {
        let error = hallpass.sign_in(profile, typed("wrong")).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::PasswordKnownRefused, "{profile}");
    }
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    let error = hallpass.sign_in("a", anyway("wrong")).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Refused);
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 2);
    assert!(matches!(hallpass.sign_in("a", typed(PASSWORD)).await.unwrap(), SignInOutcome::SignedIn { .. }));
}

/// A machine whose clock is set to one end of the calendar.
#[derive(Clone, Copy)]
struct Standing(Timestamp, bool);

impl Clock for Standing {
    fn now(&self) -> Moment {
        let boot = SystemClock.now().boot.filter(|_| self.1);
        Moment { wall: self.0, boot }
    }
}

#[tokio::test]
async fn a_clock_at_the_end_of_the_calendar_costs_no_protection_and_no_panic() {
    for clock in [Timestamp::MAX, Timestamp::MIN].into_iter().flat_map(|at| [Standing(at, true), Standing(at, false)]) {
        let sandbox = start(Options::default()).await.unwrap();
        let vault = Vault::memory(MIGRATIONS).await.unwrap();
        let (lang, patience) = (Lang::En, Duration::from_secs(30));
        let parts = Parts { vault, clock: Box::new(clock), random: Box::new(SystemRandom), lang, patience };
        let hallpass = Hallpass::with(parts);
        hallpass.add_profile(iam("a", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
        for n in 0..5 {
            hallpass.sign_in("a", typed(&format!("wrong {n}"))).await.unwrap_err();
        }
        assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 3, "three tries, whatever the clock says");
        hallpass.sign_in("a", anyway(PASSWORD)).await.unwrap();
        hallpass.sessions().await.unwrap();
        let how = TokenUse { min_life: Some(Duration::from_secs(60)), ..TokenUse::default() };
        let _ = hallpass.token("a", &how, TokenFormat::ExecCredential, EventKind::TokenHandedOut).await;
        hallpass.verify("a").await.unwrap();
        assert!(!hallpass.activity(Timestamp::MIN).await.unwrap().is_empty());
        hallpass.overview().await.unwrap();
        captcha(&hallpass, &sandbox.address("hzero")).await;
        hallpass.sign_out("a").await.unwrap();
    }
}

/// A sign-in that waits for the user, with a picture that can be had again.
async fn captcha(hallpass: &Hallpass, server: &str) {
    hallpass.add_profile(captcha_every_time("c", server)).await.unwrap();
    let SignInOutcome::Challenge(pending) = hallpass.sign_in("c", typed(CAPTCHA_PASSWORD)).await.unwrap() else {
        panic!("no captcha")
    };
    hallpass.again(&pending.pending).await.unwrap();
    assert_eq!(hallpass.pending().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_locked_account_waits_and_nothing_is_sent_meanwhile() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let home = tempfile::tempdir().unwrap();
    let server = sandbox.address("enos-iam");
    let account = "locked.account";
    {
        let hallpass = in_folder(home.path(), &clock).await;
        hallpass.add_profile(iam("a", &server, account)).await.unwrap();
        let error = hallpass.sign_in("a", typed("first")).await.unwrap_err();
        assert_eq!(error.server_code.as_deref(), Some("30429"));
        hallpass.vault().close().await;
    }
    let hallpass = in_folder(home.path(), &clock).await;
    clock.move_wall(7 * 3600);
    for wait in [0, 600, 290] {
        clock.pass(wait);
        let error = hallpass.sign_in("a", typed("another")).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::CoolingDown);
        assert!(error.retry_after_seconds.unwrap() <= 900);
    }
    assert_eq!(sandbox.attempts("enos-iam", account), 1);
    clock.pass(20);
    hallpass.sign_in("a", typed("another")).await.unwrap_err();
    assert_eq!(sandbox.attempts("enos-iam", account), 2);
}

#[tokio::test]
async fn a_locked_address_holds_every_profile_of_the_host() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    let server = sandbox.address("enos-iam");
    hallpass.add_profile(iam("locked", &server, "locked.address")).await.unwrap();
    hallpass.add_profile(iam("good", &server, ACCOUNT)).await.unwrap();
    hallpass.sign_in("locked", typed("x")).await.unwrap_err();
    let error = hallpass.sign_in("good", typed(PASSWORD)).await.unwrap_err();
    assert_eq!((error.code, sandbox.attempts("enos-iam", ACCOUNT)), (ErrorCode::CoolingDown, 0));
    clock.pass(601);
    assert!(hallpass.sign_in("good", typed(PASSWORD)).await.is_ok());
}

/// Of each profile, by name, the seconds for which the list shows it as locked.
async fn locked(hallpass: &Hallpass) -> Vec<Option<i64>> {
    let list = hallpass.overview().await.unwrap();
    list.rows.iter().map(|row| Some(row.locked_until?.duration_since(list.now).as_secs())).collect()
}

#[tokio::test]
async fn the_list_shows_who_is_locked_and_for_how_long() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    let server = sandbox.address("enos-iam");
    for (name, account) in [("a", "locked.account"), ("b", " Locked.Account"), ("c", ACCOUNT)] {
        hallpass.add_profile(iam(name, &server, account)).await.unwrap();
    }
    assert_eq!(locked(&hallpass).await, [None, None, None]);
    hallpass.sign_in("a", typed("x")).await.unwrap_err();
    clock.move_wall(7 * 3600);
    clock.pass(600);
    let [Some(left), of_the_same, None] = locked(&hallpass).await[..] else { panic!("one account is locked") };
    assert!((298..=301).contains(&left), "{left}");
    let same = hallpass.sign_in("b", typed("x")).await.unwrap_err().code == ErrorCode::CoolingDown;
    assert_eq!(of_the_same.is_some(), same, "the list says what the guard does");
    clock.pass(301);
    assert_eq!(locked(&hallpass).await[0], None);
    // A lock of the address is everybody's at that host.
    hallpass.edit_profile("a", iam("a", &server, "locked.address")).await.unwrap();
    hallpass.sign_in("a", typed("x")).await.unwrap_err();
    assert!(locked(&hallpass).await.iter().all(Option::is_some));
    clock.pass(601);
    assert!(locked(&hallpass).await[2].is_none());
}

#[tokio::test]
async fn faults_of_the_directory_do_not_count_against_the_password() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    let mut draft = iam("ldap", &sandbox.address("enos-iam"), "anyone");
    draft.values.push(("link_name".to_owned(), "no-such-link".to_owned()));
    draft.method = Some("ldap".to_owned());
    hallpass.add_profile(draft).await.unwrap();
    for _ in 0..5 {
        let error = hallpass.sign_in("ldap", typed("the same")).await.unwrap_err();
        assert_eq!(error.server_code.as_deref(), Some("30404"));
    }
}

#[tokio::test]
async fn a_success_leaves_one_line_in_the_book_and_what_is_under_way() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    hallpass.add_profile(iam("a", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    hallpass.sign_in("a", typed("wrong")).await.unwrap_err();
    let host = hallpass.plan("a", None, &Answers::default()).await.unwrap().host;
    let under_way = move |tx: &rusqlite::Transaction<'_>| -> hallpass_core::Result<usize> {
        let row = "INSERT INTO attempt (kind, host, account, at, outcome)
                   SELECT 'attempt', ?1, ?2, max(at), 'reserved' FROM attempt";
        Ok(tx.execute(row, [host.as_str(), ACCOUNT])?)
    };
    hallpass.vault().write(under_way).await.unwrap();
    for _ in 0..3 {
        hallpass.sign_in("a", typed(PASSWORD)).await.unwrap();
    }
    let outcomes = |db: &rusqlite::Connection| -> hallpass_core::Result<Vec<String>> {
        let mut query = db.prepare("SELECT outcome FROM attempt ORDER BY id")?;
        Ok(query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    };
    assert_eq!(hallpass.vault().read(outcomes).await.unwrap(), ["reserved", "accepted"]);
}

/// What was sent may have counted; what never left has not.
#[tokio::test]
async fn answers_that_are_lost_spend_the_budget_and_connections_that_fail_do_not() {
    let sandbox = start(Options::default()).await.unwrap();
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("lost", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    hallpass.add_profile(iam("gone", &format!("http://{gone}"), ACCOUNT)).await.unwrap();
    for fault in [Fault::DropRequest, Fault::DropMidway, Fault::EmptyBody] {
        sandbox.add_fault(FaultRule::always(fault).times(1));
        hallpass.sign_in("lost", typed(PASSWORD)).await.unwrap_err();
    }
    let sent = sandbox.requests().len();
    assert_eq!(hallpass.sign_in("lost", typed(PASSWORD)).await.unwrap_err().code, ErrorCode::BudgetSpent);
    assert_eq!(sandbox.requests().len(), sent);
    for _ in 0..4 {
        assert_eq!(hallpass.sign_in("gone", typed(PASSWORD)).await.unwrap_err().code, ErrorCode::Unreachable);
    }
}
