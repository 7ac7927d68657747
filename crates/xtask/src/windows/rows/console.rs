//! The console: questions, keys, code pages and pipes.

use super::export::words;
use super::{Row, row};
use crate::windows::trial::{Trial, expect, has};
use crate::windows::typist::Typist;
use std::process::Stdio;

pub(super) const ROWS: &[Row] = &[
    row("a hidden question is asked in both languages, and what is typed is not shown", hidden),
    row("the same in code page 936", code_page),
    row("Ctrl-C at a hidden question: exit code 130", interrupted_hidden),
    row("Ctrl-C at a question: exit code 130", interrupted_shown),
    row("Ctrl-C in an export: exit code 130, and resume completes it", interrupted_export),
    row("a pipe that nobody reads is said in one sentence", broken_pipe),
];

const PASSPHRASE: &str = "not a real passphrase";

fn asks(trial: &Trial, lang: &str) -> Result<Typist, String> {
    let mut command = trial.hallpass(&["profile", "list", "--lang", lang]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE");
    Typist::start(&command)
}

fn hidden(trial: &Trial) -> Result<(), String> {
    for (lang, question) in [("en", "passphrase"), ("zh", "口令")] {
        let mut typist = asks(trial, lang)?;
        typist.wait_for(question)?;
        typist.press(&format!("{PASSPHRASE}\r"))?;
        let (code, screen) = typist.end()?;
        expect(code == Some(0), "exit code", format!("{code:?} {screen}"))?;
        expect(!screen.contains("notareal"), "typed", &screen)?;
        has(&screen, "enos-iam")?;
    }
    Ok(())
}

fn code_page(trial: &Trial) -> Result<(), String> {
    let line = format!("chcp 936 >nul & {} profile list --lang zh", trial.exe.display());
    let mut command = trial.wine.tool("wine");
    trial.dress(&mut command);
    command.args(["cmd", "/c", &line]).env_remove("HALLPASS_PASSPHRASE_FILE");
    let mut typist = Typist::start(&command)?;
    typist.wait_for("口令")?;
    typist.press(&format!("{PASSPHRASE}\r"))?;
    let (code, screen) = typist.end()?;
    expect(code == Some(0), "exit code", format!("{code:?} {screen}"))?;
    has(&screen, "enos-iam")
}

fn interrupted_hidden(trial: &Trial) -> Result<(), String> {
    let mut typist = asks(trial, "en")?;
    typist.wait_for("passphrase")?;
    typist.press("half\u{3}")?;
    let (code, screen) = typist.end()?;
    expect(code == Some(130) && !screen.contains("half"), "exit code", format!("{code:?} {screen}"))
}

fn interrupted_shown(trial: &Trial) -> Result<(), String> {
    let command = trial.hallpass(&["profile", "remove", "hzero", "--lang", "en"]);
    let mut typist = Typist::start(&command)?;
    typist.wait_for("[y/N]")?;
    typist.press("\u{3}")?;
    let (code, screen) = typist.end()?;
    expect(code == Some(130), "exit code", format!("{code:?} {screen}"))?;
    has(&trial.printed(&["profile", "list"])?, "hzero")
}

fn interrupted_export(trial: &Trial) -> Result<(), String> {
    trial.sandbox.slow_down("quanshi", 400)?;
    let mut list = String::new();
    for n in 1..=4000 {
        list += &format!("slow{n:05}@corp.example\r\n");
    }
    trial.file("long.csv", list)?;
    let command =
        trial.hallpass(&words("long.csv", "long-keys.csv", &["--plain", "--lang", "en", "--concurrency", "1"]));
    let before = trial.sandbox.requests("quanshi")?;
    let mut typist = Typist::start(&command)?;
    while trial.sandbox.requests("quanshi")? < before + 2 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    typist.press("\u{3}")?;
    let (code, screen) = typist.end()?;
    trial.sandbox.slow_down("quanshi", 0)?;
    expect(code == Some(130), "exit code", format!("{code:?} {screen}"))?;
    let jobs = trial.json(&["authkeys", "jobs"])?;
    let job = jobs["jobs"][0]["job"].as_str().unwrap_or_default().to_owned();
    trial.run(&["authkeys", "resume", &job])?.ended(0)?;
    has(&trial.text("long-keys.csv")?, "slow04000@corp.example")
}

fn broken_pipe(trial: &Trial) -> Result<(), String> {
    let (reader, writer) = std::io::pipe().map_err(|error| error.to_string())?;
    drop(reader);
    let mut command = trial.hallpass(&["token", "enos-iam", "--lang", "en"]);
    // The warning about the passphrase's file, which this machine wrote, is not of the row.
    trial.private("passphrase")?;
    let output = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output();
    let output = output.map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(
        output.status.code() == Some(1) && said.trim().lines().count() == 1,
        "exit code",
        format!("{} {said}", output.status),
    )?;
    has(&said, "no program is reading it")
}
