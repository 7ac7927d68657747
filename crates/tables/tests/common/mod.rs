//! What several tests need.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use hallpass_providers::Secret;
use hallpass_tables::{Format, Options, Protection, Row, Table, Written};

/// Cells that a spreadsheet, a quoting rule or an encoding could get wrong.
pub(crate) fn hostile() -> Vec<String> {
    let mut cells: Vec<String> = [
        "=cmd|'/c calc'!A1",
        "=1+1",
        "+1",
        "-1",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1+1)",
        " =1+1",
        "\u{3000}=1+1",
        "\u{a0}=1+1",
        "\u{feff}=1+1",
        "'=1+1",
        "''=1+1",
        "=HYPERLINK(\"http://x.example\",\"y\")",
        "\"=1+1\"",
        "a\",=1+1,\"b",
        "a\n=1+1",
        "a\r\n=1+1",
        ";=1+1",
        "|=1+1",
        "{=1+1}",
        "quote\"inside",
        "\"",
        "\"\"",
        ",",
        "two\nlines",
        "two\r\nlines",
        "通行证 😀 é",
        "00123",
        "9007199254740993",
        "18446744073709551615",
        "1E5",
        "2026-11-22",
        "TRUE",
        "_x0041_",
        "<b>&amp;</b>",
        "ends with a space ",
        " starts with one",
        "",
    ]
    .map(str::to_owned)
    .to_vec();
    cells.push("x".repeat(32_767));
    cells.push("x".repeat(32_768));
    cells.push("x".repeat(32_769));
    cells.push("通".repeat(32_768));
    cells
}

/// A table with each cell in each kind of column once: as account, login name, key, message and carried cell.
pub(crate) fn write(out: &Path, format: Format, protection: Protection, bom: bool, cells: &[String]) -> Written {
    let private = tempfile::tempdir().unwrap();
    let options = Options { format, bom, protection, private: private.path().to_owned() };
    let mut table = Table::create(out, &options, &["note".to_owned(), "=head".to_owned()]).unwrap();
    for cell in cells {
        let key = Secret::new(cell.clone());
        table.push(&row(cell, &key, &[cell.clone(), "last".to_owned()])).unwrap();
    }
    let written = table.finish().unwrap();
    assert_eq!(std::fs::read_dir(private.path()).unwrap().count(), 0, "something is left in the private folder");
    written
}

pub(crate) fn row<'a>(cell: &'a str, key: &'a Secret, carried: &'a [String]) -> Row<'a> {
    Row {
        account: cell,
        kind: "login",
        user_id: Some("9007199254740993"),
        login_name: Some(cell),
        auth_key: Some(key),
        expires_at: None,
        status: "ok",
        message: cell,
        made: true,
        carried,
    }
}

/// What [`write`] put into the rows, in the order of the columns.
pub(crate) fn written_rows(cells: &[String]) -> Vec<Vec<String>> {
    let row = |cell: &String| {
        [cell, "login", "9007199254740993", cell, cell, "", "ok", cell, "yes", cell, "last"].map(str::to_owned).to_vec()
    };
    cells.iter().map(row).collect()
}

/// A folder for one test, and a file in it.
pub(crate) fn scratch(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    (folder, file)
}
