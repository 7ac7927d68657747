//! Progress of a running job.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::authkeys::store::record::Counts;

/// One look at a running job.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// What it is at.
    pub step: Step,
    /// Accounts of this step that are done.
    pub done: u64,
    /// All accounts of this step.
    pub of: u64,
    /// The results of the accounts so far.
    pub counts: Counts,
    /// Accounts a second in this step; 0 until it is known.
    pub per_second: f64,
    /// Remaining time of this step at that rate.
    pub left: Option<Duration>,
    /// The server asked Hallpass to wait this long.
    pub waits: Option<Duration>,
}

/// What a job is at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Requesting every account with `create=false`.
    #[default]
    Reading,
    /// Asking again, alone, for accounts whose row was not clear.
    Alone,
    /// Waiting before accounts with a mint without an answer are asked about.
    Waiting,
    /// Reading again after mints without an answer.
    Checking,
    /// Creating keys for accounts without one.
    Minting,
    /// Replacing keys.
    Rotating,
    /// Writing the table.
    Writing,
}

/// The pace of one step.
#[derive(Debug, Clone, Copy)]
pub(in crate::authkeys) struct Pace {
    began: Instant,
    done_before: u64,
}

impl Pace {
    pub(in crate::authkeys) fn new(done_before: u64) -> Self {
        Self { began: Instant::now(), done_before }
    }

    /// Accounts a second, and the time that `of` will take.
    pub(in crate::authkeys) fn at(&self, done: u64, of: u64) -> (f64, Option<Duration>) {
        pace(self.began.elapsed(), done.saturating_sub(self.done_before), of.saturating_sub(done))
    }
}

fn pace(passed: Duration, done: u64, rest: u64) -> (f64, Option<Duration>) {
    let seconds = passed.as_secs_f64();
    if done == 0 || seconds <= 0.0 {
        return (0.0, None);
    }
    let rate = done as f64 / seconds;
    (rate, Duration::try_from_secs_f64(rest as f64 / rate).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_takes_as_long_as_the_first_part_did() {
        assert_eq!(pace(Duration::from_secs(10), 500, 1500), (50.0, Some(Duration::from_secs(30))));
        assert_eq!(pace(Duration::from_secs(10), 0, 1500), (0.0, None));
        assert_eq!(pace(Duration::ZERO, 5, 5), (0.0, None));
    }
}
