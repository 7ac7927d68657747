//! A job at work: its phases, many requests at once, what a response means, and how it is paused.

pub(super) mod cancel;
pub(super) mod classify;
pub(super) mod pass;
pub(super) mod phases;
pub(super) mod progress;
pub(super) mod request;
pub(super) mod runner;

pub use cancel::JobStop;
pub use phases::JobEnd;
pub use progress::{Progress, Step};
