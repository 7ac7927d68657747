//! Lists of accounts in, tables of keys out: streamed, sealed, whole or not there at all.
//!
//! - [`AccountList`] reads lines, CSV, TSV or .xlsx in the encodings people have, one entry at a time.
//! - [`Table`] writes rows as CSV, JSON, NDJSON or .xlsx, one at a time.
//! - [`SealedFile`] is the file below a table: in clear or sealed with age, and there only when it is whole.
//!
//! Memory stays the same however long the list is. Nothing here knows of a vault, of HTTP or of a job.

mod error;
pub mod list;
pub mod sealed;
pub mod table;
mod words;

pub use error::{Error, ErrorKind, Result};
pub use list::{
    About, AccountList, BadLine, Choice, Encoding, Entry, Line, ListFormat, ListSource, Reason, ReasonCell, ReasonKind,
    Sample, shown_carried, text_of,
};
pub use sealed::{Protection, SealedFile};
pub use table::{Format, Options, Row, Table, Written};
pub use words::start_of;
