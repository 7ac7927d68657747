//! One rule at a time.

use super::*;
use crate::background::{LockReason, NoticeAction, NoticeKind};
use crate::profile::AutoRenew;

const HOUR: i64 = 3600;

fn many(count: usize, life: i64) -> Vec<Watched> {
    (0..count).map(|n| session(&format!("s{n:03}"), life)).collect()
}

#[test]
fn a_renewal_comes_five_minutes_or_a_tenth_of_the_life_before_the_expiry_and_a_fifth_of_that_earlier_at_most() {
    for (life, lead) in [(10 * HOUR, 300), (1200, 120), (60, 6)] {
        let mut desk = Desk::new(settings(), many(50, life));
        desk.sessions.iter_mut().enumerate().for_each(|(n, one)| one.host = n.to_string().into());
        desk.latency = 10_000;
        desk.until(life);
        let times: Vec<i64> = desk.renewals().iter().map(|(when, _)| life - when).collect();
        assert_eq!(times.len(), 50);
        assert!(times.iter().all(|left| (lead - 1..=lead + lead / 5 + 1).contains(left)), "{life} {times:?}");
        assert!(lead < 60 || times.iter().max() > times.iter().min(), "they are spread");
    }
}

#[test]
fn the_same_session_and_expiry_have_the_same_time_whenever_it_is_asked() {
    let time = |from: i64| {
        let mut desk = Desk::new(settings(), many(3, HOUR));
        (desk.now, desk.latency) = (from, 10_000);
        desk.until(HOUR);
        desk.renewals().iter().map(|(when, task)| (task.id.clone(), *when)).collect::<Vec<_>>()
    };
    assert_eq!(time(0), time(3000));
}

#[test]
fn a_setting_can_only_restrict() {
    for (all, own, window_open, renews) in [
        (AutoRenew::On, AutoRenew::On, false, true),
        (AutoRenew::On, AutoRenew::Window, false, false),
        (AutoRenew::Window, AutoRenew::On, false, false),
        (AutoRenew::Window, AutoRenew::On, true, true),
        (AutoRenew::Off, AutoRenew::On, true, false),
        (AutoRenew::On, AutoRenew::Off, true, false),
    ] {
        let mut desk = Desk::new(BackgroundSettings { auto_renew: all, ..settings() }, many(1, HOUR));
        desk.sessions[0].renewal.auto_renew = own;
        desk.schedule.set_window_open(window_open);
        desk.until(HOUR);
        assert_eq!(!desk.renewals().is_empty(), renews, "{all:?} {own:?} {window_open}");
        assert_eq!(desk.notices().is_empty(), renews, "who is not renewed is told");
    }
}

#[test]
fn a_host_gets_two_at_once_and_is_left_alone_for_as_long_as_it_asks() {
    let mut desk = Desk::new(settings(), many(8, 2 * HOUR));
    desk.latency = 5;
    let mut busy_until = None;
    desk.server = Box::new(move |_, now| match busy_until {
        None => {
            busy_until = Some(now + 40);
            RenewalEnd::Wait(40)
        }
        Some(_) => RenewalEnd::Renewed,
    });
    desk.until(2 * HOUR);
    let times: Vec<i64> = desk.renewals().iter().map(|(when, _)| *when).collect();
    let told = times[0] + 5;
    // One more may have been on its way.
    assert!(!times[2..].iter().any(|when| (told..told + 40).contains(when)), "{times:?} {told}");
    assert_eq!(times.len(), 9, "the one that was turned away once more, and each of the others once");
}

#[test]
fn a_server_that_always_asks_to_wait_is_asked_four_times() {
    let mut desk = Desk::new(settings(), many(1, 10 * HOUR));
    desk.server = Box::new(|_, _| RenewalEnd::Wait(30));
    desk.until(12 * HOUR);
    assert_eq!(desk.renewals().len(), 4);
    let failed: Vec<_> = desk.notices().into_iter().filter(|(_, notice)| notice.id.failed).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].1.text.en, "Automatic renewal failed for 1 development session: the server is busy");
}

#[test]
fn after_sleep_renewals_are_spread_over_two_minutes() {
    let mut desk = Desk::new(settings(), many(40, HOUR));
    desk.sessions.iter_mut().enumerate().for_each(|(n, one)| one.host = n.to_string().into());
    desk.until(600);
    desk.now = 9 * HOUR;
    desk.schedule.woke(at(9 * HOUR));
    desk.until(9 * HOUR + 180);
    let times: Vec<i64> = desk.renewals().iter().map(|(when, _)| when - 9 * HOUR).collect();
    assert_eq!(times.len(), 40);
    assert!(times.iter().all(|when| (0..=121).contains(when)), "{times:?}");
    for third in 0..3 {
        let part = times.iter().filter(|when| (third * 40..=third * 40 + 40).contains(*when)).count();
        assert!(part >= 5, "{part} in part {third} of {times:?}");
    }
    assert!(desk.notices().is_empty(), "what is renewed in a moment needs no notice");
}

