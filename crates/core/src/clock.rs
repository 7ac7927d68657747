//! The one place that reads the time. Every rule takes a [`Moment`].

mod uptime;

use std::time::SystemTime;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Now, by two clocks: the wall clock, which people move, and the machine's since it started, which they cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock.
    pub wall: Timestamp,
    /// The machine's own clock; `None` where the system does not tell it.
    pub boot: Option<Uptime>,
}

/// A time by the machine's own clock, which nobody can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uptime {
    /// Which start of the machine it counts from.
    pub boot_id: String,
    /// Time since then, sleep included.
    pub elapsed: SignedDuration,
}

impl Moment {
    /// Microseconds from `earlier` to now, negative where it was later: by the machine's own clock where that has run
    /// through, else by the wall clock.
    pub(crate) fn micros_since(&self, earlier: &Self) -> i64 {
        let passed = match (&earlier.boot, &self.boot) {
            (Some(then), Some(now)) if then.boot_id == now.boot_id => now.elapsed.saturating_sub(then.elapsed),
            _ => self.wall.duration_since(earlier.wall),
        };
        i64::try_from(passed.as_micros()).unwrap_or(i64::MAX)
    }

    /// Whole seconds from `earlier` to now; a clock that was set back makes them none, never fewer.
    pub(crate) fn seconds_since(&self, earlier: &Self) -> u64 {
        u64::try_from(self.micros_since(earlier) / 1_000_000).unwrap_or(0)
    }

    /// The moment that was so long ago, by both clocks.
    pub(crate) fn before(&self, ago: SignedDuration) -> Self {
        let uptime = |uptime: &Uptime| Uptime { elapsed: uptime.elapsed.saturating_sub(ago), ..uptime.clone() };
        Self { wall: self.wall.saturating_sub(ago).unwrap_or(self.wall), boot: self.boot.as_ref().map(uptime) }
    }

    /// A moment as a table has it: the wall clock, the start of the machine, and microseconds since then.
    pub(crate) fn stored(wall: Timestamp, boot_id: Option<String>, boot_micros: Option<i64>) -> Self {
        let uptime = |(boot_id, micros)| Uptime { boot_id, elapsed: SignedDuration::from_micros(micros) };
        Self { wall, boot: boot_id.zip(boot_micros).map(uptime) }
    }

    /// The machine's own clock as a table has it.
    pub(crate) fn boot_columns(&self) -> (Option<&str>, Option<i64>) {
        let micros = |uptime: &Uptime| i64::try_from(uptime.elapsed.as_micros()).unwrap_or(i64::MAX);
        self.boot.as_ref().map(|uptime| (&*uptime.boot_id, micros(uptime))).unzip()
    }
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
        Moment { wall: wall(SystemTime::now()), boot: uptime::read() }
    }
}

/// A clock may be set beyond the calendar; then the last moment of the calendar is used.
fn wall(now: SystemTime) -> Timestamp {
    let end = if now < SystemTime::UNIX_EPOCH { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::try_from(now).unwrap_or(end)
}

/// A stored moment as it is read: at an end of the calendar jiff reads less than it writes.
pub(crate) fn nearest(read: Result<Timestamp, jiff::Error>, number: i64) -> Timestamp {
    read.unwrap_or(if number < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// A moment in words: in the zone of this machine, to the minute.
pub(crate) fn local_time(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

impl SystemClock {
    /// When this process was started, as far as the system tells; else now. Never too early, by a hundredth of a second too
    /// late at most.
    pub fn process_start(self) -> Moment {
        let now = self.now();
        let started = now.boot.as_ref().zip(started()).and_then(|(uptime, started)| {
            let ago = uptime.elapsed.checked_sub(started).filter(|ago| !ago.is_negative())?;
            Some(Moment {
                wall: now.wall.checked_sub(ago).ok()?,
                boot: Some(Uptime { boot_id: uptime.boot_id.clone(), elapsed: started }),
            })
        });
        started.unwrap_or(now)
    }
}

/// When this process was started, since the machine was: in ticks, of which Linux has a hundred a second towards programs.
/// Rounded up.
#[cfg(target_os = "linux")]
fn started() -> Option<SignedDuration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name is in brackets and may contain anything; the start is the 22nd field.
    let ticks: i64 = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()?;
    Some(SignedDuration::from_millis(ticks.checked_add(1)?.checked_mul(10)?))
}

#[cfg(not(target_os = "linux"))]
fn started() -> Option<SignedDuration> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::time::{Duration, SystemTime};

    use jiff::Timestamp;

    use super::{Clock, SystemClock, wall};

    #[test]
    fn a_clock_beyond_the_calendar_stands_at_its_end() {
        let years = Duration::from_secs(20_000 * 366 * 86_400);
        assert_eq!(wall(SystemTime::UNIX_EPOCH + years), Timestamp::MAX);
        assert_eq!(wall(SystemTime::UNIX_EPOCH - years), Timestamp::MIN);
        assert_eq!(wall(SystemTime::UNIX_EPOCH + Duration::from_secs(7)), Timestamp::from_second(7).unwrap());
    }

    #[test]
    fn this_process_was_started_before_now_and_after_the_machine() {
        let (started, now) = (SystemClock.process_start(), SystemClock.now());
        let ago = now.micros_since(&started);
        // A run of the tests takes no day.
        assert!((0..86_400_000_000).contains(&ago), "{started:?} {now:?}");
        assert!(started.boot.is_some_and(|uptime| uptime.elapsed.is_positive()));
        let by_wall = now.wall.duration_since(started.wall).as_micros();
        assert!((by_wall - i128::from(ago)).abs() < 1_000_000, "both clocks tell the same");
    }
}
