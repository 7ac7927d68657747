//! What a list was found to be, and what a line of it says.

use hallpass_providers::authkey::Asked;

use super::reason::Reason;

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
    /// No account: to be reported to the user. The others continue.
    Bad(BadLine),
}

/// An account of a list. Duplicates are entries like others: only the reader's database can tell them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its line or row, the first being 1. A cell may hold line ends, so lines are not entries counted.
    pub line: u64,
    /// The account, without spaces around it.
    pub account: Asked,
    /// Its cells in the carried columns, as many as [`super::AccountList::carried`].
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
