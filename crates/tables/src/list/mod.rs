//! Account lists as a stream of entries.
//!
//! **Form.** A zip archive is read as .xlsx. Text is a table where one of its first rows is a header: it is separated
//! as that row is, by commas, tabs or semicolons, or by what a first line `sep=` says. A header is a row with a known
//! word for a column of accounts (see `header.rs`), in Chinese or English; the surest column is read. So is a table
//! that Hallpass wrote, by its `account` and `kind`. Without a header there is one column, of login names; several
//! columns are refused, since it is unknown which of them it is. Other file types are recognised by their first bytes
//! and refused.
//!
//! **Sheets.** Of a workbook the sheet that is asked for is read, else the first with a header and rows, among those
//! that can be seen; [`About`] says which, and which others have accounts.
//!
//! **Rows that are not sent.** Anything that may be a different account than the list's author sees is a [`BadLine`]
//! with a [`Reason`]: a cell that displays something other than it stores, a number reformatted by a spreadsheet,
//! several accounts in one cell, a hidden row, a row above the header. Nothing is guessed, and at most two characters
//! of it are shown.
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
mod line;
mod lines;
mod ole;
mod places;
mod plain;
mod quotes;
mod reason;
mod recognise;
mod record;
mod rows;
mod search;
mod separated;
mod source;
mod text;
mod workbook;

use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;

use self::columns::Columns;
use self::form::Opened;
use self::record::Record;
use self::rows::Rows;
use self::source::Source;
use crate::error::Result;

pub use choice::{Choice, Sample, shown_carried};
pub use encoding::{Encoding, text_of};
pub use line::{About, BadLine, Entry, Line, ListFormat};
pub use reason::{Reason, ReasonCell, ReasonKind};
pub use text::named_separator;

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

    /// Reads a list as the user chose.
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