#[test]
fn what_expired_long_ago_is_not_renewed() {
    let mut desk = Desk::new(settings(), many(2, HOUR));
    desk.now = 30 * HOUR;
    desk.until(31 * HOUR);
    assert!(desk.seen.is_empty(), "{:?}", desk.seen);
}

#[test]
fn a_refused_renewal_is_said_once_and_not_tried_again() {
    let mut desk = Desk::new(settings(), many(2, 2 * HOUR));
    desk.server = Box::new(|task, _| if task.id == "s000" { RenewalEnd::Refused } else { RenewalEnd::Renewed });
    desk.until(2 * HOUR + 600);
    assert_eq!(desk.renewals().len(), 2);
    let notices = desk.notices();
    assert_eq!(notices.len(), 1, "{notices:?}");
    let notice = notices[0].1;
    assert_eq!((notice.kind, &*notice.profiles), (NoticeKind::RenewalFailed, &["name of s000".to_owned()][..]));
    assert_eq!(notice.text.en, "Automatic renewal failed for 1 development session: refused by the server");
    assert_eq!(notice.text.zh, "1个开发会话自动续期失败：服务器拒绝");
    // A person signs in.
    desk.renew("s000");
    desk.until(2 * HOUR + 700);
    assert_eq!(desk.withdrawn().iter().filter(|(_, id)| id.failed).count(), 1);
}

#[test]
fn an_unknown_outcome_is_tried_once_more_and_then_said() {
    let mut desk = Desk::new(settings(), many(1, 2 * HOUR));
    desk.server = Box::new(|_, _| RenewalEnd::Unknown);
    desk.until(2 * HOUR);
    let times: Vec<i64> = desk.renewals().iter().map(|(when, _)| *when).collect();
    assert_eq!(times.len(), 2);
    assert!(times[1] - times[0] >= 60, "{times:?}");
    let said: Vec<_> = desk.notices().iter().map(|(_, notice)| notice.text.en.to_string()).collect();
    assert_eq!(
        said.last().unwrap(),
        "Automatic renewal failed for 1 development session: no response came back; sign in again"
    );
}

#[test]
fn what_could_not_be_sent_is_tried_again_ever_more_rarely_and_at_once_when_the_network_returns() {
    let mut desk = Desk::new(settings(), many(1, 2 * HOUR));
    desk.server = Box::new(|_, _| RenewalEnd::NotSent);
    desk.until(3 * HOUR);
    let times: Vec<i64> = desk.renewals().iter().map(|(when, _)| *when).collect();
    assert!((5..=12).contains(&times.len()), "{times:?}");
    assert!(times.windows(3).all(|three| three[2] - three[1] >= three[1] - three[0]), "{times:?}");
    assert_eq!(desk.notices().len(), 1, "five minutes before it expires, as for any other");
    assert_eq!(desk.notices()[0].1.kind, NoticeKind::Expiring);
    desk.server = Box::new(|_, _| RenewalEnd::Renewed);
    let before = desk.renewals().len();
    desk.schedule.woke(at(desk.now));
    desk.until(3 * HOUR + 130);
    assert_eq!(desk.renewals().len(), before + 1);
    assert_eq!(desk.withdrawn().len(), 1, "it is taken back");
}

#[test]
fn a_server_that_states_no_time_at_all_is_not_called_in_a_loop() {
    let mut desk = Desk::new(settings(), many(1, 2));
    desk.latency = 1;
    desk.until(600);
    assert!(desk.renewals().len() <= 11, "{}", desk.renewals().len());
}

#[test]
fn a_refresh_token_that_expires_first_is_used_before_it_does_and_not_after() {
    let mut desk = Desk::new(settings(), many(2, 10 * HOUR));
    desk.sessions[0].renewable_until = Some(at(2 * HOUR));
    desk.sessions[1].renewable_until = Some(at(-1));
    desk.until(3 * HOUR);
    let renewals = desk.renewals();
    assert_eq!(renewals.len(), 1);
    assert!((2 * HOUR - 361..2 * HOUR - 298).contains(&renewals[0].0), "{renewals:?}");
}

