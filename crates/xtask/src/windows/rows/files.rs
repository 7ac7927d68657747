//! Files that another program has open.

use super::export::words;
use super::{Row, row};
use crate::windows::trial::{Trial, expect, has};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

pub(super) const ROWS: &[Row] = &[
    row("a table that a spreadsheet has open: said before anything is sent", held_table),
    row("a list that another program keeps for itself: said before anything is sent", held_list),
    row("a vault that another program keeps for itself", held_vault),
];

/// Another program that has a file open.
struct Holder(Child);

impl Holder {
    fn of(trial: &Trial, file: &str, how: &str) -> Result<Self, String> {
        let exe = trial.wine.folder().join("hold.exe");
        if !exe.exists() {
            trial.wine.compile("hold.c", &exe, &[])?;
        }
        let mut command = trial.wine.program(&exe);
        command.args([file, how]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("hold.exe: {error}"))?;
        let mut line = String::new();
        let read = child.stdout.take().map(|output| BufReader::new(output).read_line(&mut line));
        expect(read.is_some() && line.trim() == "held", "hold.exe", &line)?;
        Ok(Self(child))
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // The end of its input ends it.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// How many requests for keys reached the sandbox so far.
fn sent(trial: &Trial) -> Result<u64, String> {
    trial.sandbox.requests("quanshi")
}

fn held_table(trial: &Trial) -> Result<(), String> {
    trial.file("open.csv", "as it was\r\n")?;
    let holder = Holder::of(trial, r"C:\try\open.csv", "r")?;
    let before = sent(trial)?;
    for (lang, sentence) in
        [("en", "another program, such as Excel, has it open"), ("zh", "另一个程序（例如Excel）正打开着它")]
    {
        let ran = trial.run(&words("lf.csv", r"C:\try\open.csv", &["--plain", "--lang", lang]))?;
        ran.ended(2)?;
        has(&ran.err, sentence)?;
    }
    expect(sent(trial)? == before, "requests", sent(trial)?)?;
    has(&trial.text("open.csv")?, "as it was")?;
    drop(holder);
    trial.run(&words("lf.csv", r"C:\try\open.csv", &["--plain"]))?.ended(0)?;
    has(&trial.text("open.csv")?, "user0001@corp.example")
}

fn held_list(trial: &Trial) -> Result<(), String> {
    let _holder = Holder::of(trial, r"C:\try\lf.csv", "x")?;
    let before = sent(trial)?;
    let ran = trial.run(&words("lf.csv", "x.csv", &["--plain", "--lang", "en"]))?;
    ran.ended(2)?;
    has(&ran.err, "has it open")?;
    expect(sent(trial)? == before, "requests", sent(trial)?)
}

fn held_vault(trial: &Trial) -> Result<(), String> {
    let _holder = Holder::of(trial, r"C:\try\home\vault.db", "x")?;
    let ran = trial.run(&["profile", "list", "--lang", "en"])?;
    ran.ended(6)?;
    has(&ran.err, "has it open; close it there and try again")
}
