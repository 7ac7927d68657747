//! Programs of others open what was written: LibreOffice finds no formula, the stock `age` opens what is sealed.
//! `cargo xtask setup` installs them; without them these tests fail.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::{hostile, scratch, write};
use hallpass_providers::Secret;
use hallpass_tables::{Format, Protection};

fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{:?}: {error}", command.get_program()))
}

/// What LibreOffice makes of a file, with a profile of its own.
fn converted(file: &Path, to: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (filter, extension) = (format!("{to}:{}", filter(to)), to);
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let mut office = Command::new("soffice");
    office.env("HOME", folder.path()).arg(profile).args(["--headless", "--norestore", "--convert-to", &filter]);
    // Commas, quotation marks, UTF-8, from the first line, every column as LibreOffice sees fit.
    if file.extension().is_some_and(|extension| extension == "csv") {
        office.arg("--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false");
    }
    let output = run(office.arg("--outdir").arg(folder.path().join("out")).arg(file));
    let made = folder.path().join("out").join(file.file_stem().unwrap()).with_extension(extension);
    fs::read_to_string(&made).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn filter(to: &str) -> &'static str {
    match to {
        "csv" => "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",
        _ => "OpenDocument Spreadsheet Flat XML",
    }
}

fn formulas(flat: &str) -> usize {
    assert!(flat.contains("<table:table-cell"), "not a spreadsheet: {}", &flat[..200.min(flat.len())]);
    flat.matches("table:formula=").count()
}

fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn libreoffice_computes_a_formula_where_there_is_one() {
    let (_folder, file) = scratch("control.csv");
    fs::write(&file, "\"=1+1\",\"=2+2\"\r\n").unwrap();
    assert_eq!(formulas(&converted(&file, "fods")), 2, "then the tests beside this one would show nothing");
}

#[test]
fn libreoffice_computes_nothing_of_a_hostile_csv() {
    for bom in [false, true] {
        let (_folder, file) = scratch("keys.csv");
        let cells = hostile();
        write(&file, Format::Csv, Protection::Plain, bom, &cells);
        assert_eq!(formulas(&converted(&file, "fods")), 0);
        let found = rows(&converted(&file, "csv"));
        assert_eq!(found.len(), cells.len() + 1);
        // What begins as a formula stands there as it was written, apostrophe and all.
        for (row, cell) in found[1..].iter().zip(&cells).filter(|(_, cell)| cell.starts_with(['=', '+', '-', '@'])) {
            assert_eq!(row[0], format!("'{cell}"));
        }
    }
}

#[test]
fn libreoffice_computes_nothing_of_a_hostile_workbook() {
    let (_folder, file) = scratch("keys.xlsx");
    let cells = hostile();
    write(&file, Format::Xlsx, Protection::Plain, false, &cells);
    let flat = converted(&file, "fods");
    assert_eq!(formulas(&flat), 0);
    for number in ["float", "date", "boolean", "percentage", "currency", "time"] {
        assert!(!flat.contains(&format!("office:value-type=\"{number}\"")), "a cell became a {number}");
    }
    let found = rows(&converted(&file, "csv"));
    let lines = |text: &str| text.replace('\r', "");
    for (row, cell) in found[1..].iter().zip(&cells).filter(|(_, cell)| cell.len() <= 32_767 && !cell.is_empty()) {
        assert_eq!((lines(&row[0]), row[2].as_str()), (lines(cell), "9007199254740993"));
    }
}

/// A key of the stock `age`: its file and its recipient.
fn age_key(folder: &Path) -> (PathBuf, String) {
    let file = folder.join("key.txt");
    let output = run(Command::new("age-keygen").arg("-o").arg(&file));
    let words = String::from_utf8(output.stderr).unwrap();
    let recipient = words.lines().find_map(|line| line.strip_prefix("Public key: ")).expect(&words);
    (file, recipient.to_owned())
}

