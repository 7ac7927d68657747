//! Files as people have sent them, each with what is asked for and what is named.

use hallpass_tables::{AccountList, ErrorKind};

use crate::{Read, coded, codes, names, read, read_sheet};

fn case(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/lists/cases/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn case_read(name: &str) -> Read {
    read(name, &case(name))
}

#[test]
fn a_number_that_is_shown_otherwise_is_named() {
    let found = case_read("zeros.xlsx");
    assert_eq!(names(&found), [(4, "88")]);
    assert_eq!(codes(&found), coded(&[(2, "number_format"), (3, "number_format")]));
}

#[test]
fn a_formula_without_a_value_is_named() {
    let found = case_read("formula_nocache_one.xlsx");
    assert_eq!((names(&found), found.blank), (vec![(4, "c@corp.example")], 0));
    assert_eq!(codes(&found), coded(&[(2, "no_stored_value"), (3, "no_stored_value")]));
}

#[test]
fn a_hidden_sheet_is_never_read() {
    let found = case_read("hidden_sheet_first.xlsx");
    assert_eq!(names(&found), [(2, "stays@corp.example")]);
    assert_eq!(
        (found.about.sheet.as_deref(), &found.about.hidden_sheets[..]),
        (Some("current"), &["old".to_owned()][..])
    );
    let private = tempfile::tempdir().unwrap();
    let bytes = case("hidden_sheet_first.xlsx");
    let error = AccountList::read(&bytes[..], "l.xlsx", Some("old"), private.path()).err().unwrap();
    assert!(error.text.en.contains("\"old\" is hidden") && error.text.zh.contains("“old”是隐藏的"), "{error:?}");
}

#[test]
fn of_two_sheets_the_second_is_told_or_asked_for() {
    let found = case_read("two_visible.xlsx");
    assert_eq!(names(&found), [(2, "jan@corp.example")]);
    assert_eq!((found.about.sheet.as_deref(), &found.about.other_sheets[..]), (Some("Jan"), &["Feb".to_owned()][..]));
    let found = read_sheet("l.xlsx", &case("two_visible.xlsx"), Some("feb"));
    assert_eq!(names(&found), [(2, "feb@corp.example")]);
    assert_eq!((found.about.sheet.as_deref(), &found.about.other_sheets[..]), (Some("Feb"), &["Jan".to_owned()][..]));
}

#[test]
fn what_is_no_list_is_named_for_what_it_is() {
    for (name, zh, en) in [
        ("portal_export.xls", "网页（HTML）", "a web page (HTML)"),
        ("list.json", "这是JSON", "this is JSON"),
        ("protected.xlsx", "密码保护", "protected by a password"),
        ("fullwidth.csv", "全角逗号（，）", "a full-width comma (，)"),
    ] {
        let private = tempfile::tempdir().unwrap();
        let error = AccountList::read(&case(name)[..], name, None, private.path()).err().unwrap();
        assert_eq!(error.kind, ErrorKind::List);
        assert!(error.text.zh.contains(zh) && error.text.en.contains(en), "{error:?}");
        assert!(!error.text.en.contains("corp.example"), "{error:?}");
    }
}

#[test]
fn headers_in_both_languages_are_headers() {
    for (name, column) in [("zh_header.txt", "登录名"), ("mail_header.csv", "Email")] {
        let found = case_read(name);
        assert_eq!(names(&found), [(2, "a@corp.example"), (3, "b@corp.example")], "{name}");
        assert_eq!((found.about.column.as_deref(), found.bad.len()), (Some(column), 0));
    }
}

#[test]
fn what_a_spreadsheet_damaged_is_named() {
    let found = case_read("sci.csv");
    assert_eq!(names(&found), []);
    let wanted =
        [(2, "scientific"), (3, "error_value"), (4, "error_value"), (5, "narrow_column"), (6, "date"), (7, "date")];
    assert_eq!(codes(&found), coded(&wanted));
}

#[test]
fn a_line_that_tells_the_separator_is_read() {
    let found = case_read("sep.csv");
    assert_eq!((names(&found), found.bad.len()), (vec![(3, "a@corp.example")], 0));
    assert_eq!(found.entries[0].carried, ["ops"]);
}

#[test]
fn of_a_line_with_a_password_two_characters_are_shown() {
    let found = case_read("user_pw_mixed.txt");
    assert_eq!(
        (names(&found), codes(&found)),
        (vec![(1, "ok@corp.example")], coded(&[(2, "separator"), (3, "separator")]))
    );
    assert_eq!(found.bad.iter().map(|bad| bad.shown.as_str()).collect::<Vec<_>>(), ["a@…", "b@…"]);
    let words: String = found.bad.iter().map(|bad| format!("{:?} {:?}", bad, bad.reason.text())).collect();
    assert!(!words.contains("Hunter2") && !words.contains("Tr0ub4dor"), "{words}");
}
