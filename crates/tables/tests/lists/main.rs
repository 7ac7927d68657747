//! Lists as people have them: every form, every encoding, and what is wrong with a line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod cases;
mod lines;
mod sheets;
mod shown;
mod texts;
mod workbooks;

use std::path::Path;

use common::scratch;
use encoding_rs::GBK;
use hallpass_tables::{About, AccountList, BadLine, Encoding, Entry, ErrorKind, Line, ListFormat};
use rust_xlsxwriter::Workbook;

struct Read {
    list: (ListFormat, Encoding, bool),
    about: About,
    carried: Vec<String>,
    entries: Vec<Entry>,
    bad: Vec<BadLine>,
    blank: u64,
}

fn collect(mut list: AccountList) -> Read {
    let (form, about) = ((list.format(), list.encoding(), list.has_header()), list.about().clone());
    let carried = list.carried().to_vec();
    let (mut entries, mut bad) = (Vec::new(), Vec::new());
    for line in &mut list {
        match line.unwrap() {
            Line::Account(entry) => entries.push(entry),
            Line::Bad(line) => bad.push(line),
        }
    }
    Read { list: form, about, carried, entries, bad, blank: list.blank() }
}

fn read(name: &str, bytes: &[u8]) -> Read {
    read_sheet(name, bytes, None)
}

fn read_sheet(name: &str, bytes: &[u8], sheet: Option<&str>) -> Read {
    let (folder, file) = scratch(name);
    std::fs::write(&file, bytes).unwrap();
    let private = tempfile::tempdir().unwrap();
    let opened = collect(AccountList::open(&file, sheet, private.path()).unwrap());
    let spooled = collect(AccountList::read(bytes, name, sheet, private.path()).unwrap());
    assert_eq!((opened.entries.clone(), opened.bad.clone()), (spooled.entries, spooled.bad));
    assert_eq!(std::fs::read_dir(private.path()).unwrap().count(), 0);
    drop(folder);
    opened
}

/// The lines that are not sent, by what is wrong with them.
fn codes(read: &Read) -> Vec<(u64, String)> {
    let code = |bad: &BadLine| serde_json::to_value(&bad.reason).unwrap()["code"].as_str().unwrap().to_owned();
    read.bad.iter().map(|bad| (bad.line, code(bad))).collect()
}

/// Lines and codes, as a test writes them.
fn coded(wanted: &[(u64, &str)]) -> Vec<(u64, String)> {
    wanted.iter().map(|(line, code)| (*line, (*code).to_owned())).collect()
}

fn names(read: &Read) -> Vec<(u64, &str)> {
    read.entries.iter().map(|entry| (entry.line, entry.account.name())).collect()
}

#[test]
fn lines_with_any_end() {
    for name in ["list.txt", "list", "-"] {
        let found = read(name, "a@x.example\r\n\r\n  b@x.example  \n张三\rlast\n\n".as_bytes());
        assert_eq!(found.list, (ListFormat::Lines, Encoding::Utf8, false));
        assert_eq!(names(&found), [(1, "a@x.example"), (3, "b@x.example"), (4, "张三"), (5, "last")]);
        assert_eq!((found.blank, found.bad.len()), (2, 0));
    }
}

#[test]
fn the_same_list_in_every_encoding_and_form() {
    let text = "部门,LoginName,备注\n研发中心,zhang.san@corp.example,\"第一行\n第二行\"\n,李四@corp.example,\n";
    let wide = |unit: fn(u16) -> [u8; 2]| "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect();
    let (gbk, ..) = GBK.encode(text);
    let forms: [(Vec<u8>, Encoding); 5] = [
        (text.into(), Encoding::Utf8),
        (format!("\u{feff}{text}").into(), Encoding::Utf8),
        (wide(u16::to_le_bytes), Encoding::Utf16Le),
        (wide(u16::to_be_bytes), Encoding::Utf16Be),
        (gbk.into_owned(), Encoding::Gbk),
    ];
    for (bytes, encoding) in forms {
        let found = read("list.txt", &bytes);
        assert_eq!(found.list, (ListFormat::Csv, encoding, true));
        assert_eq!(found.carried, ["部门", "备注"]);
        assert_eq!(names(&found), [(2, "zhang.san@corp.example"), (4, "李四@corp.example")]);
        assert_eq!(found.entries[0].carried, ["研发中心", "第一行\n第二行"]);
    }
}

