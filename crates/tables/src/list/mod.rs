//! Account lists as a stream of entries.
//!
//! **Form.** A file that begins as a zip archive is .xlsx. Text is a table where one of its first rows is a header: it
//! is separated as that row is, by commas, tabs or semicolons, or by what a first line `sep=` says. A header is a row
//! with a known word for a column of accounts (see `header.rs`), in Chinese or English; the surest column is read.
//! So is a table that Hallpass wrote, by its `account` and `kind`. Without a header there is one column, of login names;
//! several columns are refused, since nobody says which of them it is. Whatever else a file is, its first bytes say, and
//! it is refused as that.
//!
//! **Sheets.** Of a workbook the sheet that is asked for is read, else the first with a header and rows, among those
//! that can be seen; [`About`] says which, and which others have accounts.
//!
//! **Rows that are not sent.** What may be another account than the list's author sees is a [`BadLine`] with a
//! [`Reason`]: a cell that shows another text than it stores, what a spreadsheet made of a number, several accounts in
//! one cell, a hidden row, a row above the header. Nothing of it is guessed, and no more of it is shown than two
//! characters.
//!
//! **Encoding.** What a byte order mark says: UTF-8, UTF-16LE or UTF-16BE. Without one, UTF-8 if the whole file is valid
//! UTF-8, else GB18030, of which GBK is a part.
//!
//! **Memory.** One line, however long the list is. A workbook's table of shared texts is the exception: Excel keeps every
//! different text of a workbook there, and it is held while the workbook is read (at most 512 MiB).
//!
//! **Carried columns.** Every other column, but for those that every table has anyway. `siteid` is carried too, so that a
//! table says which directory a name is from.

mod account;
mod choice;
mod columns;
mod damage;
mod dates;
mod encoding;
mod form;
mod header;
mod headless;
mod lines;
mod places;
mod plain;
mod quotes;
mod reason;
mod recognise;
mod record;
mod search;
mod separated;
mod source;
mod text;
mod workbook;

use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;

use hallpass_providers::authkey::Asked;

use self::columns::Columns;
use self::form::{Opened, Rows};
use self::record::Record;
use self::source::Source;
use crate::Result;

pub use choice::{Choice, Sample, shown_carried};
pub use encoding::{Encoding, text_of};
pub use reason::{Reason, ReasonCell, ReasonKind};

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
    /// The first two characters of it, since it may hold a password; control characters made visible.
    pub shown: String,
    /// Why it can be none.
    pub reason: Reason,
    /// Its cells in the carried columns, where the line could be split into cells; else empty.
    pub carried: Vec<String>,
}

/// What a list was found to be, for the person who made it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The line or row of its header.
    pub header: Option<u64>,
    /// The head of the accounts' column, as the list writes it.
    pub column: Option<String>,
    /// That column is hidden in the spreadsheet.
    pub column_hidden: bool,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// Other sheets that can be seen and have accounts.
    pub other_sheets: Vec<String>,
    /// Sheets that are hidden, and so never read.
    pub hidden_sheets: Vec<String>,
    /// It is a table of keys that Hallpass wrote.
    pub our_table: bool,
}

/// A list that is not read yet: it can be looked at first.
pub struct ListSource(Source);

impl ListSource {
    /// The list in a file; what cannot be read twice is copied into the folder `private`.
    ///
    /// # Errors
    /// Returns an error if the file cannot be opened.
    pub fn open(path: &Path, private: &Path) -> Result<Self> {
        Source::open(path, private).map(Self)
    }

    /// The list in any other source: it is copied into a nameless file in the folder `private`. `name` is for messages.
    ///
    /// # Errors
    /// Returns an error if the source cannot be read or the folder cannot be written to.
    pub fn read(source: impl Read, name: &str, private: &Path) -> Result<Self> {
        Source::spool(source, name, private).map(Self)
    }

    /// Its first rows.
    ///
    /// # Errors
    /// Returns an error if it is no list, or if its workbook has no such sheet.
    pub fn sample(&self, choice: &Choice) -> Result<Sample> {
        choice::sample(&self.0, choice)
    }
}

fn of_sheet(sheet: Option<&str>) -> Choice {
    Choice { sheet: sheet.map(str::to_owned), ..Choice::default() }
}

/// A list being read: an iterator over its lines. After an error it ends.
pub struct AccountList {
    source: Source,
    rows: Rows,
    columns: Columns,
    /// Rows that were read already.
    first: VecDeque<Record>,
    encoding: Encoding,
    about: About,
    ended: bool,
}

impl AccountList {
    /// Opens a list. What cannot be read twice, such as a pipe, is first copied into the folder `private`. Of a workbook
    /// `sheet` is read, where it is named.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, is no list, has `extloginname` without `siteid`, has several columns
    /// and no header with a known one, or has no such sheet that can be seen.
    pub fn open(path: &Path, sheet: Option<&str>, private: &Path) -> Result<Self> {
        Self::of(ListSource::open(path, private)?, &of_sheet(sheet))
    }

    /// Reads a list from standard input or any other source: it is copied into a nameless file in the folder `private`.
    /// `name` is for messages, and its extension may tell the form.
    ///
    /// # Errors
    /// As [`AccountList::open`].
    pub fn read(source: impl Read, name: &str, sheet: Option<&str>, private: &Path) -> Result<Self> {
        Self::of(ListSource::read(source, name, private)?, &of_sheet(sheet))
    }

    /// Reads a list as a person chose.
    ///
    /// # Errors
    /// As [`AccountList::open`].
    pub fn of(source: ListSource, choice: &Choice) -> Result<Self> {
        let ListSource(source) = source;
        let Opened { rows, columns, encoding, first, about } = form::open(&source, choice)?;
        Ok(Self { source, rows, columns, first, encoding, about, ended: false })
    }

    /// What the list was found to be.
    pub fn about(&self) -> &About {
        &self.about
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
        self.about.header.is_some()
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
