//! Tables of keys: rows are pushed one at a time and written at once.

use std::path::{Path, PathBuf};

use hallpass_providers::{KeyEnd, Secret};

use crate::{Protection, Result};

/// The columns of every table; the carried ones follow.
pub const COLUMNS: [&str; 8] =
    ["account", "kind", "user_id", "login_name", "auth_key", "expires_at", "status", "message"];

/// The forms of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV: UTF-8, every cell quoted, CRLF, no cell that a spreadsheet would compute.
    Csv,
    /// One JSON array.
    Json,
    /// A JSON object a line.
    Ndjson,
    /// An Excel workbook, every cell as text.
    Xlsx,
}

impl Format {
    /// Most rows that the form can hold, where there is a limit: worth knowing before a job starts.
    pub fn most_rows(self) -> Option<u64> {
        (self == Self::Xlsx).then_some(1_048_575)
    }
}

/// How a table is written.
#[derive(Debug, Clone)]
pub struct Options {
    /// The form.
    pub format: Format,
    /// Start a CSV with a byte order mark, for an Excel that takes it for GBK otherwise.
    pub bom: bool,
    /// In clear or sealed.
    pub protection: Protection,
    /// A folder that only its owner can read, for the temporary rows of a workbook. No file there outlives the table.
    pub private: PathBuf,
}

/// One row. Nothing of it is kept after [`Table::push`].
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The account as the list names it.
    pub account: &'a str,
    /// What kind of name that is.
    pub kind: &'a str,
    /// The server's id of it, digit for digit.
    pub user_id: Option<&'a str>,
    /// The login name that the server gave.
    pub login_name: Option<&'a str>,
    /// Its key.
    pub auth_key: Option<&'a Secret>,
    /// When the key ends; `never` or RFC 3339 in UTC in the table.
    pub expires_at: Option<KeyEnd>,
    /// What came of it, in one word.
    pub status: &'a str,
    /// More words on it; may be empty.
    pub message: &'a str,
    /// The carried cells, in the order of the carried columns. Missing ones are empty.
    pub carried: &'a [String],
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Rows, without the header.
    pub rows: u64,
    /// Cells that were longer than a workbook's cell can be, and end in `…` there.
    pub cut_cells: u64,
}

/// A table being written. The file appears at [`Table::finish`]; dropped before, nothing is left of it.
pub struct Table {}

impl Table {
    /// Starts a table that will be the file `out`.
    ///
    /// # Errors
    /// What [`crate::SealedFile::create`] finds; the private folder cannot be written to; more columns than a workbook has.
    pub fn create(_out: &Path, _options: &Options, _carried: &[String]) -> Result<Self> {
        Ok(Self {})
    }

    /// Writes one row.
    ///
    /// # Errors
    /// The disk; a row beyond [`Format::most_rows`].
    pub fn push(&mut self, _row: &Row<'_>) -> Result<()> {
        Ok(())
    }

    /// Makes the file whole, durable and visible.
    ///
    /// # Errors
    /// The disk: then what stood there before still does.
    pub fn finish(self) -> Result<Written> {
        Ok(Written { rows: 0, cut_cells: 0 })
    }
}
