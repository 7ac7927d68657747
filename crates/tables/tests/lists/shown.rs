//! Cells that show another text than they store, in every column that says who is asked for.

use hallpass_tables::{AccountList, Line};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::{coded, codes, names, read};

fn book(write: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    write(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

/// What a list of one number in this format is: the name that is asked for, or the code of the reason.
fn number(number: f64, format: &str) -> Result<String, String> {
    let bytes = book(|sheet| {
        sheet.write_string(0, 0, "loginname").unwrap();
        sheet.write_number_with_format(1, 0, number, &Format::new().set_num_format(format)).unwrap();
    });
    one(&bytes)
}

fn text(text: &str, format: &str) -> Result<String, String> {
    let bytes = book(|sheet| {
        sheet.write_string(0, 0, "loginname").unwrap();
        sheet.write_string_with_format(1, 0, text, &Format::new().set_num_format(format)).unwrap();
    });
    one(&bytes)
}

fn one(bytes: &[u8]) -> Result<String, String> {
    let private = tempfile::tempdir().unwrap();
    let lines: Vec<Line> =
        AccountList::read(bytes, "l.xlsx", None, private.path()).unwrap().map(Result::unwrap).collect();
    match lines.as_slice() {
        [Line::Account(entry)] => Ok(entry.account.name().to_owned()),
        [Line::Bad(bad)] => Err(serde_json::to_value(&bad.reason).unwrap()["code"].as_str().unwrap().to_owned()),
        lines => panic!("{lines:?}"),
    }
}

#[test]
fn numbers_in_formats_of_every_kind() {
    for format in
        ["000000", "0\"@corp.example\"", "\"EMP\"0", "#,##0", "0.00E+00", "0%", "000-0000", "00000;\"no\"", ";;;"]
    {
        assert_eq!(number(1234.0, format), Err("number_format".to_owned()), "{format}");
    }
    for format in ["yyyy/m/d", "h:mm", "mmm-yy", "m\"月\"d\"日\"", "[$-804]yyyy\"年\"m\"月\""] {
        assert_eq!(number(45000.0, format), Err("date".to_owned()), "{format}");
    }
    for format in ["General", "0", "@", "0_ ", "0_);[Red]\\(0\\)", "0000", "[$-804]0"] {
        assert_eq!(number(1234.0, format), Ok("1234".to_owned()), "{format}");
    }
    assert_eq!(number(13_800_138_000.0, "General"), Ok("13800138000".to_owned()));
    assert_eq!(number(123_456_789_012_345.0, "0"), Ok("123456789012345".to_owned()));
    // Shown as 1.23457E+11.
    assert_eq!(number(123_456_789_012.0, "General"), Err("number_format".to_owned()));
    assert_eq!(number(12.5, "0"), Err("inexact_number".to_owned()));
    assert_eq!(number(1e16, "0"), Err("inexact_number".to_owned()));
}

#[test]
fn text_in_a_section_of_its_own() {
    assert_eq!(text("li.wen", "@\"@corp.example\""), Err("number_format".to_owned()));
    assert_eq!(text("li.wen", "0;0;0;\"x\""), Err("number_format".to_owned()));
    assert_eq!(text("li.wen", ";;;"), Err("number_format".to_owned()));
    for format in ["@", "General", "000000", "yyyy/m/d", "0;0;0;@"] {
        assert_eq!(text("li.wen", format), Ok("li.wen".to_owned()), "{format}");
    }
    assert_eq!(text("001234", "@"), Ok("001234".to_owned()));
}

#[test]
fn formulas_booleans_dates_and_errors() {
    let padded = Format::new().set_num_format("000000");
    let bytes = book(|sheet| {
        sheet.write_string(0, 0, "loginname").unwrap();
        sheet.write_formula(1, 0, Formula::new("=A9&\"x\"").set_result("a@corp.example")).unwrap();
        sheet.write_formula_with_format(2, 0, Formula::new("=1234").set_result("1234"), &padded).unwrap();
        sheet.write_formula(3, 0, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_boolean(4, 0, true).unwrap();
        let day = ExcelDateTime::from_ymd(2026, 1, 5).unwrap();
        sheet.write_datetime_with_format(5, 0, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write_string(6, 0, "#N/A").unwrap();
        sheet.write_string(7, 0, "1.38E+10").unwrap();
        sheet.write_string(8, 0, "########").unwrap();
        sheet.write_string(9, 0, "<b>ann</b>").unwrap();
        sheet.write_string(10, 0, "a＠corp.example").unwrap();
        sheet.write_string(11, 0, "a\u{200b}@corp.example").unwrap();
        sheet.write_string(12, 0, "last@corp.example").unwrap();
    });
    let found = read("l.xlsx", &bytes);
    assert_eq!(names(&found), [(2, "a@corp.example"), (13, "last@corp.example")]);
    let wanted = [
        (3, "number_format"),
        (4, "error_value"),
        (5, "boolean"),
        (6, "date"),
        (7, "error_value"),
        (8, "scientific"),
        (9, "narrow_column"),
        (10, "markup"),
        (11, "full_width"),
        (12, "invisible"),
    ];
    assert_eq!(codes(&found), coded(&wanted));
}

#[test]
fn a_formula_that_nobody_calculated_is_no_account_0() {
    let bytes = book(|sheet| {
        sheet.write_string(0, 0, "loginname").unwrap();
        sheet.write_formula(1, 0, "=A9&\"x\"").unwrap();
        sheet.write_formula(2, 0, Formula::new("=B1").set_result("0.0")).unwrap();
        sheet.write_formula(3, 0, Formula::new("=1000+1").set_result("1001")).unwrap();
        sheet.write_number(4, 0, 0).unwrap();
    });
    let found = read("l.xlsx", &bytes);
    assert_eq!(codes(&found), coded(&[(2, "no_stored_value"), (3, "no_stored_value")]));
    assert_eq!(names(&found), [(4, "1001"), (5, "0")]);
}

#[test]
fn site_ids_are_looked_at_in_the_same_way() {
    let padded = Format::new().set_num_format("0000000");
    let bytes = book(|sheet| {
        for (at, head) in (0..).zip(["extloginname", "siteid", "loginname", "code"]) {
            sheet.write_string(0, at, head).unwrap();
        }
        sheet.write_string(1, 0, "ann").unwrap().write_number(1, 1, 76473).unwrap();
        sheet.write_string(2, 0, "bob").unwrap().write_number_with_format(2, 1, 76473, &padded).unwrap();
        sheet.write_string(3, 0, "cat").unwrap().write_boolean(3, 1, true).unwrap();
        // What is only carried stops nobody.
        sheet.write_string(4, 2, "dan").unwrap().write_number_with_format(4, 3, 7, &padded).unwrap();
    });
    let found = read("l.xlsx", &bytes);
    assert_eq!(names(&found), [(2, "ann"), (5, "dan")]);
    assert_eq!(codes(&found), coded(&[(3, "number_format"), (4, "boolean")]));
    let text = found.bad[0].reason.text();
    assert!(text.en.starts_with("siteid: ") && text.zh.starts_with("siteid："), "{text:?}");
    let text = read("l.csv", b"extloginname,siteid\nann,7.6E+04\nbob,76473\n");
    assert_eq!((names(&text), codes(&text)), (vec![(3, "bob")], coded(&[(2, "scientific")])));
}
