use jiff::Timestamp;

use super::*;
use crate::schema::MIGRATIONS;

fn vault() -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE secret (owner_kind, owner_id)").unwrap();
    MIGRATIONS.iter().for_each(|step| db.execute_batch(step).unwrap());
    db
}

fn who() -> AttemptKey {
    AttemptKey {
        host: "h".to_owned().into(),
        account: AccountKey::of_parts(&["13800000000"]),
        name: String::new(),
        secret: Some([1; 32]),
        code: None,
    }
}

fn now() -> Moment {
    Moment { wall: Timestamp::from_second(1_000_000).unwrap(), boot: None }
}

/// An attempt or message from its reservation to its end.
fn went(db: &Connection, kind: Kind, verdict: Verdict) {
    let id = reserve(db, kind, &who(), &now()).unwrap();
    settle(db, &PendingOutcome { id, kind, who: who(), verdict, now: now() }).unwrap();
}

fn history(db: &Connection) -> History {
    read(db, Kind::Attempt, &who(), &now()).unwrap()
}

#[test]
fn tries_that_may_have_counted_are_taken_from_what_was_left() {
    let db = vault();
    went(&db, Kind::Attempt, Verdict::Wrong { left: Some(3) });
    assert_eq!(history(&db).tries_left, Some(3));
    went(&db, Kind::Attempt, Verdict::NotSent);
    went(&db, Kind::Attempt, Verdict::Unknown);
    assert_eq!(history(&db).tries_left, Some(2));
    for left in [1, 0, 0] {
        let _under_way = reserve(&db, Kind::Attempt, &who(), &now()).unwrap();
        assert_eq!(history(&db).tries_left, Some(left));
    }
    went(&db, Kind::Attempt, Verdict::Wrong { left: Some(2) });
    assert_eq!(history(&db).tries_left, Some(2), "the server has counted anew");
    went(&db, Kind::Attempt, Verdict::Accepted);
    assert_eq!(history(&db).tries_left, None);
}

#[test]
fn a_message_that_was_sent_takes_nothing_back() {
    let db = vault();
    went(&db, Kind::Attempt, Verdict::Wrong { left: Some(1) });
    went(&db, Kind::Attempt, Verdict::LockUnclear { wait: None });
    went(&db, Kind::Sms, Verdict::Accepted);
    let history = history(&db);
    assert_eq!(
        (history.failed.len(), history.tries_left, history.known_refused, history.trial_only),
        (1, Some(1), true, true)
    );
    assert!(history.account.is_some() && history.host.is_some());
}

#[test]
fn the_servers_wait_for_messages_is_not_one_for_passwords() {
    let db = vault();
    went(&db, Kind::Sms, Verdict::Throttled { wait: Some(3600) });
    assert_eq!(sms_wait(&db, &who(), &now()).unwrap(), Some(3600));
    assert!(history(&db).account.is_none());
    went(&db, Kind::Attempt, Verdict::Throttled { wait: Some(60) });
    assert!(history(&db).account.is_some());
}

#[test]
fn where_only_the_wall_clock_counts_one_that_was_set_back_blocks_no_message_for_a_day() {
    let db = vault();
    went(&db, Kind::Sms, Verdict::MessageSent { interval: Some(300) });
    let at = |seconds| Moment { wall: Timestamp::from_second(1_000_000 + seconds).unwrap(), boot: None };
    for (seconds, wait) in [(0_i64, Some(300)), (100, Some(200)), (300, None), (-86_400, None), (-100, Some(200))] {
        assert_eq!(sms_wait(&db, &who(), &at(seconds)).unwrap(), wait, "{seconds}");
    }
}

#[test]
fn a_password_that_may_be_right_counts_and_may_be_sent_again() {
    let refusal = hallpass_providers::Refusal {
        kind: hallpass_providers::RefusalKind::CredentialsOrCode,
        code: "invalid_grant".to_owned(),
        text: hallpass_providers::Text::same(""),
        advice: hallpass_providers::Text::same(""),
        said: None,
        field: None,
        attempts_left: None,
        retry_after: None,
    };
    let unclear = crate::guard::verdict(&Ok(hallpass_providers::Next::Refused(refusal)), Some(Kind::Attempt));
    let db = vault();
    went(&db, Kind::Attempt, unclear);
    let history = history(&db);
    assert_eq!((history.failed.len(), history.known_refused), (1, false));
}
