//! Key tables: rows are pushed one at a time and written immediately.

mod columns;
mod csv;
mod guard;
mod json;
mod xlsx;

use std::fmt::Write;
use std::iter::repeat;
use std::path::{Path, PathBuf};

use hallpass_providers::{KeyEnd, Secret};

use self::csv::Csv;
use self::json::Json;
use self::xlsx::Xlsx;
use crate::error::{Error, ErrorKind, Result};
use crate::sealed::{Protection, SealedFile};

pub use guard::{guard, unguard};

/// The columns of every table; the carried ones follow.
pub const COLUMNS: [&str; 9] =
    ["account", "kind", "user_id", "login_name", "auth_key", "expires_at", "status", "message", "made"];

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
    /// In plain text or encrypted.
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
    /// Whether the key is a new one: `yes` in the table, else nothing.
    pub made: bool,
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
pub struct Table {
    body: Body,
    out: PathBuf,
    carried: usize,
    rows: u64,
    /// The end of a row's key in words, kept for its memory.
    end: String,
}

enum Body {
    Csv(Box<Csv>),
    Json(Json),
    Xlsx(Box<Xlsx>),
}

impl Table {
    /// Starts a table that will be the file `out`. A carried column that is named like another gets a number.
    ///
    /// # Errors
    /// Returns an error if [`SealedFile::create`] fails, if the private folder is not writable, or if there are more
    /// columns than a workbook has.
    pub fn create(out: &Path, options: &Options, carried: &[String]) -> Result<Self> {
        let file = SealedFile::create(out, &options.protection)?;
        let names = columns::names(carried);
        let disk = |error| Error::io(ErrorKind::Output, out, &error);
        let body = match options.format {
            Format::Csv => Body::Csv(Box::new(Csv::new(file, &names, options.bom).map_err(disk)?)),
            Format::Json => Body::Json(Json::new(file, &names, true).map_err(disk)?),
            Format::Ndjson => Body::Json(Json::new(file, &names, false).map_err(disk)?),
            Format::Xlsx => Body::Xlsx(Box::new(Xlsx::new(file, &names, &options.private)?)),
        };
        Ok(Self { body, out: out.to_owned(), carried: carried.len(), rows: 0, end: String::new() })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written, or if there are more rows than [`Format::most_rows`].
    pub fn push(&mut self, row: &Row<'_>) -> Result<()> {
        self.end.clear();
        match row.expires_at {
            // Writing into memory cannot fail.
            Some(KeyEnd::At(at)) => drop(write!(self.end, "{at}")),
            Some(KeyEnd::Never) => self.end.push_str("never"),
            None => {}
        }
        let carried = row.carried.iter().map(|cell| Some(cell.as_str())).chain(repeat(Some(""))).take(self.carried);
        let cells = fixed(row, &self.end).into_iter().chain(carried);
        let disk = |error| Error::io(ErrorKind::Output, &self.out, &error);
        match &mut self.body {
            Body::Csv(table) => table.push(cells).map_err(disk)?,
            Body::Json(table) => table.push(cells).map_err(disk)?,
            Body::Xlsx(table) => table.push(cells)?,
        }
        self.rows += 1;
        Ok(())
    }

    /// Makes the file whole, durable and visible.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written; the former one is then unchanged.
    pub fn finish(self) -> Result<Written> {
        let disk = |error| Error::io(ErrorKind::Output, &self.out, &error);
        let (file, cut_cells) = match self.body {
            Body::Csv(table) => (table.finish().map_err(disk)?, 0),
            Body::Json(table) => (table.finish().map_err(disk)?, 0),
            Body::Xlsx(table) => {
                let cut = table.cut;
                (table.finish()?, cut)
            }
        };
        file.finish()?;
        Ok(Written { rows: self.rows, cut_cells })
    }
}

/// The cells of [`COLUMNS`].
fn fixed<'a>(row: &Row<'a>, end: &'a str) -> [Option<&'a str>; COLUMNS.len()] {
    [
        Some(row.account),
        Some(row.kind),
        row.user_id,
        row.login_name,
        // Reason: the table is what the key was fetched for.
        row.auth_key.map(Secret::expose),
        Some(end).filter(|end| !end.is_empty()),
        Some(row.status),
        Some(row.message),
        row.made.then_some("yes"),
    ]
}