#[test]
fn a_blank_line_within_a_cell_stays_there() {
    let found = read("l.csv", b"\nloginname,note\na,\"one\n\ntwo\"\n\nb,\n");
    assert_eq!((names(&found), found.blank), (vec![(3, "a"), (7, "b")], 2));
    assert_eq!(found.entries[0].carried, ["one\n\ntwo"]);
}

#[test]
fn separators_are_known_from_the_header() {
    for (text, format) in [
        ("loginname\tdept\na\tx,y\n", ListFormat::Tsv),
        ("loginname;dept\na;x,y\n", ListFormat::Csv),
        ("\n\n loginname ,dept\na,\"x,y\"\n", ListFormat::Csv),
    ] {
        for name in ["list.csv", "list.tsv", "list"] {
            let found = read(name, text.as_bytes());
            assert_eq!((found.list.0, found.list.2), (format, true), "{text:?} {name}");
            assert_eq!((found.entries[0].account.name(), found.entries[0].carried[0].as_str()), ("a", "x,y"));
        }
    }
}

fn refused(name: &str, bytes: &[u8]) -> hallpass_tables::Error {
    let private = tempfile::tempdir().unwrap();
    let error = AccountList::read(bytes, name, None, private.path()).err().unwrap();
    assert_eq!(error.kind, ErrorKind::List);
    assert!(error.text.en.starts_with(name) && error.text.zh.starts_with(name), "{error:?}");
    error
}

#[test]
fn several_columns_without_a_known_header_are_refused_by_name() {
    for (name, text) in [
        ("l.csv", "姓名,地址,部门\n张三,a@x.example,研发\n"),
        ("l.csv", "姓名;地址;部门\n张三;a@x.example;研发\n"),
        ("l.tsv", "姓名\t地址\t部门\n张三\ta@x.example\t研发\n"),
    ] {
        let text = refused(name, text.as_bytes()).text;
        assert!(text.zh.contains("姓名、地址、部门") && text.en.contains("姓名, 地址, 部门"), "{text:?}");
        assert!(text.zh.contains("loginname") && text.en.contains("extloginname and siteid"), "{text:?}");
    }
    // Where the first row is someone's, it is not told.
    let row = refused("l.csv", b"a@x.example,pass1234,9f86d081884c7d659a2feaa0c55ad015\n").text;
    assert!(!row.en.contains("a@x") && !row.en.contains("1234") && !row.en.contains("9f86"), "{row:?}");
    let row = refused("l.csv", b"zhangsan,correcthorse,ops\n").text;
    assert!(row.en.contains("(zh\u{2026}, co\u{2026}, op\u{2026})") && row.zh.contains("zh…、co…"), "{row:?}");
    assert!(refused("l.csv", "部,".repeat(30).as_bytes()).text.en.contains("部, …)"));
}

#[test]
fn one_column_is_a_list_of_login_names() {
    for text in ["a\nb\n", "a,,\nb,\n", "\"a\"\n\"b\"\n"] {
        let found = read("list.csv", text.as_bytes());
        assert_eq!(found.list, (ListFormat::Csv, Encoding::Utf8, false));
        assert_eq!((found.carried.len(), names(&found)), (0, vec![(1, "a"), (2, "b")]));
    }
    let found = read("list.csv", b"a\nb,y\n");
    assert_eq!((names(&found), found.bad[0].line), (vec![(1, "a")], 2));
}

