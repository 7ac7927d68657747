//! Who may try a shared secret, and what becomes of it.

use super::*;

const NOW: i64 = 1_000_000;

fn op(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// An attempt that was reserved at `NOW`.
fn under_way(number: u128) -> UnderWay {
    UnderWay { op: op(number), until: NOW + LEASE_SECONDS }
}

fn at_it(record: &GuardDocument) -> Vec<u128> {
    record.under_way.iter().map(|under_way| under_way.op.as_u128()).collect()
}

#[test]
fn one_tries_a_new_secret_and_two_a_proven_one() {
    let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
    assert_eq!(reserve(Some(first.clone()), 7, op(2), "ben", NOW), Err(Block::Busy));
    let proven = settle(&first, &under_way(1), 7, AttemptEnd::Accepted, "anna", NOW).unwrap();
    assert_eq!((proven.state, at_it(&proven)), (GuardState::Proven, vec![]));
    let two = reserve(Some(proven), 7, op(2), "ben", NOW).unwrap();
    let two = reserve(Some(two), 7, op(3), "cleo", NOW).unwrap();
    assert_eq!(reserve(Some(two), 7, op(4), "dora", NOW), Err(Block::Busy));
}

#[test]
fn a_refusal_holds_for_its_version_and_no_longer() {
    let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
    let refused = settle(&first, &under_way(1), 7, AttemptEnd::Refused, "anna", NOW).unwrap();
    let block = reserve(Some(refused.clone()), 7, op(2), "ben", NOW + 86_400);
    assert_eq!(block, Err(Block::Refused { by: "anna".to_owned() }));
    assert_eq!(settle(&refused, &under_way(9), 7, AttemptEnd::Accepted, "ben", NOW), None, "a late acceptance");
    let newer = reserve(Some(refused), 8, op(2), "ben", NOW).unwrap();
    assert_eq!((newer.state, newer.secret), (GuardState::Untried, 8));
    assert_eq!(reserve(Some(newer.clone()), 7, op(3), "cleo", NOW), Err(Block::Stale));
    let late = settle(&newer, &under_way(1), 7, AttemptEnd::Refused, "anna", NOW);
    assert_eq!(late, None, "what becomes of an older version says nothing of this one");
}

#[test]
fn an_attempt_that_is_never_settled_counts_for_its_lease_and_no_lease_is_longer() {
    let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
    assert_eq!(settle(&first, &under_way(1), 7, AttemptEnd::Unknown, "anna", NOW), None);
    assert_eq!(reserve(Some(first.clone()), 7, op(2), "ben", NOW + LEASE_SECONDS - 1), Err(Block::Busy));
    let next = reserve(Some(first.clone()), 7, op(2), "ben", NOW + LEASE_SECONDS).unwrap();
    assert_eq!(at_it(&next), [2]);
    let mut forever = first;
    forever.under_way[0].until = i64::MAX;
    assert!(reserve(Some(forever), 7, op(2), "ben", NOW).is_ok(), "nobody blocks the team for ever");
}

#[test]
fn nobody_tries_while_it_is_changed_and_those_under_way_are_let_finish() {
    let mut changing = reserve(None, 7, op(1), "anna", NOW).unwrap();
    (changing.state, changing.by) = (GuardState::Changing, "eva".to_owned());
    let block = reserve(Some(changing.clone()), 7, op(2), "ben", NOW);
    assert_eq!(block, Err(Block::Changing { by: "eva".to_owned() }));
    let done = settle(&changing, &under_way(1), 7, AttemptEnd::Refused, "anna", NOW).unwrap();
    assert_eq!((done.state, at_it(&done)), (GuardState::Changing, vec![]));
    assert_eq!(reserve(Some(done), 8, op(2), "ben", NOW).unwrap().state, GuardState::Untried, "it was changed");
}

#[test]
fn attempts_that_fall_silent_block_a_version_after_two_until_somebody_signed_in_or_changed_it() {
    let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
    let second = reserve(Some(first), 7, op(2), "ben", NOW + 100).unwrap();
    assert_eq!(second.unsettled, 1);
    let block = reserve(Some(second.clone()), 7, op(3), "cleo", NOW + 86_400);
    assert_eq!(block, Err(Block::Unsettled), "not one more every 90 seconds");
    assert!(reserve(Some(second.clone()), 8, op(3), "cleo", NOW + 86_400).is_ok(), "a newer version");
    let signed_in = settle(&second, &under_way(2), 7, AttemptEnd::Accepted, "ben", NOW + 120).unwrap();
    assert_eq!((signed_in.unsettled, signed_in.state), (0, GuardState::Proven));
    // Two at a time with a proven one, and two in all where both fall silent, or one has.
    let mut record = reserve(Some(signed_in), 7, op(3), "cleo", NOW + 130).unwrap();
    record = reserve(Some(record), 7, op(4), "dora", NOW + 310).unwrap();
    assert_eq!(reserve(Some(record.clone()), 7, op(5), "eva", NOW + 311), Err(Block::Busy));
    let other = UnderWay { op: op(9), until: NOW + 590 };
    let over = settle(&record, &other, 7, AttemptEnd::NotCounted, "eva", NOW + 500).unwrap();
    assert_eq!((over.unsettled, at_it(&over)), (2, vec![]), "whoever writes counts what fell silent");
}

#[test]
fn an_attempt_that_outlived_its_lease_takes_its_count_back_with_a_late_word() {
    let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
    let second = reserve(Some(first), 7, op(2), "ben", NOW + 100).unwrap();
    assert_eq!(second.unsettled, 1, "nobody has heard of the first");
    let late = settle(&second, &under_way(1), 7, AttemptEnd::NotCounted, "anna", NOW + 110).unwrap();
    assert_eq!((late.unsettled, at_it(&late)), (0, vec![2]));
    assert_eq!(settle(&second, &under_way(1), 7, AttemptEnd::Unknown, "anna", NOW + 110), None, "no word");
    let refused = settle(&second, &under_way(1), 7, AttemptEnd::Refused, "anna", NOW + 110).unwrap();
    assert_eq!(refused.state, GuardState::Refused);
    // Told twice, or of another version: nobody else's count is taken back.
    assert_eq!(settle(&late, &under_way(1), 7, AttemptEnd::NotCounted, "anna", NOW + 120), None);
    assert_eq!(settle(&second, &under_way(1), 6, AttemptEnd::NotCounted, "anna", NOW + 110), None);
}

#[test]
fn a_cooldown_of_more_than_a_day_blocks_nobody_and_a_lock_is_never_longer() {
    let mut hostile = GuardDocument::untried(7, "mallory");
    for until in [NOW + MOST_COOLDOWN + 1, i64::MAX] {
        hostile.cooldown = Some(until);
        assert!(reserve(Some(hostile.clone()), 7, op(1), "anna", NOW).is_ok(), "{until}");
    }
    let locked = settle(&hostile, &under_way(1), 7, AttemptEnd::Locked { seconds: u64::MAX }, "anna", NOW).unwrap();
    assert_eq!(locked.cooldown, Some(NOW + MOST_COOLDOWN));
    assert!(matches!(reserve(Some(locked), 7, op(1), "anna", NOW), Err(Block::CoolingDown { .. })));
}

#[test]
fn a_locked_account_is_left_alone_also_after_a_change() {
    let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
    let locked = settle(&first, &under_way(1), 7, AttemptEnd::Locked { seconds: 60 }, "anna", NOW).unwrap();
    let block = reserve(Some(locked.clone()), 7, op(2), "ben", NOW + 20);
    assert_eq!(block, Err(Block::CoolingDown { seconds: 40 }));
    assert!(reserve(Some(locked.clone()), 8, op(2), "ben", NOW + 20).is_err(), "the account is locked, not the secret");
    assert!(reserve(Some(locked), 7, op(2), "ben", NOW + 60).is_ok());
}
