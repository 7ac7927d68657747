//! Reads account lists and writes key tables: streamed, optionally encrypted, complete or absent.
//!
//! - [`AccountList`] reads lines, CSV, TSV or .xlsx in the encodings people have, one entry at a time.
//! - [`Table`] writes rows as CSV, JSON, NDJSON or .xlsx, one at a time.
//! - [`SealedFile`] is the output file: plain or encrypted with age, and only present when complete.
//!
//! Memory stays the same however long the list is. Independent of the vault, HTTP and jobs.

mod error;
pub mod list;
pub mod sealed;
pub mod table;
mod words;

pub use error::{Error, ErrorKind, Result};
pub use list::{
    About, AccountList, BadLine, Choice, Encoding, Entry, Line, ListFormat, ListSource, Reason, ReasonCell, ReasonKind,
    Sample, named_separator, shown_carried, text_of,
};
pub use sealed::{Protection, SealedFile};
pub use table::{Format, Options, Row, Table, Written};
pub use words::start_of;
