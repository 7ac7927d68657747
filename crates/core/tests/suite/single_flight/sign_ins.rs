//! Sign-ins of one account, at once.

use std::time::Duration;

use hallpass_core::{ErrorCode, EventKind, SignIn};
use hallpass_sandbox::{Fault, FaultRule};

use super::{ACCOUNT, PASSWORD, at_iam, at_once, session_of};
use crate::support::{TestClock, anyway, iam, in_memory, typed};

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
