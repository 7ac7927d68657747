//! Memory stays the same however long the list is: a list goes in and a table comes out in a process of its own, whose
//! peak the system tells.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod common;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use common::row;
use hallpass_providers::Secret;
use hallpass_tables::{AccountList, Format, Line, Options, Protection, Table};

const SMALL: usize = 10_000;
const LARGE: usize = 1_000_000;

fn write_list(file: &Path, count: usize) {
    let mut out = BufWriter::new(File::create(file).unwrap());
    writeln!(out, "loginname,department").unwrap();
    for n in 0..count {
        writeln!(out, "user{n:07}@corp.example,\"部门 {}\"", n % 97).unwrap();
    }
    out.into_inner().unwrap();
}

/// What the other process does.
#[test]
#[ignore = "run by the tests below in a process of its own"]
fn pour() {
    let wanted = |name| std::env::var(name).unwrap();
    let (list, out) = (wanted("LIST"), wanted("OUT"));
    let format = if out.ends_with("xlsx") { Format::Xlsx } else { Format::Csv };
    let private = Path::new(&out).parent().unwrap().to_owned();
    let list = AccountList::open(Path::new(&list), None, &private).unwrap();
    let options = Options { format, bom: false, protection: Protection::Plain, private };
    let mut table = Table::create(Path::new(&out), &options, list.carried()).unwrap();
    let key = Secret::new("0123456789abcdef0123456789abcdef0123456789abcdef");
    let mut rows = 0;
    for line in list {
        let Line::Account(entry) = line.unwrap() else { panic!("no account") };
        table.push(&row(entry.account.name(), &key, &entry.carried)).unwrap();
        rows += 1;
    }
    assert_eq!(table.finish().unwrap().rows, rows);
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    println!("rows {rows} peak {}", peak.split_whitespace().nth(1).unwrap());
}

/// The peak of the process in kB.
fn peak(folder: &Path, out: &str, count: usize) -> f64 {
    let list = folder.join("list.csv");
    write_list(&list, count);
    let mut pour = Command::new(std::env::current_exe().unwrap());
    pour.args(["--exact", "pour", "--ignored", "--nocapture"]).env("LIST", &list).env("OUT", folder.join(out));
    let output = pour.output().unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    let told = words.lines().find_map(|line| line.split_once(&format!("rows {count} peak ")));
    told.unwrap_or_else(|| panic!("{words}{}", String::from_utf8_lossy(&output.stderr))).1.parse().unwrap()
}

fn growth(out: &str) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let (small, large) = (peak(folder.path(), out, SMALL), peak(folder.path(), out, LARGE));
    println!("{out}: {small} kB at {SMALL} rows, {large} kB at {LARGE}");
    large / small
}

#[test]
fn a_csv_of_a_million_rows_needs_no_more_memory_than_a_small_one() {
    let growth = growth("keys.csv");
    assert!(growth <= 1.3, "{growth:.2} times");
}

#[test]
fn a_workbook_of_a_million_rows_needs_no_more_than_twice_the_memory() {
    let growth = growth("keys.xlsx");
    assert!(growth <= 2.0, "{growth:.2} times");
}
