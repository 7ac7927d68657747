//! Account lists as a stream of entries.
//!
//! **Form.** A file that begins as a zip archive is .xlsx (its first sheet with a known column, else the first sheet).
//! Text whose first line holds a known column (`loginname`, or `extloginname` with `siteid`, in any case) is a table
//! with a header, separated as that line is: by commas, tabs or semicolons. So is a table that Hallpass wrote, by its
//! `account` and `kind`. Without a header there is one column, of login names; several columns are refused, since nobody
//! says which of them it is.
//!
//! **Encoding.** What a byte order mark says: UTF-8, UTF-16LE or UTF-16BE. Without one, UTF-8 if the whole file is valid
//! UTF-8, else GB18030, of which GBK is a part.
//!
//! **Memory.** One line, however long the list is. A workbook's table of shared texts is the exception: Excel keeps every
//! different text of a workbook there, and it is held while the workbook is read (at most 512 MiB).
//!
//! **Carried columns.** Every other column, but for those that every table has anyway. `siteid` is carried too, so that a table says which directory a name is from.

mod account;
mod archive;
mod columns;
mod encoding;
mod form;
mod headless;
mod lines;
mod plain;
mod quotes;
mod record;
mod separated;
mod sheet;
mod source;

use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;

use hallpass_providers::Text;
use hallpass_providers::authkey::Asked;

use self::columns::Columns;
use self::form::Rows;
use self::record::Record;
use self::source::Source;
use crate::Result;

pub use encoding::{Encoding, text_of};

/// The forms of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// One login name a line.
    Lines,
    /// Separated by commas or semicolons.
    Csv,
    /// Separated by tabs.
    Tsv,
    /// An Excel workbook.
    Xlsx,
}

/// One line of a list that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// An account.
    Account(Entry),
    /// No account: to be told to the person. The others go on.
    Bad(BadLine),
}

/// An account of a list. Duplicates are entries like others: only the reader's database can tell them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its line or row, the first being 1. A cell may hold line ends, so lines are not entries counted.
    pub line: u64,
    /// The account, without spaces around it.
    pub account: Asked,
    /// Its cells in the carried columns, as many as [`AccountList::carried`].
    pub carried: Vec<String>,
}

/// A line that can be no account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its line or row, the first being 1.
    pub line: u64,
    /// What stands where the account should: at most 100 characters, control characters made visible.
    pub shown: String,
    /// Why it can be none.
    pub reason: Text,
    /// Its cells in the carried columns, where the line could be split into cells; else empty.
    pub carried: Vec<String>,
}

/// A list being read: an iterator over its lines. After an error it ends.
pub struct AccountList {
    source: Source,
    rows: Rows,
    columns: Columns,
    /// The first rows, where they are no header.
    first: VecDeque<Record>,
    encoding: Encoding,
    header: bool,
    ended: bool,
}

impl AccountList {
    /// Opens a list. What cannot be read twice, such as a pipe, is first copied into the folder `private`.
    ///
    /// # Errors
    /// The file cannot be read, is no text and no workbook, has `extloginname` without `siteid`, or several columns and
    /// no header with a known one.
    pub fn open(path: &Path, private: &Path) -> Result<Self> {
        Self::start(Source::open(path, private)?)
    }

    /// Reads a list from standard input or any other source: it is copied into a nameless file in the folder `private`.
    /// `name` is for messages, and its extension may tell the form.
    ///
    /// # Errors
    /// As [`AccountList::open`].
    pub fn read(source: impl Read, name: &str, private: &Path) -> Result<Self> {
        Self::start(Source::spool(source, name, private)?)
    }

    fn start(mut source: Source) -> Result<Self> {
        let head = source.head(4096)?;
        let (mut rows, encoding) = if head.starts_with(b"PK\x03\x04") {
            (Rows::sheet(&source)?, Encoding::Utf8)
        } else {
            form::text(&mut source, &head)?
        };
        let mut first = rows.first(&source)?;
        let header = first.front().map(|record| Columns::of_header(&record.cells)).transpose();
        let header = header.map_err(|why| source.refuse(&why.zh, &why.en))?.flatten();
        let (columns, header) = match header {
            Some(columns) => {
                first.pop_front();
                (columns, true)
            }
            None => {
                headless::check(&source, rows.format(), &first)?;
                (Columns::without_header(), false)
            }
        };
        Ok(Self { source, rows, columns, first, encoding, header, ended: false })
    }

    /// The names of the carried columns, as the header writes them; `column 2` and so on where it has none.
    pub fn carried(&self) -> &[String] {
        &self.columns.names
    }

    /// The form.
    pub fn format(&self) -> ListFormat {
        self.rows.format()
    }

    /// The encoding.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether there is a header with a known column. Without one there is one column, of login names.
    pub fn has_header(&self) -> bool {
        self.header
    }

    /// Blank lines so far; all of them once the iterator has ended.
    pub fn blank(&self) -> u64 {
        self.rows.blank()
    }

    fn row(&mut self) -> Result<Option<Line>> {
        let record = match self.first.pop_front() {
            Some(first) => Some(first),
            None => self.rows.next(&self.source)?,
        };
        let Some(mut record) = record else { return Ok(None) };
        if self.columns.spills(&record) {
            record = self.rows.only_first_line(record);
        }
        Ok(Some(self.columns.line(record)))
    }
}

impl Iterator for AccountList {
    type Item = Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}
