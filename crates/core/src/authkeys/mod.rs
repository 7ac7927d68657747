//! AuthKey jobs: a list of accounts becomes a table of authKeys, at any size.
//!
//! The API behind it has no call that only reads. `create=false` sets the expiry of present keys, the same however
//! often it arrives; `create=true` makes keys, and twice sent is twice made. So a job has two phases: first everybody
//! is read with the job's one fixed end, then, where it was asked for, keys are made for those that came back without
//! one. A mint is written down before it is sent, and one that was not answered is read again before it is sent again.
//!
//! | folder | holds |
//! |---|---|
//! | `options`, `key_expiry`, `list_facts` | what a person chooses, which choices are refused, and what a list was found to be |
//! | `store/` | what the vault knows of a job, the job's own encrypted file and its lock, the queue and the journal in it |
//! | `plan/` | a list before it becomes a job: reading it, what the job would do; jobs created, listed and deleted |
//! | `run/` | a job at work: its phases, one request, many at once, what a response means, how it is paused |
//! | `report/` | the table that is written, results page by page, keys that expire soon |
//!
//! `run` uses `plan` and `report`; these use `store`; nothing points back.

mod key_expiry;
mod list_facts;
mod options;
mod plan;
mod report;
mod run;
mod store;

pub use hallpass_tables::{Choice as ListChoice, Format as TableFormat, Protection};
pub use key_expiry::{Expires, Unit};
pub use list_facts::ListFacts;
pub use options::{
    DEFAULT_CONCURRENT_CALLS, JobList, JobOptions, MAX_CONCURRENT_CALLS, MINT_WAIT, TABLE_FORMATS, table_format,
};
pub use plan::{Confirmed, DraftView, JobDraft, JobPlan, LeftOut, UnsentLine};
pub use report::{ExpiringKey, JobDetail, JobRow, JobRows, MAX_ROWS, NotOk, Problem, RowFilter, Share, Stranger};
pub use run::{JobEnd, JobStop, Progress, Step};
pub use store::{Counts, JobState, JobView, Worker};
