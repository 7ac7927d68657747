//! The one place that reads the time. Every rule takes a [`Moment`].

use jiff::Timestamp;

/// Now, by two clocks: the wall's, which people move, and the machine's since it started, which they cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock.
    pub wall: Timestamp,
    /// Which start of the machine, and seconds since then (sleep included); `None` where the system does not say.
    pub boot: Option<(String, i64)>,
}

/// A source of time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
}

/// The machine's own clocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    fn now(&self) -> Moment {
        Moment { wall: Timestamp::now(), boot: boot() }
    }
}

/// Linux tells both; elsewhere cool-downs go by the wall clock, bounded by their own length.
fn boot() -> Option<(String, i64)> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let seconds = uptime.split(['.', ' ']).next()?.parse().ok()?;
    Some((id.trim().to_owned(), seconds))
}
