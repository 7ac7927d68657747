//! What was written is read back by the csv crate, serde_json, calamine and our own reader.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use common::{hostile, row, scratch, write, written_rows};
use hallpass_providers::authkey::Asked;
use hallpass_providers::{KeyEnd, Secret};
use hallpass_tables::table::{COLUMNS, unguard};
use hallpass_tables::{AccountList, Format, Line, ListFormat, Options, Protection, Table};
use proptest::prelude::*;

fn read_csv(file: &Path) -> Vec<Vec<String>> {
    let bytes = std::fs::read(file).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn read_json(text: &str) -> Vec<Vec<String>> {
    let rows: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(text).unwrap();
    let names = COLUMNS.iter().copied().chain(["note", "=head"]);
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned).unwrap_or_default();
    rows.iter().map(|row| names.clone().map(|name| text(&row[name])).collect()).collect()
}

fn read_xlsx(file: &Path) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook(file).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn csv_is_quoted_guarded_and_exact() {
    let (_folder, out) = scratch("keys.csv");
    let cells = hostile();
    assert_eq!(write(&out, Format::Csv, Protection::Plain, false, &cells).rows, cells.len() as u64);
    let rows = read_csv(&out);
    assert_eq!(rows[0][..9], COLUMNS);
    assert_eq!(rows[0][9..], ["note", "'=head"]);
    let plain = |row: &Vec<String>| row.iter().map(|cell| unguard(cell).to_owned()).collect::<Vec<_>>();
    assert_eq!(rows[1..].iter().map(plain).collect::<Vec<_>>(), written_rows(&cells));
    let starts = |cell: &String| cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    assert_eq!(rows.iter().flatten().filter(|cell| starts(cell)).count(), 0);
    assert_eq!(rows.iter().flatten().filter(|cell| cell.starts_with(['\t', '\r', '\n'])).count(), 0);
}

#[test]
fn csv_ends_lines_as_excel_does_and_may_start_with_a_mark() {
    let (_folder, out) = scratch("keys.csv");
    write(&out, Format::Csv, Protection::Plain, true, &["a".to_owned()]);
    let text = std::fs::read_to_string(&out).unwrap();
    let wanted = "\u{feff}\"account\",\"kind\",\"user_id\",\"login_name\",\"auth_key\",\"expires_at\",\"status\",\
        \"message\",\"made\",\"note\",\"'=head\"\r\n\
        \"a\",\"login\",\"9007199254740993\",\"a\",\"a\",\"\",\"ok\",\"a\",\"yes\",\"a\",\"last\"\r\n";
    assert_eq!(text, wanted);
    write(&out, Format::Csv, Protection::Plain, false, &["a".to_owned()]);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), wanted.trim_start_matches('\u{feff}'));
}

#[test]
fn json_is_exact_with_ids_as_text() {
    let (_folder, out) = scratch("keys.json");
    let cells = hostile();
    write(&out, Format::Json, Protection::Plain, false, &cells);
    assert_eq!(read_json(&std::fs::read_to_string(&out).unwrap()), written_rows(&cells));
    write(&out, Format::Ndjson, Protection::Plain, false, &cells);
    let lines = std::fs::read_to_string(&out).unwrap();
    assert_eq!(lines.lines().count(), cells.len());
    assert_eq!(read_json(&format!("[{}]", lines.trim_end().replace('\n', ","))), written_rows(&cells));
    assert!(
        lines.starts_with("{\"account\":\"=cmd|'/c calc'!A1\",\"kind\":\"login\",\"user_id\":\"9007199254740993\",")
    );
    assert!(lines.contains(",\"expires_at\":null,"));
}

#[test]
fn an_empty_table_is_one_too() {
    let (_folder, out) = scratch("keys");
    write(&out, Format::Json, Protection::Plain, false, &[]);
    assert!(read_json(&std::fs::read_to_string(&out).unwrap()).is_empty());
    write(&out, Format::Ndjson, Protection::Plain, false, &[]);
    assert_eq!(std::fs::read(&out).unwrap(), b"");
    write(&out, Format::Xlsx, Protection::Plain, false, &[]);
    assert_eq!(read_xlsx(&out).len(), 1);
}

#[test]
fn every_cell_of_a_workbook_is_text() {
    let (_folder, out) = scratch("keys.xlsx");
    let cells = hostile();
    let written = write(&out, Format::Xlsx, Protection::Plain, false, &cells);
    let rows = read_xlsx(&out);
    assert_eq!(rows[0][9..], [Data::String("note".into()), Data::String("=head".into())]);
    let mut cut = 0;
    for (found, wanted) in rows[1..].iter().flatten().zip(written_rows(&cells).into_iter().flatten()) {
        match found {
            Data::Empty => assert_eq!(wanted, ""),
            Data::String(text) if text.ends_with('…') => {
                cut += 1;
                assert!(wanted.chars().count() > 32_767 && wanted.starts_with(text.trim_end_matches('…')));
            }
            // What every reader of XML makes of a line end.
            Data::String(text) => assert_eq!(text.replace('\r', ""), wanted.replace('\r', "")),
            other => panic!("{other:?} for {wanted:?}"),
        }
    }
    assert_eq!((written.cut_cells, cut), (15, 15));
}