fn age_open(key: &Path, sealed: &Path) -> Option<Vec<u8>> {
    let output = run(Command::new("age").args(["-d", "-i"]).arg(key).arg(sealed));
    output.status.success().then_some(output.stdout)
}

#[test]
fn age_opens_what_is_sealed_for_its_key() {
    let (folder, plain) = scratch("plain");
    let (key, recipient) = age_key(folder.path());
    let mut cells = hostile();
    cells.extend(cells.clone());
    for format in [Format::Csv, Format::Json, Format::Ndjson] {
        write(&plain, format, Protection::Plain, false, &cells);
        let sealed = folder.path().join("keys.age");
        write(&sealed, format, Protection::Recipient(recipient.clone()), false, &cells);
        assert!(fs::read(&sealed).unwrap().starts_with(b"age-encryption.org/v1\n-> X25519 "));
        assert_eq!(age_open(&key, &sealed).unwrap(), fs::read(&plain).unwrap());
    }
    let sealed = folder.path().join("keys.xlsx.age");
    write(&sealed, Format::Xlsx, Protection::Recipient(recipient), false, &cells);
    let opened = folder.path().join("opened.xlsx");
    fs::write(&opened, age_open(&key, &sealed).unwrap()).unwrap();
    assert_eq!(formulas(&converted(&opened, "fods")), 0);
}

#[test]
fn age_refuses_a_file_with_one_bit_changed() {
    let (folder, sealed) = scratch("keys.csv.age");
    let (key, recipient) = age_key(folder.path());
    write(&sealed, Format::Csv, Protection::Recipient(recipient), false, &["a@corp.example".to_owned()]);
    let whole = fs::read(&sealed).unwrap();
    assert!(age_open(&key, &sealed).is_some());
    let opened = (0..whole.len()).filter(|at| {
        let mut bytes = whole.clone();
        bytes[*at] ^= 1 << (at % 8);
        fs::write(&sealed, bytes).unwrap();
        age_open(&key, &sealed).is_some()
    });
    assert_eq!(opened.count(), 0);
    for cut in [whole.len() - 1, whole.len() / 2] {
        fs::write(&sealed, &whole[..cut]).unwrap();
        assert!(age_open(&key, &sealed).is_none());
    }
}

/// Opens with a passphrase, which `age` reads from a terminal only: `script` lends one.
fn age_open_typed(passphrase: &str, sealed: &Path, opened: &Path) -> bool {
    let line = format!("age -d -o '{}' '{}'", opened.display(), sealed.display());
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut script = script.spawn().unwrap();
    let (mut keyboard, mut screen) = (script.stdin.take().unwrap(), script.stdout.take().unwrap());
    let (mut shown, mut byte) = (String::new(), [0]);
    while !shown.contains("passphrase") && screen.read(&mut byte).unwrap() == 1 {
        shown.push(char::from(byte[0]));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    writeln!(keyboard, "{passphrase}").unwrap();
    let mut rest = Vec::new();
    screen.read_to_end(&mut rest).unwrap();
    let opened = script.wait().unwrap().success();
    assert!(shown.contains("passphrase"), "{shown}");
    opened
}

#[test]
fn age_opens_what_is_sealed_under_a_passphrase() {
    let (folder, sealed) = scratch("keys.csv.age");
    let (plain, opened) = (folder.path().join("plain"), folder.path().join("opened"));
    let (cells, passphrase) = (hostile(), "通行证 correct horse");
    write(&plain, Format::Csv, Protection::Plain, false, &cells);
    write(&sealed, Format::Csv, Protection::Passphrase(Secret::new(passphrase)), false, &cells);
    assert!(fs::read(&sealed).unwrap().starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!age_open_typed("wrong", &sealed, &opened));
    assert!(age_open_typed(passphrase, &sealed, &opened));
    assert_eq!(fs::read(&opened).unwrap(), fs::read(&plain).unwrap());
    let mut bytes = fs::read(&sealed).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&sealed, bytes).unwrap();
    assert!(!age_open_typed(passphrase, &sealed, &folder.path().join("changed")));
}
