//! The window is closed while jobs run: the page asks what to do with them.

use std::time::{Duration, Instant};

use super::Jobs;
use crate::mutex::lock;

/// Closing it again sooner is a double click; later it is asked again.
const INSISTS: std::ops::Range<Duration> = Duration::from_secs(1)..Duration::from_secs(15);

impl Jobs {
    /// Whether a person closes the window a second time, so that a page which does not answer cannot keep it open.
    pub(crate) fn is_closed_again(&self, now: Instant) -> bool {
        let before = lock(&self.0.closed_at).replace(now);
        before.is_some_and(|before| INSISTS.contains(&now.duration_since(before)))
    }

    /// The program is to end with the last job, or not any more.
    pub(crate) fn set_leaving(&self, leaving: bool) {
        *lock(&self.0.leaving) = leaving;
    }

    /// Whether it is.
    pub(crate) fn is_leaving(&self) -> bool {
        *lock(&self.0.leaving)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_closed_by_the_second_time_and_not_by_a_double_click() {
        let (jobs, begin) = (Jobs::default(), Instant::now());
        let at = |millis: u64| jobs.is_closed_again(begin + Duration::from_millis(millis));
        assert_eq!([at(0), at(200), at(2_000), at(60_000)], [false, false, true, false]);
    }
}
