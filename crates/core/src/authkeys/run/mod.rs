//! Runs a job: its phases, concurrent requests, what a response means, and pausing.

pub(super) mod cancel;
pub(super) mod classify;
pub(super) mod pass;
pub(super) mod phases;
pub(super) mod progress;
pub(super) mod request;
pub(super) mod runner;

pub use cancel::JobStop;
pub use phases::{JobEnd, JobRun};
pub use progress::{Progress, Step};
