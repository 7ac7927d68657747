//! Eight hours with forty sessions: what is asked for is counted.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::profile::AutoRenew;

const HOURS: i64 = 8;
const HOUR: i64 = 3600;

/// Forty sessions at five hosts in four environments: half of them are renewed automatically, a quarter can only be renewed
/// by a person, and a quarter cannot be renewed.
fn forty() -> Vec<Watched> {
    let one = |n: usize| {
        let life = [HOUR, 2 * HOUR, 2 * HOUR + 7, 5 * HOUR][n % 4];
        let auto_renew = if n % 4 == 1 { AutoRenew::Off } else { AutoRenew::On };
        Watched {
            environment: Environment::BUILT_IN[(n / 4) % 4].clone(),
            host: format!("host {}", n % 5).into(),
            renewable: n % 4 != 2,
            renewal: Renewal { auto_renew, keep_alive: None },
            ..session(&format!("s{n:02}"), life + i64::try_from(n / 8).unwrap())
        }
    };
    (0..40).map(one).collect()
}

/// A person signs in again, a minute after a session has expired.
fn sign_in_again(desk: &mut Desk) {
    let over = |one: &&Watched| one.expires_at.unwrap() < at(desk.now - 60);
    let over: Vec<String> = desk.sessions.iter().filter(over).map(|one| one.id.clone()).collect();
    over.iter().for_each(|id| desk.renew(id));
}

fn a_day(locked: std::ops::Range<i64>) -> Desk {
    let mut desk = Desk::new(settings(), forty());
    for minute in 0..HOURS * 60 {
        if minute * 60 == locked.start {
            desk.lock();
        }
        if minute * 60 == locked.end {
            desk.unlock();
        }
        desk.until((minute + 1) * 60);
        sign_in_again(&mut desk);
    }
    desk
}

#[test]
fn each_session_is_renewed_once_for_each_expiry() {
    let desk = a_day(0..0);
    let mut times: BTreeMap<(&str, Timestamp), usize> = BTreeMap::new();
    for (when, task) in desk.renewals() {
        let expires_at = task.expires_at.unwrap();
        *times.entry((&task.id, expires_at)).or_default() += 1;
        let left = expires_at.duration_since(at(when)).as_secs();
        assert!((0..=360).contains(&left), "{} is renewed {left} s before it expires", task.id);
    }
    assert!(times.values().all(|times| *times == 1), "{times:?}");
    let of = |id: &str| times.keys().filter(|(one, _)| *one == id).count();
    for (n, expected) in [(0, 8), (1, 0), (2, 0), (3, 1)] {
        for n in (n..40).step_by(4) {
            assert_eq!(of(&format!("s{n:02}")), expected, "s{n:02}");
        }
    }
}

#[test]
fn there_is_one_notice_for_each_environment_and_time_and_none_after_a_renewal() {
    let desk = a_day(0..0);
    let (mut said, mut moments) = (BTreeSet::new(), BTreeSet::new());
    for (when, notice) in desk.notices() {
        assert!(moments.insert((notice.id.clone(), when)), "two at once: {notice:?}");
        let new = notice.profiles.iter().filter(|name| said.insert(((*name).clone(), when / HOUR))).count();
        assert!(new > 0, "nothing new is said: {notice:?}");
        for name in &notice.profiles {
            let number: usize = name.rsplit('s').next().unwrap().parse().unwrap();
            assert!(matches!(number % 4, 1 | 2), "{name} is renewed automatically");
        }
    }
    // Two lives of two hours end within a few seconds of each other in each environment, and are one notice each time:
    // at 1:55, 3:56, 5:57 and a little after.
    let of_prod = desk.notices().iter().filter(|(_, notice)| notice.id.environment == Environment::Prod).count();
    assert!((3..=6).contains(&of_prod), "{of_prod} notices for one environment in eight hours");
    let withdrawn = desk.withdrawn().len();
    assert_eq!(withdrawn, desk.withdrawn().iter().map(|(when, id)| (id.clone(), *when)).collect::<BTreeSet<_>>().len());
}

#[test]
fn nothing_is_said_while_locked_and_renewals_go_on() {
    let locked = HOUR..5 * HOUR;
    let desk = a_day(locked.clone());
    assert!(desk.notices().iter().all(|(when, _)| !locked.contains(when)), "{:?}", desk.notices());
    assert!(!desk.notices().is_empty());
    let renewed = desk.renewals().iter().filter(|(when, _)| locked.contains(when)).count();
    assert!(renewed >= 40, "{renewed}");
}