#[test]
fn ends_of_keys_in_words() {
    let (folder, out) = scratch("keys.csv");
    let options =
        Options { format: Format::Csv, bom: false, protection: Protection::Plain, private: folder.path().to_owned() };
    let mut table = Table::create(&out, &options, &[]).unwrap();
    let key = Secret::new("k");
    let at = jiff::Timestamp::from_millisecond(1_619_861_074_000).unwrap();
    for expires_at in [Some(KeyEnd::At(at)), Some(KeyEnd::Never), None] {
        table.push(&hallpass_tables::Row { expires_at, ..row("a", &key, &[]) }).unwrap();
    }
    table.finish().unwrap();
    let ends: Vec<String> = read_csv(&out).into_iter().map(|row| row[5].clone()).collect();
    assert_eq!(ends, ["expires_at", "2021-05-01T09:24:34Z", "never", ""]);
}

#[test]
fn a_table_that_is_dropped_was_never_there() {
    for format in [Format::Csv, Format::Json, Format::Ndjson, Format::Xlsx] {
        let (folder, out) = scratch("keys");
        std::fs::write(&out, "before").unwrap();
        let private = tempfile::tempdir().unwrap();
        let options = Options { format, bom: false, protection: Protection::Plain, private: private.path().to_owned() };
        let mut table = Table::create(&out, &options, &[]).unwrap();
        let key = Secret::new("canary");
        for _ in 0..5000 {
            table.push(&row("a", &key, &[])).unwrap();
        }
        assert_eq!(std::fs::read(&out).unwrap(), b"before");
        drop(table);
        assert_eq!(std::fs::read(&out).unwrap(), b"before");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(std::fs::read_dir(private.path()).unwrap().count(), 0);
    }
}

#[test]
fn errors_name_the_file_and_no_secret() {
    let (folder, _) = scratch("");
    let key = Secret::new("canary");
    assert!(!format!("{:?}", row("a", &key, &[])).contains("canary"));
    let absent = folder.path().join("absent");
    let options = |format, private: &Path| Options {
        format,
        bom: false,
        protection: Protection::Passphrase(Secret::new("canary")),
        private: private.to_owned(),
    };
    assert!(!format!("{:?}", options(Format::Csv, &absent)).contains("canary"));
    let plain = Options { protection: Protection::Plain, ..options(Format::Xlsx, &absent) };
    let error = Table::create(&folder.path().join("a.xlsx"), &plain, &[]).err().unwrap();
    assert!(error.text.en.contains("absent") && error.text.zh.contains("absent"), "{error:?}");
    let error = Table::create(folder.path(), &plain, &[]).err().unwrap();
    assert!(error.text.en.contains(&folder.path().display().to_string()), "{error:?}");
}

#[test]
fn our_own_reader_gets_exact_cells_back() {
    let (folder, out) = scratch("again.csv");
    let options =
        Options { format: Format::Csv, bom: true, protection: Protection::Plain, private: folder.path().to_owned() };
    let mut table = Table::create(&out, &options, &["LoginName".to_owned(), "note".to_owned()]).unwrap();
    let (key, cells) = (Secret::new("k"), hostile());
    for (at, cell) in cells.iter().enumerate() {
        table.push(&row("a", &key, &[format!("-{at}@corp.example"), cell.clone()])).unwrap();
    }
    table.finish().unwrap();
    let list = AccountList::open(&out, None, folder.path()).unwrap();
    assert_eq!((list.format(), list.has_header(), list.carried().len()), (ListFormat::Csv, true, 10));
    for ((at, wanted), line) in cells.iter().enumerate().zip(list) {
        let Line::Account(entry) = line.unwrap() else { panic!("no account") };
        assert_eq!(entry.account, Asked::Login(format!("-{at}@corp.example")));
        assert_eq!(&entry.carried[9], wanted);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_cells_come_back(cells in prop::collection::vec("[=+@',\"\\t\\r\\n＝-]{0,3}\\PC{0,12}", 1..6)) {
        let (_folder, out) = scratch("keys");
        write(&out, Format::Csv, Protection::Plain, false, &cells);
        let rows = read_csv(&out).into_iter().skip(1);
        let rows: Vec<Vec<String>> = rows.map(|row| row.iter().map(|cell| unguard(cell).to_owned()).collect()).collect();
        prop_assert_eq!(rows, written_rows(&cells));
        write(&out, Format::Json, Protection::Plain, false, &cells);
        prop_assert_eq!(read_json(&std::fs::read_to_string(&out).unwrap()), written_rows(&cells));
        write(&out, Format::Xlsx, Protection::Plain, false, &cells);
        let found = read_xlsx(&out).into_iter().skip(1).flatten();
        for (found, wanted) in found.zip(written_rows(&cells).into_iter().flatten()) {
            match found {
                Data::Empty => prop_assert_eq!("", wanted),
                Data::String(text) => prop_assert_eq!(text.replace('\r', ""), wanted.replace('\r', "")),
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }
}
