//! Which sheet and which rows of a workbook are read, and what is said of the others.

use hallpass_tables::AccountList;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::{coded, codes, names, read, read_sheet, refused};

fn column(sheet: &mut Worksheet, cells: &[&str]) {
    for (row, cell) in (0..).zip(cells) {
        sheet.write_string(row, 0, *cell).unwrap();
    }
}

#[test]
fn hidden_and_filtered_rows_are_not_sent_and_named() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    column(sheet, &["loginname", "a@x.example", "b@x.example", "c@x.example", "d@x.example"]);
    sheet.autofilter(0, 0, 4, 0).unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.set_row_height(4, 0).unwrap();
    // A hidden row with nothing in it is a blank one.
    sheet.set_row_hidden(5).unwrap();
    sheet.write_blank(5, 0, &Format::new().set_bold()).unwrap();
    let found = read("l.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(names(&found), [(2, "a@x.example"), (4, "c@x.example")]);
    assert_eq!(codes(&found), coded(&[(3, "hidden_row"), (5, "hidden_row")]));
}

#[test]
fn a_hidden_column_of_accounts_is_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    column(sheet, &["loginname", "a@x.example"]);
    sheet.write_string(0, 1, "dept").unwrap();
    assert!(!read("l.xlsx", &book.save_to_buffer().unwrap()).about.column_hidden);
    book.worksheet_from_index(0).unwrap().set_column_hidden(0).unwrap();
    assert!(read("l.xlsx", &book.save_to_buffer().unwrap()).about.column_hidden);
}

#[test]
fn sheets_are_chosen_by_what_is_in_them() {
    let mut book = Workbook::new();
    column(book.add_worksheet().set_name("Hidden").unwrap().set_hidden(true), &["loginname", "old@x.example"]);
    column(book.add_worksheet().set_name("Very").unwrap().set_very_hidden(true), &["loginname", "older@x.example"]);
    column(book.add_worksheet().set_name("读我").unwrap(), &["请填写第二页", "谢谢"]);
    column(book.add_worksheet().set_name("Empty").unwrap(), &["loginname"]);
    column(book.add_worksheet().set_name("三月").unwrap().set_active(true), &["名单", "", "登录名", "a@x.example"]);
    column(book.add_worksheet().set_name("Plain").unwrap(), &["b@x.example"]);
    let bytes = book.save_to_buffer().unwrap();
    let found = read("l.xlsx", &bytes);
    assert_eq!((names(&found), found.about.sheet.as_deref()), (vec![(4, "a@x.example")], Some("三月")));
    assert_eq!(found.about.other_sheets, ["Plain"]);
    assert_eq!(found.about.hidden_sheets, ["Hidden", "Very"]);
    let plain = read_sheet("l.xlsx", &bytes, Some("plain"));
    assert_eq!((names(&plain), &plain.about.other_sheets[..]), (vec![(1, "b@x.example")], &["三月".to_owned()][..]));
    let private = tempfile::tempdir().unwrap();
    let error = |sheet| AccountList::read(&bytes[..], "l.xlsx", Some(sheet), private.path()).err().unwrap().text;
    assert!(error("April").en.contains("there are: 读我, Empty, 三月, Plain"), "{:?}", error("April"));
    assert!(error("very").en.contains("is hidden") && error("Hidden").zh.contains("隐藏"));
}

#[test]
fn a_sheet_of_a_text_and_a_workbook_without_one() {
    let private = tempfile::tempdir().unwrap();
    let error = AccountList::read(&b"loginname\na\n"[..], "l.csv", Some("Jan"), private.path()).err().unwrap();
    assert!(error.text.en.contains("not a workbook") && error.text.zh.contains("不是工作簿"), "{error:?}");
    let mut book = Workbook::new();
    column(book.add_worksheet(), &["loginname", "a@x.example"]);
    let whole = book.save_to_buffer().unwrap();
    let hidden = retouched(&whole, "xl/workbook.xml", |xml| xml.replace("sheetId=", "state=\"hidden\" sheetId="));
    assert!(refused("l.xlsx", &hidden).text.en.contains("all of its sheets are hidden"));
}

/// A workbook with one part of it changed.
fn retouched(book: &[u8], part: &str, how: impl Fn(String) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut from = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == part {
            bytes = how(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn workbooks_of_other_programs_are_read() {
    let mut book = Workbook::new();
    column(book.add_worksheet(), &["loginname", "a@x.example", "b@x.example"]);
    let whole = book.save_to_buffer().unwrap();
    // Neither rows nor cells say where they are; a path is absolute; a second formula is a shared one.
    let bare = retouched(&whole, "xl/worksheets/sheet1.xml", |xml| {
        let mut xml = xml;
        for place in ["1", "2", "3"] {
            xml = xml.replace(&format!("<row r=\"{place}\""), "<row").replace(&format!("<c r=\"A{place}\""), "<c");
        }
        assert!(!xml.contains("r=\"A1\""), "{xml}");
        xml
    });
    assert_eq!(names(&read("l.xlsx", &bare)), [(2, "a@x.example"), (3, "b@x.example")]);
    let absolute = retouched(&whole, "xl/_rels/workbook.xml.rels", |xml| {
        xml.replace("Target=\"worksheets/", "Target=\"/xl/worksheets/")
    });
    assert_eq!(names(&read("l.xlsx", &absolute)), [(2, "a@x.example"), (3, "b@x.example")]);
    let shared = retouched(&whole, "xl/worksheets/sheet1.xml", |xml| {
        xml.replace(
            "<c r=\"A3\" t=\"s\"><v>2</v></c>",
            "<c r=\"A3\"><f t=\"shared\" si=\"0\"/></c><c r=\"B3\" t=\"str\"><f>B9</f><v></v></c>",
        )
    });
    let found = read("l.xlsx", &shared);
    assert_eq!((names(&found), codes(&found)), (vec![(2, "a@x.example")], coded(&[(3, "no_stored_value")])));
}

#[test]
fn merged_cells_lose_nobody() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 1, "三月名单", &plain).unwrap();
    sheet.write_string(1, 0, "登录名").unwrap().write_string(1, 1, "部门").unwrap();
    sheet.merge_range(2, 0, 3, 0, "a@x.example", &plain).unwrap();
    sheet.write_string(2, 1, "ops").unwrap().write_string(3, 1, "dev").unwrap();
    sheet.write_string(4, 0, "b@x.example").unwrap();
    let found = read("l.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(names(&found), [(3, "a@x.example"), (5, "b@x.example")]);
    assert_eq!(codes(&found), coded(&[(1, "above_header"), (4, "no_account")]));
}
