//! What was detected about a list.

use hallpass_providers::Text;
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

impl ListFacts {
    /// What the user should know before anything is sent, one sentence each. None for a list that is read as it looks.
    pub fn notes(&self) -> Vec<Text> {
        let ours = self.our_table.then(|| {
            Text::new(
                "这是通行证导出的密钥表；读取其中的账号",
                "This is a key table exported by Hallpass; its accounts are read",
            )
        });
        let hidden = self.column_hidden.then(|| {
            Text::new("账号所在的列在表格中是隐藏的", "The column of the accounts is hidden in the spreadsheet")
        });
        [ours, self.sheets_note(), self.hidden_sheets_note(), self.column_note(), hidden]
            .into_iter()
            .flatten()
            .collect()
    }

    fn sheets_note(&self) -> Option<Text> {
        let sheet = self.sheet.as_ref().filter(|_| !self.other_sheets.is_empty() || !self.hidden_sheets.is_empty())?;
        let (mut zh, mut en) = (format!("读取工作表“{sheet}”"), format!("The sheet \"{sheet}\" is read"));
        if let [other] = self.other_sheets.as_slice() {
            zh.push_str(&format!("；工作表“{other}”也有账号，没有读取"));
            en.push_str(&format!("; the sheet \"{other}\" has accounts too and is not read"));
        } else if !self.other_sheets.is_empty() {
            zh.push_str(&format!("；这些工作表也有账号，没有读取：{}", self.other_sheets.join("、")));
            en.push_str(&format!(
                "; these sheets have accounts too and are not read: {}",
                self.other_sheets.join(", ")
            ));
        }
        Some(Text::made(zh, en))
    }

    fn hidden_sheets_note(&self) -> Option<Text> {
        (!self.hidden_sheets.is_empty()).then(|| {
            Text::made(
                format!("隐藏的工作表不读取：{}", self.hidden_sheets.join("、")),
                format!("Hidden sheets are not read: {}", self.hidden_sheets.join(", ")),
            )
        })
    }

    /// The column that is asked for in every document needs no word.
    fn column_note(&self) -> Option<Text> {
        let usual = ["loginname", "extloginname"];
        let column = self.column.as_ref().filter(|_| !self.our_table)?;
        let (column, line) =
            (Some(column).filter(|column| !usual.contains(&column.to_lowercase().as_str()))?, self.header?);
        Some(Text::made(
            format!("账号取自“{column}”列（表头在第{line}行）"),
            format!("The accounts are read from the column \"{column}\" (the header is line {line})"),
        ))
    }
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

#[cfg(test)]
mod tests {
    use crate::authkeys::list_facts::ListFacts;

    #[test]
    fn what_is_read_as_it_looks_needs_no_words() {
        let usual = ListFacts { header: Some(1), column: Some("LoginName".to_owned()), ..ListFacts::default() };
        assert!(usual.notes().is_empty());
        let sheet = ListFacts { sheet: Some("Sheet1".to_owned()), ..usual };
        assert!(sheet.notes().is_empty());
    }

    #[test]
    fn the_rest_is_told_in_both_languages() {
        let facts = ListFacts {
            header: Some(3),
            column: Some("邮箱".to_owned()),
            column_hidden: true,
            sheet: Some("Jan".to_owned()),
            other_sheets: vec!["Feb".to_owned()],
            hidden_sheets: vec!["old".to_owned(), "older".to_owned()],
            our_table: false,
        };
        let notes = facts.notes();
        let en: Vec<&str> = notes.iter().map(|note| note.en.as_ref()).collect();
        let wanted = [
            "The sheet \"Jan\" is read; the sheet \"Feb\" has accounts too and is not read",
            "Hidden sheets are not read: old, older",
            "The accounts are read from the column \"邮箱\" (the header is line 3)",
            "The column of the accounts is hidden in the spreadsheet",
        ];
        assert_eq!(en, wanted);
        assert!(notes.iter().all(|note| note.zh != note.en && !note.zh.is_empty()));
        let two = ListFacts { other_sheets: vec!["Feb".to_owned(), "Mar".to_owned()], our_table: true, ..facts };
        assert!(two.notes()[1].zh.ends_with("这些工作表也有账号，没有读取：Feb、Mar"), "{two:?}");
        assert!(two.notes()[0].en.contains("a key table exported by Hallpass"), "{two:?}");
    }
}
