//! A list before it becomes a job, and jobs created, listed and deleted.

pub(super) mod draft;
pub(super) mod import;
pub(super) mod left_out;
pub(super) mod lifecycle;
pub(super) mod preview;

pub use draft::{DraftView, JobDraft, UnsentLine};
pub use left_out::LeftOut;
pub use preview::{Confirmed, JobPlan};
