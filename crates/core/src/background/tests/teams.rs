//! When teams are synced automatically.

use super::{Desk, START, moment, settings};
use crate::background::LockReason;
use crate::background::schedule::Due;

/// The seconds at which a sync begins; each takes two.
fn syncs(desk: &mut Desk, until: i64, mut each: impl FnMut(&mut Desk, i64)) -> Vec<i64> {
    let mut begun = Vec::new();
    for second in desk.now..=until {
        desk.now = second;
        each(desk, second);
        let due = desk.schedule.look(&moment(second), &[]).due;
        if due.contains(&Due::SyncTeams) {
            begun.push(second);
        }
        if begun.last() == Some(&(second - 2)) {
            desk.schedule.teams_synced(None);
        }
    }
    begun
}

#[test]
fn teams_are_synced_at_once_and_every_ten_minutes() {
    assert_ne!(START, 0);
    let mut desk = Desk::new(settings(), Vec::new());
    assert!(syncs(&mut desk, 1200, |_, _| {}).is_empty(), "no team was joined");
    let mut desk = Desk::new(settings(), Vec::new());
    desk.schedule.set_teams(true, &moment(0));
    assert_eq!(syncs(&mut desk, 1300, |_, _| {}), [0, 600, 1200]);
    let look = desk.schedule.look(&moment(1301), &[]);
    assert_eq!(look.again_at, Some(super::at(1800)), "nobody looks each second");
}

#[test]
fn coming_to_the_window_syncs_once_a_minute_at_most() {
    let mut desk = Desk::new(settings(), Vec::new());
    desk.schedule.set_teams(true, &moment(0));
    let often = |desk: &mut Desk, second: i64| {
        if (100..160).contains(&second) {
            desk.schedule.focused();
        }
    };
    assert_eq!(syncs(&mut desk, 400, often), [0, 100, 160]);
}

#[test]
fn nothing_is_synced_while_it_is_locked_and_what_is_due_follows() {
    let mut desk = Desk::new(settings(), Vec::new());
    desk.schedule.set_teams(true, &moment(0));
    let locked = |desk: &mut Desk, second: i64| match second {
        300 => drop(desk.schedule.lock(LockReason::Asked, &moment(300))),
        700 => desk.schedule.focused(),
        900 => drop(desk.schedule.unlock(moment(900))),
        _ => {}
    };
    assert_eq!(syncs(&mut desk, 1000, locked), [0, 900]);
}

#[test]
fn a_server_that_asks_to_wait_is_left_alone_that_long() {
    let mut desk = Desk::new(settings(), Vec::new());
    desk.schedule.set_teams(true, &moment(0));
    assert!(desk.schedule.look(&moment(0), &[]).due.contains(&Due::SyncTeams));
    desk.schedule.teams_synced(Some(900));
    desk.now = 1;
    let focused = |desk: &mut Desk, _| desk.schedule.focused();
    assert_eq!(syncs(&mut desk, 1000, focused), [900, 960]);
}

#[test]
fn a_team_that_was_just_joined_has_brought_everything() {
    let mut desk = Desk::new(settings(), Vec::new());
    desk.schedule.set_teams(false, &moment(0));
    let joins = |desk: &mut Desk, second: i64| desk.schedule.set_teams(second >= 50, &moment(second));
    assert_eq!(syncs(&mut desk, 700, joins), [650]);
}
