//! Storage of a job: its row in the vault, and its own encrypted file with the queue and the journal.

pub(super) mod database;
pub(super) mod journal;
pub(super) mod message;
pub(super) mod outcome;
pub(super) mod queue;
pub(super) mod record;
#[cfg(test)]
pub(super) mod statements;
pub(super) mod vault_rows;
pub(super) mod view;

pub use database::Worker;
pub use record::{Counts, JobState};
pub use view::JobView;
