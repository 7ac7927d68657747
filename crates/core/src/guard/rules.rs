//! The guard's rules. Pure: take the history and the time, return a verdict.

use super::attempt::Kind;
use crate::clock::Moment;

/// Tries that failed or may have failed, within [`WINDOW`] seconds, before a person is asked. Codes have as many of their
/// own: servers reject a code for good after five wrong ones at the latest.
const BUDGET: usize = 3;
/// 15 minutes, in seconds.
pub(super) const WINDOW: u64 = 15 * 60;
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
const TRIAL: u64 = 90;

/// What an answer meant for account and host. Waits are in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The server took it.
    Accepted,
    /// The password was refused.
    Wrong { left: Option<u32> },
    /// The code of a message was refused, which says nothing about the password.
    WrongCode,
    /// A message was sent; another one may follow after so many seconds.
    MessageSent { interval: Option<u64> },
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
    /// How the attempt is stored.
    pub(super) fn outcome(self) -> &'static str {
        match self {
            Self::Accepted | Self::MessageSent { .. } => "accepted",
            Self::Wrong { .. } | Self::WrongCode => "wrong",
            Self::AccountLocked { .. } | Self::HostLocked { .. } | Self::LockUnclear { .. } => "locked",
            Self::Throttled { .. } | Self::NotCounted => "not_counted",
            Self::Unknown => "unknown",
            Self::NotSent => "not_sent",
        }
    }

    /// The cool-downs it starts: for the account (or its messages), for the host.
    pub(super) fn cooldowns(self) -> (Option<u64>, Option<u64>) {
        let clamp = |wait: Option<u64>, usual: u64| Some(wait.unwrap_or(usual).clamp(1, LONGEST));
        match self {
            Self::AccountLocked { wait } => (clamp(wait, ACCOUNT_LOCK), None),
            Self::HostLocked { wait } => (None, clamp(wait, HOST_LOCK)),
            Self::LockUnclear { wait } => (clamp(wait, ACCOUNT_LOCK), Some(UNCLEAR_HOST)),
            Self::Throttled { wait } => (clamp(wait, UNCLEAR_HOST), None),
            // The usual interval needs none: it is counted from the message itself.
            Self::MessageSent { interval } => {
                (interval.filter(|wait| *wait > SMS_INTERVAL).map(|wait| wait.min(LONGEST)), None)
            }
            _ => (None, None),
        }
    }
}

/// A cool-down as it was set.
#[derive(Debug, Clone)]
pub(super) struct Cooldown {
    pub(super) set_at: Moment,
    pub(super) seconds: u64,
}

impl Cooldown {
    /// Seconds left, never more than its own length: by the machine's own clock where it has not been restarted since,
    /// by the wall clock where it has.
    pub(super) fn left(&self, now: &Moment) -> u64 {
        self.seconds.saturating_sub(now.seconds_since(&self.set_at))
    }
}

/// What is stored about one account at one host. Ages are in seconds.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) account: Option<Cooldown>,
    pub(super) host: Option<Cooldown>,
    /// The host's lock was unclear and nothing was accepted since.
    pub(super) trial_only: bool,
    /// Ages of the tries at the host whose end nobody has seen yet.
    pub(super) under_way: Vec<u64>,
    pub(super) known_refused: bool,
    /// At most so many more failures before the server locks the account.
    pub(super) tries_left: Option<u32>,
    /// Ages of what failed or may have failed since the last success: tries, or codes where a code is to be sent.
    pub(super) failed: Vec<u64>,
}

/// Why something is blocked. Waits are in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Account { wait: u64 },
    Host { wait: u64 },
    KnownRefused,
    LastTry,
    Budget { wait: u64 },
    Codes { wait: u64 },
}

/// Whether something of this kind may be sent.
pub(super) fn check(kind: Kind, history: &History, now: &Moment) -> Result<(), Block> {
    let left = |cooldown: &Option<Cooldown>| cooldown.as_ref().map_or(0, |cooldown| cooldown.left(now));
    match (left(&history.host), left(&history.account)) {
        (wait @ 1.., _) => return Err(Block::Host { wait }),
        (_, wait @ 1..) => return Err(Block::Account { wait }),
        _ => {}
    }
    match kind {
        Kind::Sms => Ok(()),
        Kind::Code => budget(history).map_or(Ok(()), |wait| Err(Block::Codes { wait })),
        Kind::Attempt => check_password(history),
    }
}

fn check_password(history: &History) -> Result<(), Block> {
    if history.trial_only && history.under_way.iter().any(|age| *age < TRIAL) {
        return Err(Block::Host { wait: 5 });
    }
    if history.known_refused {
        return Err(Block::KnownRefused);
    }
    if history.tries_left.is_some_and(|left| left <= 1) {
        return Err(Block::LastTry);
    }
    budget(history).map_or(Ok(()), |wait| Err(Block::Budget { wait }))
}

