//! AuthKey jobs: a list of accounts becomes a table of authKeys, at any size.
//!
//! The API has no read-only call. `create=false` sets the expiry of existing keys and is idempotent; `create=true`
//! creates keys and is not. So a job has two phases: first every account is read with the job's one fixed expiry; then,
//! if requested, keys are created for accounts without one. A mint is recorded before it is sent, and one without a
//! response is checked by reading before it is sent again.
//!
//! | folder | holds |
//! |---|---|
//! | `options`, `key_expiry`, `list_facts` | the user's choices, which of them are refused, and what was detected about a list |
//! | `store/` | what the vault stores about a job, the job's own encrypted file and its lock, and the queue and journal in it |
//! | `plan/` | a list before it becomes a job: reading it, what the job would do; jobs created, listed and deleted |
//! | `run/` | running a job: its phases, single and concurrent requests, what a response means, pausing |
//! | `report/` | the table that is written, results page by page, keys that expire soon |
//!
//! `run` uses `plan` and `report`; these use `store`; never the other way round.

mod key_expiry;
mod list_facts;
mod options;
mod plan;
mod report;
mod run;
mod store;

pub use hallpass_tables::{Choice as ListChoice, Encoding as ListEncoding, Format as TableFormat, Protection};
pub use key_expiry::{Expires, Unit};
pub use list_facts::ListFacts;
pub use options::{DEFAULT_CONCURRENT_CALLS, JobList, JobOptions, MINT_WAIT, TABLE_FORMATS, table_format};
pub use plan::{Confirmed, DraftView, JobDraft, JobPlan, LeftOut, UnsentLine};
pub use report::{ExpiringKey, JobDetail, JobPages, JobRow, NotOk, PAGE_ROWS, Problem, RowFilter, Share, Stranger};
pub use run::{JobEnd, JobRun, JobStop, Progress, Step};
pub use store::{Counts, JobState, JobView, Worker};
