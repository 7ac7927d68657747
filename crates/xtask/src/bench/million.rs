//! A million accounts, of which fifty thousand have no key: killed on the way, in no more memory than ten thousand take,
//! and in the time that its requests take.

use super::export::{export, names_of, peak_so_far, signed_in, status_of};
use super::harness::{Ground, PROFILE};
use super::pairs::{Pair, time};
use super::peers::AT_ONCE;
use super::{Benchmark, Unit};
use crate::command::{answer, line};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const MILLION: usize = 1_000_000;
/// One account in so many has no key.
const KEYLESS: usize = 20;
/// The most accounts in one request.
const A_CALL: usize = 50;
/// After so many of a thousand requests that reading takes it is killed: four times while accounts are read, four times
/// while keys are made.
const KILLS: [u64; 8] = [100, 350, 600, 900, 1005, 1012, 1020, 1030];

pub(super) const PEAK: Benchmark = Benchmark {
    name: "million",
    ours: "1 000 000, 50 000 without a key, killed 8 times: peak",
    peer: "10 000",
    goal: 1.3,
    unit: Unit::Memory,
    measure: || {
        let ground = signed_in(&[])?;
        let few = killed(&ground, "few", 10_000, &[])?;
        Ok(vec![Pair { ours: killed(&ground, "many", MILLION, &KILLS)?, peer: few }])
    },
};

pub(super) const TIME: Benchmark = Benchmark {
    name: "million-time",
    ours: "1 000 000, 50 000 without a key",
    peer: "none without, and the requests",
    goal: 1.5,
    unit: Unit::Time,
    measure: times,
};

fn times() -> Result<Vec<Pair>, String> {
    let ground = signed_in(&[])?;
    let run = |family: &str, keyless: usize| {
        let list = list(&ground, family, MILLION, keyless)?;
        export(&ground, &list, "csv", &["--create-missing"], AT_ONCE, time)
    };
    let pair = |turn: u32| {
        let none = run(&format!("none{turn}."), usize::MAX)?;
        // Reading takes a call for each fifty accounts, and making keys one for each fifty of those without.
        Ok(Pair { peer: none * (1.0 + 1.0 / KEYLESS as f64), ours: run(&format!("some{turn}."), KEYLESS)? })
    };
    (0..2).map(pair).collect()
}

fn list(ground: &Ground, family: &str, accounts: usize, keyless: usize) -> Result<PathBuf, String> {
    let file = ground.home.path("accounts-million.txt");
    fs::write(&file, names_of(family, accounts, keyless)).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file)
}

/// An export that is killed each time the server has seen so many requests, and taken up again; the greatest peak of its
/// processes. Afterwards each account has its own key, and no key was made that nobody has.
fn killed(ground: &Ground, family: &str, accounts: usize, kills: &[u64]) -> Result<f64, String> {
    let (list, table) = (list(ground, family, accounts, KEYLESS)?, ground.home.path("keys-million.csv"));
    let before = made(ground)?;
    let begun = ground.sandbox.requests("quanshi")?;
    let mut command = ground.hallpass(&["authkeys", "export", PROFILE, "--expires", "30d", "--plain", "--yes"]);
    command.args(["--create-missing", "--mint-wait", "1s", "--concurrency", &AT_ONCE.to_string()]);
    command.arg("--accounts").arg(&list).arg("--out").arg(&table);
    let mut peak = 0.0_f64;
    for after in kills {
        let until = begun + (accounts / A_CALL) as u64 * after / 1000;
        peak = peak.max(run_until(ground, &mut command, Some(until))?);
        command = ground.hallpass(&["authkeys", "resume", &job(ground)?, "--mint-wait", "1s"]);
    }
    peak = peak.max(run_until(ground, &mut command, None)?);
    let (keys, surplus) = made(ground)?;
    if (keys - before.0, surplus) != ((accounts / KEYLESS) as u64, 0) {
        return Err(format!("{} keys were made, {surplus} of them for nobody", keys - before.0));
    }
    check_table(ground, &table, accounts)?;
    answer(&mut ground.hallpass(&["authkeys", "forget", &job(ground)?]), "")?;
    fs::remove_file(&table).map_err(|error| format!("{}: {error}", table.display()))?;
    Ok(peak)
}

/// Runs it to its end, or kills it once the server has seen so many requests; the peak of its memory.
fn run_until(ground: &Ground, command: &mut Command, requests: Option<u64>) -> Result<f64, String> {
    let typed = line(command);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("{typed}: {error}"))?;
    let (status, mut peak) = (status_of(&child), 0.0_f64);
    loop {
        peak = peak.max(peak_so_far(&status));
        if let Some(end) = child.try_wait().map_err(|error| format!("{typed}: {error}"))? {
            return match requests {
                None if end.success() => Ok(peak),
                None => Err(format!("{typed}: {end}")),
                Some(_) => Err(format!("{typed}: {end} before it was killed")),
            };
        }
        if requests.is_some_and(|most| ground.sandbox.requests("quanshi").is_ok_and(|seen| seen >= most)) {
            child.kill().and_then(|()| child.wait()).map_err(|error| format!("{typed}: {error}"))?;
            return Ok(peak);
        }
        sleep(Duration::from_millis(2));
    }
}

fn job(ground: &Ground) -> Result<String, String> {
    let jobs = answer(&mut ground.hallpass(&["authkeys", "jobs", "--json"]), "")?;
    let jobs: Value = serde_json::from_str(&jobs).map_err(|error| format!("authkeys jobs: {error}"))?;
    jobs["jobs"][0]["job"].as_str().map(str::to_owned).ok_or_else(|| "authkeys jobs: none".into())
}

/// Keys that the server made, and those among them that were made a second time.
fn made(ground: &Ground) -> Result<(u64, u64), String> {
    let all = ground.sandbox.told("quanshi/minted", "{}")?;
    let number = |name: &str| all[name].as_u64().ok_or_else(|| format!("hallpass sandbox: no {name}"));
    Ok((number("minted")?, number("surplus")?))
}

/// Every account has a key, and of every thousandth it is the server's.
fn check_table(ground: &Ground, table: &Path, accounts: usize) -> Result<(), String> {
    let wrong = |what: String| format!("{}: {what}", table.display());
    let file = File::open(table).map_err(|error| wrong(error.to_string()))?;
    let mut rows = 0;
    for row in BufReader::new(file).lines().skip(1) {
        let row = row.map_err(|error| wrong(error.to_string()))?;
        let cells: Vec<&str> = row.split(',').map(|cell| cell.trim_matches('"')).collect();
        let [account, .., key, _, status] = *cells.get(..7).unwrap_or_default() else { return Err(wrong(row)) };
        if status != "ok" {
            return Err(wrong(row));
        }
        if rows % 1000 == 19 {
            let truth = ground.sandbox.told("quanshi/key", &json!({"account": account}).to_string())?;
            if truth["auth_key"] != *key {
                return Err(wrong(format!("{account} has another key")));
            }
        }
        rows += 1;
    }
    if rows == accounts { Ok(()) } else { Err(wrong(format!("{rows} rows"))) }
}
