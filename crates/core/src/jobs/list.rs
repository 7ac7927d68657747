//! What a list was found to be.

use hallpass_tables::About;
use serde::{Deserialize, Serialize};

/// What a list was found to be, for the person who made it to check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ListFacts {
    /// The line or row of its header; none where every row is an account.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub header: Option<u64>,
    /// The head of the accounts' column, as the list writes it.
    pub column: Option<String>,
    /// That column is hidden in the spreadsheet.
    pub column_hidden: bool,
    /// The sheet of a workbook that is read.
    pub sheet: Option<String>,
    /// Other sheets that can be seen and have accounts; they are not read.
    pub other_sheets: Vec<String>,
    /// Hidden sheets, which are never read.
    pub hidden_sheets: Vec<String>,
    /// It is a table of keys that Hallpass wrote.
    pub our_table: bool,
}

impl From<&About> for ListFacts {
    fn from(about: &About) -> Self {
        Self {
            header: about.header,
            column: about.column.clone(),
            column_hidden: about.column_hidden,
            sheet: about.sheet.clone(),
            other_sheets: about.other_sheets.clone(),
            hidden_sheets: about.hidden_sheets.clone(),
            our_table: about.our_table,
        }
    }
}
