//! Exports of authKeys, from lists as Windows' programs write them.

use super::{Row, needed, row};
use crate::windows::trial::{Trial, expect, has};
use std::fmt::Write as _;

pub(super) const ROWS: &[Row] = &[
    needed("lists with LF, with CRLF and in GBK give the same table", lists),
    row("Chinese names, blanks and paths of more than 260 characters", paths),
    row("a spreadsheet, and a table that age encrypts", forms),
    row("the table is its owner's alone", private),
    row("two exports at once", at_once),
];

/// A list of 500 accounts with a column of its own.
pub(super) fn list(end: &str) -> String {
    let mut list = format!("loginname,部门{end}");
    for n in 1..=500 {
        let _ = write!(list, "user{n:04}@corp.example,研发{end}");
    }
    list
}

/// The words of an export of a list into a table.
pub(super) fn words<'a>(list: &'a str, out: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    let words = ["authkeys", "export", "quanshi", "--accounts", list, "--out", out, "--expires", "30d", "--yes"];
    [&words[..], rest].concat()
}

/// Exports and answers what is said as JSON; all accounts must have a key.
fn whole(trial: &Trial, list: &str, out: &str, rest: &[&str]) -> Result<(), String> {
    let ran = trial.run(&[&words(list, out, rest)[..], &["--json"]].concat())?;
    ran.ended(0)?;
    let said = ran.json()?;
    expect(said["ok"] == 500, "ok", &said)
}

fn lists(trial: &Trial) -> Result<(), String> {
    trial.file("lf.csv", list("\n"))?;
    trial.file("crlf.csv", list("\r\n"))?;
    trial.file("gbk.csv", gbk(&list("\r\n")))?;
    let mut tables = Vec::new();
    for name in ["lf", "crlf", "gbk"] {
        whole(trial, &format!("{name}.csv"), &format!("{name}-keys.csv"), &["--plain"])?;
        tables.push(trial.text(&format!("{name}-keys.csv"))?);
    }
    let accounts = |table: &str| {
        table.lines().map(|line| line.split(',').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    has(&tables[0], "研发")?;
    has(&tables[2], "研发")?;
    expect(accounts(&tables[0]) == accounts(&tables[1]), "CRLF", &tables[1])?;
    expect(accounts(&tables[0]) == accounts(&tables[2]), "GBK", &tables[2])
}

/// The list in GBK: of its letters only these two words are not ASCII.
fn gbk(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for letter in text.chars() {
        match letter {
            '部' => bytes.extend([0xb2, 0xbf]),
            '门' => bytes.extend([0xc3, 0xc5]),
            '研' => bytes.extend([0xd1, 0xd0]),
            '发' => bytes.extend([0xb7, 0xa2]),
            other => bytes.push(u8::try_from(other).unwrap_or(b'?')),
        }
    }
    bytes
}

fn paths(trial: &Trial) -> Result<(), String> {
    trial.file("账号 列表.csv", list("\r\n"))?;
    whole(trial, "账号 列表.csv", r"C:\try\密钥 表.csv", &["--plain"])?;
    let deep: String = (0..6).map(|n| format!("{n}{}", "深".repeat(40)) + "/").collect();
    let folder = trial.wine.folder().join(&deep);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let out = format!(r"C:\try\{}keys.csv", deep.replace('/', r"\"));
    expect(out.chars().count() > 250 || out.encode_utf16().count() > 250, "length", &out)?;
    whole(trial, "lf.csv", &out, &["--plain"])?;
    has(&trial.text(&format!("{deep}keys.csv"))?, "user0500@corp.example")
}

fn forms(trial: &Trial) -> Result<(), String> {
    whole(trial, "lf.csv", "keys.xlsx", &["--plain", "--format", "xlsx"])?;
    trial.file("secret", "a passphrase of a table\r\n")?;
    whole(trial, "lf.csv", "keys.csv.age", &["--encrypt-passphrase-file", "secret"])?;
    for (name, start) in [("keys.xlsx", &b"PK"[..]), ("keys.csv.age", b"age-encryption.org/v1")] {
        let bytes = std::fs::read(trial.wine.folder().join(name)).map_err(|error| error.to_string())?;
        expect(bytes.starts_with(start), name, bytes.len())?;
    }
    Ok(())
}

fn private(trial: &Trial) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    for name in ["lf-keys.csv", "keys.xlsx", "token.svg"] {
        let found = std::fs::metadata(trial.wine.folder().join(name)).map_err(|error| format!("{name}: {error}"))?;
        let mode = found.permissions().mode() & 0o777;
        expect(mode & 0o007 == 0, name, format!("{mode:o}"))?;
    }
    Ok(())
}

fn at_once(trial: &Trial) -> Result<(), String> {
    std::thread::scope(|scope| {
        let other = scope.spawn(|| whole(trial, "crlf.csv", "second.csv", &["--plain"]));
        whole(trial, "lf.csv", "first.csv", &["--plain"])?;
        other.join().map_err(|_| "the second was lost".to_owned())?
    })
}
