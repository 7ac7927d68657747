//! The guard's rules, pure: a page of the book and the time in, a verdict out.

use crate::Moment;

/// Tries that failed or may have failed, within [`WINDOW`] seconds, before a person is asked.
const BUDGET: usize = 3;
/// 15 minutes.
pub(super) const WINDOW: i64 = 15 * 60;
/// The account waits this long after it was locked, unless the server says how long.
const ACCOUNT_LOCK: u64 = 15 * 60;
/// Every account of the host waits this long after our address was locked.
const HOST_LOCK: u64 = 10 * 60;
/// The host waits this long when the server does not say which of the two it locked; then one trial at a time.
const UNCLEAR_HOST: u64 = 60;
/// What a server may ask us to wait: a second to a day.
const LONGEST: u64 = 24 * 60 * 60;
/// Seconds between two text messages where the server does not say.
pub(super) const SMS_INTERVAL: u64 = 60;
/// A trial that was never settled is over after this many seconds: no call lasts longer.
const TRIAL: i64 = 90;

/// What an answer meant for account and host. Waits are in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The server took it.
    Accepted,
    /// The password was refused.
    Wrong { left: Option<u32> },
    /// The account is locked.
    AccountLocked { wait: Option<u64> },
    /// Our address is locked.
    HostLocked { wait: Option<u64> },
    /// One of the two.
    LockUnclear { wait: Option<u64> },
    /// Too often.
    Throttled { wait: Option<u64> },
    /// Refused for something that counts against nobody.
    NotCounted,
    /// It is not known whether the server counted it.
    Unknown,
    /// It never left this machine.
    NotSent,
}

impl Verdict {
    /// How the attempt stands in the book.
    pub(super) fn outcome(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Wrong { .. } => "wrong",
            Self::AccountLocked { .. } | Self::HostLocked { .. } | Self::LockUnclear { .. } => "locked",
            Self::Throttled { .. } | Self::NotCounted => "not_counted",
            Self::Unknown => "unknown",
            Self::NotSent => "not_sent",
        }
    }

    /// The cool-downs it starts: for the account, for the host.
    pub(super) fn cooldowns(self) -> (Option<u64>, Option<u64>) {
        let clamp = |wait: Option<u64>, usual: u64| Some(wait.unwrap_or(usual).clamp(1, LONGEST));
        match self {
            Self::AccountLocked { wait } => (clamp(wait, ACCOUNT_LOCK), None),
            Self::HostLocked { wait } => (None, clamp(wait, HOST_LOCK)),
            Self::LockUnclear { wait } => (clamp(wait, ACCOUNT_LOCK), Some(UNCLEAR_HOST)),
            Self::Throttled { wait } => (clamp(wait, UNCLEAR_HOST), None),
            _ => (None, None),
        }
    }
}

/// A cool-down as it was set.
#[derive(Debug, Clone)]
pub(super) struct Cooldown {
    pub(super) set_at: i64,
    pub(super) seconds: u64,
    pub(super) boot: Option<(String, i64)>,
}

impl Cooldown {
    /// Seconds left. By the machine's own clock where it has not been restarted since; by the wall clock, within the
    /// cool-down's own length, where it has.
    pub(super) fn left(&self, now: &Moment) -> u64 {
        let length = i64::try_from(self.seconds).unwrap_or(i64::MAX);
        let passed = match (&self.boot, &now.boot) {
            (Some((then, second)), Some((boot, now))) if then == boot => now - second,
            _ => now.wall.as_second() - self.set_at,
        };
        u64::try_from((length - passed.max(0)).max(0)).unwrap_or(0)
    }
}

/// What the book says about one account at one host.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) account: Option<Cooldown>,
    pub(super) host: Option<Cooldown>,
    /// The host's lock was unclear and nothing was accepted since.
    pub(super) trial_only: bool,
    /// When the trial that is under way at the host was reserved, in seconds.
    pub(super) under_way: Option<i64>,
    pub(super) known_refused: bool,
    /// At most so many more failures before the server locks the account.
    pub(super) tries_left: Option<u32>,
    /// When tries failed or may have failed since the last success, in seconds, oldest first.
    pub(super) failed: Vec<i64>,
}

/// Why an attempt is held back. Waits are in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Account { wait: u64 },
    Host { wait: u64 },
    KnownRefused,
    LastTry,
    Budget { wait: u64 },
}