#[test]
fn a_notice_is_grouped_and_taken_back_when_all_of_it_was_renewed() {
    let mut desk = Desk::new(BackgroundSettings { auto_renew: AutoRenew::Off, ..settings() }, many(5, HOUR));
    desk.sessions[3].environment = Environment::Prod;
    desk.sessions[3].renewable = false;
    desk.sessions[4].expires_at = Some(at(HOUR + 20));
    desk.until(HOUR - 200);
    let notices = desk.notices();
    assert_eq!(notices.len(), 2, "{notices:?}");
    let text = |n: usize| (notices[n].0, notices[n].1.text.zh.to_string(), notices[n].1.text.en.to_string());
    let five = HOUR - 300;
    assert_eq!(
        text(0),
        (five, "4个开发会话将在5分钟内过期".into(), "4 development sessions expire within 5 min".into())
    );
    assert_eq!(text(1), (five, "1个生产会话需要重新登录".into(), "1 production session needs signing in again".into()));
    assert_eq!(notices[0].1.actions, [NoticeAction::Renew, NoticeAction::Later]);
    assert_eq!(notices[1].1.actions, [NoticeAction::Open]);
    for id in ["s000", "s001", "s002"] {
        desk.renew(id);
    }
    desk.until(HOUR - 150);
    assert!(desk.withdrawn().is_empty(), "one is left");
    desk.renew("s004");
    desk.until(HOUR - 100);
    assert_eq!(desk.withdrawn().len(), 1);
    assert_eq!(desk.notices().len(), 2, "nothing is said again");
}

#[test]
fn a_notice_that_was_closed_or_was_due_while_a_full_screen_was_watched() {
    let mut desk = Desk::new(BackgroundSettings { auto_renew: AutoRenew::Off, ..settings() }, many(1, HOUR));
    desk.schedule.set_quiet(true);
    desk.until(HOUR - 200);
    assert!(desk.notices().is_empty());
    desk.schedule.set_quiet(false);
    desk.until(HOUR - 100);
    assert_eq!(desk.notices().len(), 1, "it is said when it may be");
    let shown = desk.notices()[0].1.id.clone();
    desk.schedule.close_notice(&shown);
    desk.until(HOUR + 100);
    assert_eq!((desk.notices().len(), desk.withdrawn().len()), (1, 0), "later means not again");
}

#[test]
fn keep_alive_verifies_where_use_extends_and_renews_otherwise() {
    let mut desk = Desk::new(BackgroundSettings { notice_minutes: None, ..settings() }, many(3, 40 * HOUR));
    desk.sessions.iter_mut().for_each(|one| one.renewal.keep_alive = Some(60));
    (desk.sessions[0].use_extends, desk.sessions[2].renewable) = (true, false);
    desk.sessions[2].verifiable = false;
    desk.until(8 * HOUR);
    for (id, touch) in [("s000", Touch::Verify), ("s001", Touch::Renew)] {
        let touches = desk.touches(id);
        assert!((8..=10).contains(&touches.len()) && touches.iter().all(|one| one.1 == touch), "{id} {touches:?}");
    }
    assert!(desk.touches("s002").is_empty(), "there is nothing to touch it with");
}

#[test]
fn it_locks_itself_with_a_warning_and_use_takes_the_warning_back() {
    let mut desk = Desk::new(BackgroundSettings { lock_minutes: Some(15), ..settings() }, Vec::new());
    desk.until(880);
    assert_eq!(desk.seen, [(870, Due::WarnOfLock { at: at(900) })]);
    desk.schedule.used_at(moment(880));
    desk.until(881);
    assert_eq!(desk.seen.len(), 2);
    desk.until(2000);
    let rest: Vec<_> = desk.seen[1..].iter().map(|(when, due)| (*when, due.clone())).collect();
    assert_eq!(
        rest,
        [
            (880, Due::WithdrawLockWarning),
            (1750, Due::WarnOfLock { at: at(1780) }),
            (1780, Due::WithdrawLockWarning),
            (1780, Due::Lock(LockReason::Idle)),
        ]
    );
    assert!(desk.schedule.glance().locked);
    desk.unlock();
    desk.until(2100);
    assert_eq!(desk.seen.last(), Some(&(2000, Due::Unlock)));
}

#[test]
fn a_wall_clock_that_is_moved_neither_locks_nor_keeps_open() {
    let mut desk = Desk::new(BackgroundSettings { lock_minutes: Some(15), ..settings() }, Vec::new());
    let moved = Moment { wall: at(-90_000), ..moment(800) };
    assert!(desk.schedule.look(&moved, &[]).due.is_empty());
    let moved = Moment { wall: at(90_000), ..moment(801) };
    assert!(desk.schedule.look(&moved, &[]).due.is_empty());
    let moved = Moment { wall: at(-90_000), ..moment(900) };
    assert!(desk.schedule.look(&moved, &[]).due.contains(&Due::Lock(LockReason::Idle)));
}
