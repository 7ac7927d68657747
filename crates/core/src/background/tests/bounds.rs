//! What keeps renewals and keep-alives few, within a session's time, and only where they are permitted.

use super::*;
use crate::background::LockReason;
use crate::profile::AutoRenew;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn kept(keep_alive: u32) -> Watched {
    let renewal = Renewal { keep_alive: Some(keep_alive), ..Renewal::default() };
    Watched { renewal, ..session("s", 40 * HOUR) }
}

#[test]
fn an_expiry_that_renewals_do_not_make_later_costs_one_request_a_day() {
    for by in [0, 3, -3] {
        let mut desk = Desk::new(settings(), vec![session("s", HOUR)]);
        desk.extends_by = Some(by);
        desk.until(HOUR + DAY + HOUR);
        assert_eq!(desk.renewals().len(), 1, "{by}");
        let said: Vec<_> = desk.notices().iter().map(|(_, notice)| notice.text.en.to_string()).collect();
        let why = "Automatic renewal failed for 1 development session: the server did not extend it; sign in again";
        assert_eq!(said, [why], "{by}");
        // A person signs in.
        desk.extends_by = None;
        desk.renew("s");
        desk.until(desk.now + 2 * HOUR);
        assert!(desk.renewals().len() > 1, "the new session is renewed again");
    }
}

#[test]
fn a_renewal_that_leaves_a_session_expired_is_the_last_one() {
    let mut desk = Desk::new(settings(), vec![session("s", HOUR)]);
    desk.now = HOUR + 10 * HOUR;
    desk.extends_by = Some(60);
    desk.until(HOUR + DAY + HOUR);
    assert_eq!(desk.renewals().len(), 1);
}

#[test]
fn a_person_may_renew_a_moment_after_a_sign_in() {
    let mut desk = Desk::new(settings(), vec![session("s", HOUR)]);
    (desk.now, desk.extends_by) = (3, Some(3));
    for task in desk.schedule.asked(desk.sessions.clone()) {
        desk.note(Due::Renew(task));
    }
    desk.until(60);
    assert!(desk.notices().is_empty(), "{:?}", desk.notices());
    desk.extends_by = None;
    desk.until(HOUR);
    assert_eq!(desk.renewals().len(), 2, "it is renewed automatically when that is due");
}

#[test]
fn after_sleep_a_renewal_comes_in_the_first_half_of_what_is_left() {
    let sessions = |left: i64, until: Option<i64>| -> Vec<Watched> {
        let one = |n: usize| Watched {
            host: n.to_string().into(),
            renewable_until: until.map(|until| at(HOUR + until)),
            ..session(&format!("s{n:02}"), HOUR + left)
        };
        (0..40).map(one).collect()
    };
    for (left, until, room) in [(100, None, 50), (60, None, 30), (-300, Some(40), 20), (200, Some(60), 30)] {
        let mut desk = Desk::new(settings(), sessions(left, until));
        desk.now = HOUR;
        desk.latency = 10_000;
        desk.schedule.woke(at(HOUR));
        desk.until(HOUR + 300);
        let times: Vec<i64> = desk.renewals().iter().map(|(when, _)| when - HOUR).collect();
        assert_eq!(times.len(), 40, "{left} {until:?}");
        assert!(times.iter().all(|time| (0..=room).contains(time)), "{left} {until:?} {times:?}");
        assert!(times.iter().max() > times.iter().min(), "they are spread");
    }
}

#[test]
fn a_session_that_may_not_be_renewed_automatically_is_kept_alive_by_verifying_alone() {
    let cases = [
        (AutoRenew::On, AutoRenew::On, true, Touch::Renew),
        (AutoRenew::Off, AutoRenew::On, true, Touch::Verify),
        (AutoRenew::On, AutoRenew::Off, true, Touch::Verify),
        (AutoRenew::Window, AutoRenew::On, true, Touch::Renew),
        (AutoRenew::Window, AutoRenew::On, false, Touch::Verify),
        (AutoRenew::On, AutoRenew::Window, false, Touch::Verify),
    ];
    for (all, own, window_open, touch) in cases {
        let mut one = kept(60);
        one.renewal.auto_renew = own;
        let chosen = BackgroundSettings { auto_renew: all, ..settings() };
        let mut desk = Desk::new(chosen, vec![one, Watched { verifiable: false, ..kept(60) }]);
        desk.sessions[1].id = "t".to_owned();
        desk.sessions[1].renewal.auto_renew = own;
        desk.schedule.set_window_open(window_open);
        desk.until(8 * HOUR);
        let touches = desk.touches("s");
        assert!((8..=10).contains(&touches.len()), "{all:?} {own:?} {touches:?}");
        assert!(touches.iter().all(|one| one.1 == touch), "{all:?} {own:?} {touches:?}");
        assert_eq!(desk.touches("t").is_empty(), touch == Touch::Verify, "it cannot be verified");
    }
}

