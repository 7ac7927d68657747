//! Workbooks, whole and damaged.

use hallpass_tables::{AccountList, Encoding, Line, ListFormat};
use rust_xlsxwriter::{Formula, Workbook};

use super::{collect, names, read};

#[test]
fn workbooks() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "read me first").unwrap();
    let sheet = book.add_worksheet();
    for (at, head) in (0..).zip(["部门", "LoginName", "note"]) {
        sheet.write_string(1, at, head).unwrap();
    }
    sheet.write_string(2, 0, "研发").unwrap().write_string(2, 1, "a@x.example").unwrap();
    sheet.write_number(3, 1, 13_800_138_000_f64).unwrap().write_string(3, 2, "a phone").unwrap();
    sheet.write_number(5, 1, 9_007_199_254_740_993_f64).unwrap();
    sheet.write_formula(6, 1, Formula::new("=A1&\"x\"").set_result("b@x.example")).unwrap();
    sheet.write_string(7, 0, "nobody").unwrap();
    sheet.write_string(8, 1, "'=kept").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    // The extension does not matter.
    let found = read("list.csv", &bytes);
    assert_eq!(found.list, (ListFormat::Xlsx, Encoding::Utf8, true));
    assert_eq!(found.carried, ["部门", "note"]);
    assert_eq!(names(&found), [(3, "a@x.example"), (4, "13800138000"), (7, "b@x.example"), (9, "'=kept")]);
    assert_eq!(found.entries[1].carried, ["", "a phone"]);
    assert_eq!(found.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [6, 8]);
    assert_eq!(found.blank, 2);
}

#[test]
fn a_damaged_workbook_is_refused_or_read_as_it_was() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..40 {
        sheet.write_string(row, 0, format!("u{row}@x.example")).unwrap();
    }
    let whole = book.save_to_buffer().unwrap();
    let wanted = read("l.xlsx", &whole).entries;
    let private = tempfile::tempdir().unwrap();
    let mut refused = 0;
    for at in 4..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        let lines: Result<Vec<Line>, _> =
            AccountList::read(bytes.as_slice(), "l.xlsx", None, private.path()).and_then(Iterator::collect);
        match lines {
            Err(error) => refused += usize::from(error.text.en.contains("l.xlsx")),
            Ok(lines) => {
                let entry = |line| if let Line::Account(entry) = line { Some(entry) } else { None };
                assert_eq!(lines.into_iter().filter_map(entry).collect::<Vec<_>>(), wanted, "byte {at}");
            }
        }
    }
    assert!(refused > whole.len() / 4, "{refused} of {}", whole.len());
}

#[test]
fn a_workbook_that_nobody_reads_to_the_end_holds_nothing_up() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..20_000 {
        sheet.write_string(row, 0, format!("u{row}@x.example")).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let private = tempfile::tempdir().unwrap();
    let mut list = AccountList::read(bytes.as_slice(), "l.xlsx", None, private.path()).unwrap();
    assert!(matches!(list.next(), Some(Ok(Line::Account(_)))));
    drop(list);
    assert_eq!(collect(AccountList::read(bytes.as_slice(), "l", None, private.path()).unwrap()).entries.len(), 20_000);
}
