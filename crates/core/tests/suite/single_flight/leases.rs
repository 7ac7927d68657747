//! Leases: how long they last, and across programs.

use std::time::Duration;

use hallpass_core::vault::Vault;
use hallpass_core::{ErrorCode, Hallpass, MIGRATIONS, Result};
use hallpass_sandbox::{Options, start};

use super::{ACCOUNT, PASSWORD, at_iam, at_once, session_of};
use crate::support::{TestClock, hallpass, iam, in_folder, typed};

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