#[test]
fn a_header_below_a_title_is_found() {
    for name in ["l.csv", "l.tsv", "l.txt"] {
        for (text, line) in [
            ("名单\n\nloginname\na\n", 4),
            ("Accounts\nof,2026\ndept,LoginName\nx,a\n", 4),
            ("登录名单\n登录名\na\n", 3),
        ] {
            let found = read(name, text.as_bytes());
            assert_eq!((names(&found), found.about.header), (vec![(line, "a")], Some(line - 1)), "{name} {text:?}");
            assert!(found.bad.iter().all(|bad| bad.line < line - 1), "{:?}", found.bad);
            assert!(codes(&found).iter().all(|(_, code)| code == "above_header"));
        }
    }
    let found = read("l.csv", b"a@x.example,ops\nloginname,dept\nb@x.example,ops\n");
    assert_eq!((names(&found), codes(&found)), (vec![(3, "b@x.example")], coded(&[(1, "above_header")])));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Accounts of the year").unwrap();
    sheet.write_string(2, 0, "dept").unwrap().write_string(2, 1, "loginname").unwrap();
    sheet.write_string(3, 1, "a@x.example").unwrap();
    let found = read("l.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!((names(&found), codes(&found)), (vec![(4, "a@x.example")], coded(&[(1, "above_header")])));
    assert_eq!((found.about.header, found.about.column.as_deref()), (Some(3), Some("loginname")));

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "名单").unwrap();
    sheet.write_string(1, 0, "姓名").unwrap().write_string(1, 1, "地址").unwrap();
    assert!(refused("l.xlsx", &book.save_to_buffer().unwrap()).text.en.contains("姓名, 地址"));
}

#[test]
fn a_table_of_keys_is_a_list_again() {
    let (_folder, file) = scratch("keys.csv");
    common::write(&file, hallpass_tables::Format::Csv, hallpass_tables::Protection::Plain, false, &["=a".to_owned()]);
    // The kind that the tables' tests write is none that an export writes.
    let text = std::fs::read_to_string(&file).unwrap().replace("\"login\"", "\"loginname\"");
    let found = read("keys.csv", text.as_bytes());
    assert_eq!((names(&found), found.carried.join("|").as_str()), (vec![(2, "=a")], "note|=head"));
    assert_eq!(found.entries[0].carried, ["=a", "last"]);
}

#[test]
fn what_is_no_list_says_so() {
    let private = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.xls", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"[..]),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("a.xlsx", b"PK\x03\x04no workbook at all"),
        ("a.csv", b"extloginname,dept\na,b\n"),
        ("a.csv", b"loginname,LOGINNAME\na,b\n"),
    ] {
        let error = AccountList::read(bytes, name, None, private.path()).err().unwrap();
        assert_eq!(error.kind, ErrorKind::List);
        assert!(error.text.en.starts_with(name) && error.text.zh.starts_with(name), "{error:?}");
    }
    for bad in [private.path().to_owned(), private.path().join("absent.csv")] {
        let error = AccountList::open(&bad, None, private.path()).err().unwrap();
        assert!(error.text.en.contains(&bad.display().to_string()), "{error:?}");
    }
    let error = AccountList::read(&b"a"[..], "-", None, Path::new("/absent")).err().unwrap();
    assert_eq!(error.kind, ErrorKind::Private);
}

/// Whoever sends a file chooses its name.
#[test]
fn a_name_that_steers_a_terminal_does_not_reach_a_message() {
    for name in ["\u{1b}[2J\u{202e}.pdf", "/no/folder/\u{1b}]0;x\u{7}/\u{2066}.csv"] {
        let private = tempfile::tempdir().unwrap();
        for error in [
            AccountList::read(b"%PDF".as_slice(), name, None, private.path()).map(drop).unwrap_err(),
            AccountList::open(Path::new(name), None, private.path()).map(drop).unwrap_err(),
        ] {
            let both = format!("{}{}", error.text.zh, error.text.en);
            let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!both.contains(steers) && both.contains('\u{fffd}'), "{both:?}");
        }
    }
}

#[test]
fn nothing_is_an_empty_list() {
    for bytes in [&b""[..], b"\n\n", b"\xef\xbb\xbf", b"loginname\n"] {
        let found = read("l.csv", bytes);
        assert_eq!((found.entries.len(), found.bad.len()), (0, 0));
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_a_list_too() {
    let (folder, pipe) = scratch("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::write(pipe, "loginname\na\nb\n").unwrap()
    });
    let found = collect(AccountList::open(&pipe, None, folder.path()).unwrap());
    writer.join().unwrap();
    assert_eq!(names(&found), [(2, "a"), (3, "b")]);
}