/// Whether an attempt may go.
pub(super) fn check(page: &Page, now: &Moment) -> Result<(), Held> {
    let left = |cooldown: &Option<Cooldown>| cooldown.as_ref().map_or(0, |cooldown| cooldown.left(now));
    let second = now.wall.as_second();
    match (left(&page.host), left(&page.account)) {
        (wait @ 1.., _) => return Err(Held::Host { wait }),
        (_, wait @ 1..) => return Err(Held::Account { wait }),
        _ => {}
    }
    if page.trial_only && page.under_way.is_some_and(|at| (0..TRIAL).contains(&(second - at))) {
        return Err(Held::Host { wait: 5 });
    }
    if page.known_refused {
        return Err(Held::KnownRefused);
    }
    if page.tries_left.is_some_and(|left| left <= 1) {
        return Err(Held::LastTry);
    }
    let recent: Vec<i64> = page.failed.iter().copied().filter(|at| second - at < WINDOW).collect();
    match recent.len().checked_sub(BUDGET) {
        Some(over) => {
            let wait = u64::try_from(recent[over] + WINDOW - second).unwrap_or(1).clamp(1, WINDOW.unsigned_abs());
            Err(Held::Budget { wait })
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Cooldown, Held, Page, Verdict, check};
    use crate::Moment;

    fn at(second: i64, boot: Option<(&str, i64)>) -> Moment {
        let boot = boot.map(|(id, second)| (id.to_owned(), second));
        Moment { wall: Timestamp::from_second(second).unwrap(), boot }
    }

    fn cooldown(seconds: u64) -> Option<Cooldown> {
        Some(Cooldown { set_at: 1000, seconds, boot: Some(("a".to_owned(), 50)) })
    }

    #[test]
    fn a_cooldown_ignores_a_moved_wall_clock() {
        let page = Page { account: cooldown(900), ..Page::default() };
        assert_eq!(check(&page, &at(9_999_999, Some(("a", 60)))), Err(Held::Account { wait: 890 }));
        assert_eq!(check(&page, &at(0, Some(("a", 949)))), Err(Held::Account { wait: 1 }));
        assert_eq!(check(&page, &at(0, Some(("a", 950)))), Ok(()));
    }

    #[test]
    fn after_a_restart_of_the_machine_the_wall_clock_counts_within_the_length() {
        let page = Page { host: cooldown(600), ..Page::default() };
        assert_eq!(check(&page, &at(1100, Some(("b", 1)))), Err(Held::Host { wait: 500 }));
        assert_eq!(check(&page, &at(1, None)), Err(Held::Host { wait: 600 }));
        assert_eq!(check(&page, &at(1600, None)), Ok(()));
    }

    #[test]
    fn three_failures_in_fifteen_minutes_are_the_budget() {
        let page = |failed: &[i64]| Page { failed: failed.to_vec(), ..Page::default() };
        assert_eq!(check(&page(&[1000, 1001]), &at(1010, None)), Ok(()));
        assert_eq!(check(&page(&[1000, 1100, 1200]), &at(1300, None)), Err(Held::Budget { wait: 600 }));
        assert_eq!(check(&page(&[1000, 1100, 1200]), &at(1900, None)), Ok(()));
    }

    #[test]
    fn a_refused_password_and_a_last_try_ask_first() {
        let refused = Page { known_refused: true, ..Page::default() };
        assert_eq!(check(&refused, &at(1, None)), Err(Held::KnownRefused));
        for left in [0, 1] {
            let last = Page { tries_left: Some(left), ..Page::default() };
            assert_eq!(check(&last, &at(1, None)), Err(Held::LastTry));
        }
        let two = Page { tries_left: Some(2), ..Page::default() };
        assert_eq!(check(&two, &at(1, None)), Ok(()));
    }

    #[test]
    fn after_an_unclear_lock_one_trial_at_a_time() {
        let page = |under_way| Page { trial_only: true, under_way, ..Page::default() };
        assert_eq!(check(&page(Some(1000)), &at(1010, None)), Err(Held::Host { wait: 5 }));
        assert_eq!(check(&page(Some(1000)), &at(1100, None)), Ok(()));
        assert_eq!(check(&page(None), &at(1010, None)), Ok(()));
    }

    #[test]
    fn waits_of_a_server_are_bounded() {
        assert_eq!(Verdict::AccountLocked { wait: None }.cooldowns(), (Some(900), None));
        assert_eq!(Verdict::AccountLocked { wait: Some(0) }.cooldowns(), (Some(1), None));
        assert_eq!(Verdict::HostLocked { wait: Some(999_999_999) }.cooldowns(), (None, Some(86_400)));
        assert_eq!(Verdict::HostLocked { wait: None }.cooldowns(), (None, Some(600)));
        assert_eq!(Verdict::LockUnclear { wait: None }.cooldowns(), (Some(900), Some(60)));
        assert_eq!(Verdict::Wrong { left: None }.cooldowns(), (None, None));
    }
}
