//! The servers' one clock: real time plus a shift that tests and the control port set.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::{SignedDuration, Timestamp};

/// Real time plus a shift, in milliseconds. Every answer, expiry and `Date` header of the sandbox comes from here.
#[derive(Debug, Default)]
pub struct Clock {
    shift_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn new(shift: SignedDuration) -> Self {
        Self { shift_ms: AtomicI64::new(millis(shift)) }
    }

    /// The servers' time in milliseconds since 1970.
    #[allow(clippy::disallowed_methods)] // the sandbox plays the servers, whose clock is their own
    pub fn now_ms(&self) -> i64 {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        i64::try_from(real.as_millis()).unwrap_or(i64::MAX).saturating_add(self.shift_ms.load(Ordering::Relaxed))
    }

    /// Moves the clock forward (or back, when negative).
    pub fn advance(&self, by: SignedDuration) {
        self.shift_ms.fetch_add(millis(by), Ordering::Relaxed);
    }

    /// Sets the distance to real time; zero is the true time.
    pub fn set_offset(&self, offset: SignedDuration) {
        self.shift_ms.store(millis(offset), Ordering::Relaxed);
    }

    /// The distance to real time.
    pub fn offset(&self) -> SignedDuration {
        SignedDuration::from_millis(self.shift_ms.load(Ordering::Relaxed))
    }
}

fn millis(span: SignedDuration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

fn stamp(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `2022-01-18T09:00:00.557Z`, as Authing and the Portal write it.
pub(crate) fn iso(ms: i64) -> String {
    stamp(ms).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// `2019-05-14 08:33:19.0`, as EnOS writes it.
pub(crate) fn sql(ms: i64) -> String {
    stamp(ms).strftime("%Y-%m-%d %H:%M:%S.0").to_string()
}

/// `Sat, 21 Nov 2026 22:44:18 GMT`, for the `Date` header.
pub(crate) fn http_date(ms: i64) -> String {
    stamp(ms).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
