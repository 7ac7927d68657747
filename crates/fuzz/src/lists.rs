//! Account lists: every line that is not blank is an account or is named, once, in its order; none of it is shown whole.

use hallpass_tables::{AccountList, Line};

/// Text: lines, CSV or TSV, in any encoding.
pub(crate) fn read(input: &[u8]) {
    read_as(input, "list.csv");
}

/// A workbook, which is a zip archive of XML.
pub(crate) fn read_workbook(input: &[u8]) {
    read_as(input, "list.xlsx");
}

fn read_as(input: &[u8], name: &str) {
    let folder = std::env::temp_dir();
    let Ok(list) = AccountList::read(input, name, None, &folder) else { return };
    let carried = list.carried().len();
    let mut last = 0;
    for line in list {
        let Ok(line) = line else { return };
        let at = match &line {
            Line::Account(entry) => {
                assert_eq!(entry.carried.len(), carried, "a cell without a column");
                let name = entry.account.name();
                assert!(!name.is_empty() && name.trim() == name, "no account: {name:?}");
                assert!(!name.chars().any(char::is_control), "a control character is sent: {name:?}");
                entry.line
            }
            Line::Bad(bad) => {
                assert!(bad.shown.chars().count() <= 12, "too much of a line is shown: {:?}", bad.shown);
                bad.line
            }
        };
        assert!(at >= last && at > 0, "line {at} after {last}");
        last = at;
    }
}
