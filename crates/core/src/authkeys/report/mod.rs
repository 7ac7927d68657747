//! Results of a job: its key table, its results page by page, and keys that expire soon.

pub(super) mod detail;
pub(super) mod expiring_keys;
pub(super) mod results;
pub(super) mod shares;
pub(super) mod table;

pub use detail::{JobDetail, NotOk, Problem, Stranger};
pub use expiring_keys::ExpiringKey;
pub use results::{JobPages, JobRow, PAGE_ROWS, RowFilter};
pub use shares::Share;