/// Seconds until there is something left of the budget, where it is spent.
fn budget(history: &History) -> Option<u64> {
    let mut ages: Vec<u64> = history.failed.iter().copied().filter(|age| *age < WINDOW).collect();
    ages.sort_unstable();
    ages.get(BUDGET - 1).map(|age| WINDOW - age)
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{Block, Cooldown, History, Kind, Verdict};
    use crate::clock::{Moment, Uptime};

    fn at(second: i64, boot: Option<(&str, i64)>) -> Moment {
        let uptime =
            |(id, second): (&str, i64)| Uptime { boot_id: id.to_owned(), elapsed: SignedDuration::from_secs(second) };
        Moment { wall: Timestamp::from_second(second).unwrap(), boot: boot.map(uptime) }
    }

    fn cooldown(seconds: u64) -> Option<Cooldown> {
        Some(Cooldown { set_at: at(1000, Some(("a", 50))), seconds })
    }

    fn check(history: &History, now: &Moment) -> Result<(), Block> {
        super::check(Kind::Attempt, history, now)
    }

    #[test]
    fn a_cooldown_ignores_a_moved_wall_clock() {
        for kind in [Kind::Attempt, Kind::Code, Kind::Sms] {
            let check = |now| super::check(kind, &History { account: cooldown(900), ..History::default() }, &now);
            assert_eq!(check(at(9_999_999, Some(("a", 60)))), Err(Block::Account { wait: 890 }));
            assert_eq!(check(at(0, Some(("a", 949)))), Err(Block::Account { wait: 1 }));
            assert_eq!(check(at(0, Some(("a", 950)))), Ok(()));
        }
    }

    #[test]
    fn after_a_restart_of_the_machine_the_wall_clock_counts_within_the_length() {
        let history = History { host: cooldown(600), ..History::default() };
        assert_eq!(check(&history, &at(1100, Some(("b", 1)))), Err(Block::Host { wait: 500 }));
        assert_eq!(check(&history, &at(1, None)), Err(Block::Host { wait: 600 }));
        assert_eq!(check(&history, &at(1600, None)), Ok(()));
    }

    #[test]
    fn three_failures_in_fifteen_minutes_are_the_budget_of_tries_and_of_codes() {
        let (now, history) = (at(1, None), |failed: &[u64]| History { failed: failed.to_vec(), ..History::default() });
        for (failed, wait) in [(&[9, 10][..], None), (&[300, 200, 100], Some(600)), (&[900, 800, 700], None)] {
            assert_eq!(check(&history(failed), &now).err(), wait.map(|wait| Block::Budget { wait }));
            let codes = super::check(Kind::Code, &history(failed), &now).err();
            assert_eq!(codes, wait.map(|wait| Block::Codes { wait }));
        }
    }

    #[test]
    fn a_refused_password_and_a_last_try_ask_first() {
        let refused = History { known_refused: true, ..History::default() };
        assert_eq!(check(&refused, &at(1, None)), Err(Block::KnownRefused));
        for left in [0, 1] {
            let last = History { tries_left: Some(left), ..History::default() };
            assert_eq!(check(&last, &at(1, None)), Err(Block::LastTry));
        }
        let two = History { tries_left: Some(2), ..History::default() };
        assert_eq!(check(&two, &at(1, None)), Ok(()));
    }

    #[test]
    fn after_an_unclear_lock_one_trial_at_a_time() {
        let history =
            |under_way: &[u64]| History { trial_only: true, under_way: under_way.to_vec(), ..History::default() };
        assert_eq!(check(&history(&[500, 10]), &at(1, None)), Err(Block::Host { wait: 5 }));
        assert_eq!(check(&history(&[100]), &at(1, None)), Ok(()));
        assert_eq!(check(&history(&[]), &at(1, None)), Ok(()));
    }

    #[test]
    fn waits_of_a_server_are_bounded() {
        assert_eq!(Verdict::AccountLocked { wait: None }.cooldowns(), (Some(900), None));
        assert_eq!(Verdict::AccountLocked { wait: Some(0) }.cooldowns(), (Some(1), None));
        assert_eq!(Verdict::HostLocked { wait: Some(999_999_999) }.cooldowns(), (None, Some(86_400)));
        assert_eq!(Verdict::HostLocked { wait: None }.cooldowns(), (None, Some(600)));
        assert_eq!(Verdict::LockUnclear { wait: None }.cooldowns(), (Some(900), Some(60)));
        assert_eq!(Verdict::Wrong { left: None }.cooldowns(), (None, None));
        for (interval, wait) in [(None, None), (Some(60), None), (Some(300), Some(300)), (Some(u64::MAX), Some(86_400))]
        {
            assert_eq!(Verdict::MessageSent { interval }.cooldowns(), (wait, None));
        }
    }
}
