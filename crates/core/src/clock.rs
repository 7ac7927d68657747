//! The one place that reads the time. Every rule takes a [`Moment`].

#[cfg(target_os = "linux")]
use std::sync::OnceLock;

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
#[cfg(target_os = "linux")]
fn boot() -> Option<(String, i64)> {
    // It stays the same for as long as this process lives.
    static ID: OnceLock<Option<String>> = OnceLock::new();
    let read = || std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|id| id.trim().to_owned());
    let seconds = rustix::time::clock_gettime(rustix::time::ClockId::Boottime).tv_sec;
    Some((ID.get_or_init(read).clone()?, seconds))
}

#[cfg(not(target_os = "linux"))]
fn boot() -> Option<(String, i64)> {
    None
}
