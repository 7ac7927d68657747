//! Jobs: a list of accounts on its way to a table of authKeys, at any size.
//!
//! The API behind it has no call that only reads. `create=false` sets the expiry of present keys, the same however
//! often it arrives; `create=true` makes keys, and twice sent is twice made. So a job has two phases: first everybody
//! is read with the job's one fixed end, then, where it was asked for, keys are made for those that came back without
//! one. A mint is written down before it is sent, and one that was not answered is read again before it is sent again.
//!
//! | file | holds |
//! |---|---|
//! | `options`, `expires` | what a person chooses, and which choices are refused |
//! | `facts`, `store`, `view` | what the vault knows of a job, and what is shown of it |
//! | `file` | the job's own encrypted file and its lock |
//! | `draft`, `plan` | a list that a person looks at before a job is made of it, and what the job would do |
//! | `make`, `import`, `output` | jobs made, listed and forgotten; a list in, a table out |
//! | `list`, `left_out` | what a list was found to be, and which of its rows are not sent |
//! | `due`, `settle`, `journal` | which accounts are to be asked, what an answer means for them, and how both are kept |
//! | `ask`, `round`, `run` | one exchange, many at once, the phases |
//! | `runner` | a job at work: what it holds and where it stands |
//! | `rows`, `shares` | what came of each account, page by page, and how far the list is done |
//! | `progress`, `stop` | what a surface sees, and how it pauses a job |

mod cancel;
mod classify;
mod database;
mod detail;
mod draft;
mod expires;
mod expiring;
mod import;
mod journal;
mod left_out;
mod lifecycle;
mod list;
mod options;
mod pass;
mod plan;
mod progress;
mod queue;
mod record;
mod request;
mod rows;
mod run;
mod runner;
mod shares;
#[cfg(test)]
mod statements;
mod store;
mod table;
mod view;

use std::time::Duration;

pub use cancel::JobStop;
pub use database::Worker;
pub use detail::{JobDetail, NotOk, Problem, Stranger};
pub use draft::{DraftView, JobDraft, UnsentLine};
pub use expires::{Expires, Unit};
pub use expiring::ExpiringKey;
pub use hallpass_tables::{Choice as ListChoice, Format as TableFormat, Protection};
pub use left_out::LeftOut;
pub use list::ListFacts;
pub use options::{JobList, JobOptions, TABLE_FORMATS, table_format};
pub use plan::{Confirmed, JobPlan};
pub use progress::{Progress, Step};
pub use record::{Counts, JobState};
pub use rows::{JobRow, JobRows, MAX_ROWS, RowFilter};
pub use run::JobEnd;
pub use shares::Share;
pub use view::JobView;

/// The owner kind of a job's secrets in the vault: the key of its file, and the passphrase of its table.
const SECRETS: &str = "job";
/// The name of the key of a job's file.
const KEY: &str = "key";
/// The name of the passphrase that seals a job's table.
const PASSPHRASE: &str = "passphrase";

/// How long a mint without an answer is left alone before it is asked about: the server may still be at work.
pub const MINT_WAIT: Duration = Duration::from_secs(30);
/// Most calls at once, of all jobs together, at one host.
pub const MOST_AT_ONCE: usize = 16;
/// Calls at once where nothing else is said.
pub const USUAL_AT_ONCE: usize = 4;