#[test]
fn a_keep_alive_does_not_renew_what_a_renewal_failed_for_or_what_expired_long_ago() {
    let mut desk = Desk::new(settings(), vec![kept(1)]);
    desk.server = Box::new(|_, now| if now < 500 { RenewalEnd::Refused } else { RenewalEnd::Renewed });
    desk.until(HOUR);
    let touches = desk.touches("s");
    assert_eq!((touches[0].1, touches.iter().filter(|one| one.1 == Touch::Renew).count()), (Touch::Renew, 1));
    assert!(touches.len() > 50, "it is verified from then on");

    let long_ago = Watched { expires_at: Some(at(HOUR)), ..kept(1) };
    let mut desk = Desk::new(settings(), vec![long_ago]);
    desk.now = 30 * HOUR;
    desk.until(31 * HOUR);
    assert!(desk.seen.is_empty(), "{:?}", desk.seen);
}

#[test]
fn a_keep_alive_that_cannot_be_sent_is_tried_ever_more_rarely() {
    let mut desk = Desk::new(settings(), vec![kept(1)]);
    desk.server = Box::new(|_, _| RenewalEnd::NotSent);
    desk.until(3 * HOUR);
    assert!((8..=20).contains(&desk.touches("s").len()), "{:?}", desk.touches("s"));
}

#[test]
fn what_a_clock_that_was_ahead_has_noted_does_not_put_anything_off() {
    let mut desk = Desk::new(settings(), vec![session("s", 2 * HOUR), Watched { id: "k".to_owned(), ..kept(60) }]);
    // The machine woke up and called its servers in vain, with a clock that was a day ahead.
    desk.schedule.woke(at(DAY));
    let ahead = at(DAY + 150);
    let look = desk.schedule.look(&Moment { wall: ahead, ..moment(0) }, &desk.sessions);
    assert!(look.due.iter().filter(|due| matches!(due, Due::Renew(_) | Due::KeepAlive(..))).count() == 2);
    for due in look.due {
        match due {
            Due::Renew(task) => desk.schedule.renewal_ended(&task, RenewalEnd::NotSent, ahead),
            Due::KeepAlive(task, touch) => desk.schedule.kept(&task, touch, RenewalEnd::NotSent, ahead),
            _ => {}
        }
    }
    desk.until(3 * HOUR);
    let first = desk.renewals().first().map(|(when, _)| 2 * HOUR - when);
    assert!(first.is_some_and(|left| (0..=360).contains(&left)), "renewed {first:?} s before it expires");
    assert!(desk.touches("k").len() >= 3, "{:?}", desk.touches("k"));
}

#[test]
fn the_key_is_needed_for_as_long_as_anything_may_be_renewed_or_kept_alive() {
    let has_work = |all: AutoRenew, change: &dyn Fn(&mut Watched)| {
        let mut desk = Desk::new(BackgroundSettings { auto_renew: all, ..settings() }, vec![session("s", HOUR)]);
        change(&mut desk.sessions[0]);
        desk.until(10);
        desk.schedule.lock(LockReason::Asked, &moment(10));
        desk.schedule.has_work(&desk.sessions, at(10))
    };
    assert!(has_work(AutoRenew::On, &|_| ()) && has_work(AutoRenew::Window, &|_| ()));
    assert!(!has_work(AutoRenew::Off, &|_| ()));
    let keep_alive = |one: &mut Watched| one.renewal.keep_alive = Some(10);
    assert!(has_work(AutoRenew::Off, &keep_alive), "it is verified");
    let nothing: [&dyn Fn(&mut Watched); 6] = [
        &|one| one.renewal.auto_renew = AutoRenew::Off,
        &|one| one.dead = true,
        &|one| (one.dead, one.renewal.keep_alive) = (true, Some(10)),
        &|one| one.renewable = false,
        &|one| one.expires_at = Some(at(-30 * HOUR)),
        &|one| one.renewable_until = Some(at(-1)),
    ];
    for (n, change) in nothing.iter().enumerate() {
        assert!(!has_work(AutoRenew::On, change), "{n}");
    }
    let mut desk = Desk::new(settings(), vec![session("s", HOUR)]);
    desk.server = Box::new(|_, _| RenewalEnd::Refused);
    desk.until(HOUR);
    assert!(!desk.schedule.has_work(&desk.sessions, at(HOUR)), "it was refused");
}
