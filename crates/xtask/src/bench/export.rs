//! A whole export of authKeys, from the list to the table, against clients that only send requests.

use super::harness::{Ground, PROFILE};
use super::pairs::{Pair, alternate, time};
use super::peers::{A_CALL, ACCOUNTS, AT_ONCE, CALLS, PATH, Peer, curl, httpx, wrk};
use super::{Benchmark, Unit};
use crate::command::answer;
use std::cell::Cell;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const OURS: &str = "2 000 calls of an export";

/// At least half of what a load generator reaches.
pub(super) const WRK: Benchmark =
    Benchmark { name: "export-wrk", ours: OURS, peer: "wrk", goal: 2.0, unit: Unit::Time, measure: || against(wrk) };

/// At least nine tenths of what curl reaches.
pub(super) const CURL: Benchmark = Benchmark {
    name: "export-curl",
    ours: OURS,
    peer: "curl --parallel",
    goal: 1.0 / 0.9,
    unit: Unit::Time,
    measure: || against(curl),
};

/// At least ten times what a script reaches.
pub(super) const HTTPX: Benchmark = Benchmark {
    name: "export-httpx",
    ours: OURS,
    peer: "Python httpx",
    goal: 0.1,
    unit: Unit::Time,
    measure: || against(httpx),
};

/// And a whole export is no slower than a script's requests alone.
pub(super) const WHOLE: Benchmark = Benchmark {
    name: "export-all",
    ours: "100 000, list to table",
    peer: "Python httpx",
    goal: 1.0,
    unit: Unit::Time,
    measure: whole,
};

/// At least 0.95 of what the server's latency allows.
pub(super) const LATENCY: Benchmark = Benchmark {
    name: "export-wait",
    ours: "20 000 at 200 ms",
    peer: "ideal",
    goal: 1.0 / 0.95,
    unit: Unit::Time,
    measure: latency,
};

/// Keys to be made cost their own calls, and nothing for each account that has one.
pub(super) const MINT: Benchmark = Benchmark {
    name: "export-mint",
    ours: "100 000, 1 in 20 without a key",
    peer: "each with one",
    goal: 1.5,
    unit: Unit::Time,
    measure: || side_by_side(ACCOUNTS, ACCOUNTS, usize::MAX),
};

/// Six times the list takes six times as long.
pub(super) const GROW: Benchmark = Benchmark {
    name: "export-grow",
    ours: "60 000, 1 in 20 without a key",
    peer: "10 000",
    goal: 6.5,
    unit: Unit::Time,
    measure: || side_by_side(60_000, 10_000, KEYLESS),
};

pub(super) const CSV: Benchmark = Benchmark {
    name: "export-csv",
    ours: "peak at 1 000 000",
    peer: "at 10 000",
    goal: 1.3,
    unit: Unit::Memory,
    measure: || memory("csv"),
};

pub(super) const XLSX: Benchmark = Benchmark {
    name: "export-xlsx",
    ours: "peak at 1 000 000",
    peer: "at 10 000",
    goal: 2.0,
    unit: Unit::Memory,
    measure: || memory("xlsx"),
};

/// How fast calls go out, in the seconds that [`CALLS`] of them take.
fn against(peer: fn(&Peer<'_>) -> Result<f64, String>) -> Result<Vec<Pair>, String> {
    turns(peer, |ground, _whole| calls(ground))
}

/// Both from start to end, which for an export is from the list to the table.
fn whole() -> Result<Vec<Pair>, String> {
    turns(httpx, |_ground, whole| Ok(whole))
}

fn turns(
    peer: fn(&Peer<'_>) -> Result<f64, String>,
    measured: fn(&Ground, f64) -> Result<f64, String>,
) -> Result<Vec<Pair>, String> {
    let ground = signed_in(&[])?;
    let list = list(&ground, ACCOUNTS)?;
    let peer_of = Peer::new(&ground, &names(A_CALL))?;
    let mut ours = || export(&ground, &list, "csv", &[], AT_ONCE, time).and_then(|whole| measured(&ground, whole));
    let mut theirs = || peer(&peer_of).and_then(|whole| measured(&ground, whole));
    alternate(5, &mut ours, &mut theirs)
}

/// By the times at which the sandbox saw the last calls arrive: the same eye for an export and for a peer.
fn calls(ground: &Ground) -> Result<f64, String> {
    let seen = ground.sandbox.arrivals(PATH)?;
    if seen.len() < CALLS / 2 {
        return Err(format!("{} calls arrived", seen.len()));
    }
    let span = seen.last().zip(seen.first()).map_or(0, |(last, first)| last - first) as f64 / 1000.0;
    Ok(span / (seen.len() - 1) as f64 * CALLS as f64)
}

/// One account in so many has no key.
const KEYLESS: usize = 20;

/// Exports that make keys: a list with one keyless account in [`KEYLESS`] against one with one in `keyless`.
fn side_by_side(accounts: usize, others: usize, keyless: usize) -> Result<Vec<Pair>, String> {
    let (ground, turns) = (signed_in(&[])?, Cell::new(0));
    let run = |accounts: usize, keyless: usize| {
        turns.set(turns.get() + 1);
        let file = ground.home.path("accounts-keyless.txt");
        // Others each time: who was given a key in the last turn has one.
        let list = names_of(&format!("{}.", turns.get()), accounts, keyless);
        fs::write(&file, list).map_err(|error| format!("{}: {error}", file.display()))?;
        export(&ground, &file, "csv", &["--create-missing"], AT_ONCE, time)
    };
    alternate(3, &mut || run(accounts, KEYLESS), &mut || run(others, keyless))
}

fn latency() -> Result<Vec<Pair>, String> {
    let (accounts, at_once, wait) = (20_000, 4, 0.2);
    let ground = signed_in(&["--fault", "latency=200"])?;
    let list = list(&ground, accounts)?;
    let ideal = accounts.div_ceil(A_CALL) as f64 / at_once as f64 * wait;
    let ours = || export(&ground, &list, "csv", &[], at_once, time);
    (0..3).map(|_| Ok(Pair { ours: ours()?, peer: ideal })).collect()
}

fn memory(format: &str) -> Result<Vec<Pair>, String> {
    let ground = signed_in(&[])?;
    let (many, few) = (list(&ground, 1_000_000)?, list(&ground, 10_000)?);
    let peak_of = |list: &Path| export(&ground, list, format, &[], AT_ONCE, peak);
    Ok(vec![Pair { ours: peak_of(&many)?, peer: peak_of(&few)? }])
}

pub(super) fn signed_in(sandbox: &[&str]) -> Result<Ground, String> {
    let ground = Ground::new("quanshi", "token", "", sandbox)?;
    time(&mut ground.hallpass(&["login", PROFILE]))?;
    Ok(ground)
}

fn list(ground: &Ground, accounts: usize) -> Result<PathBuf, String> {
    let file = ground.home.path(&format!("accounts-{accounts}.txt"));
    fs::write(&file, names(accounts)).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file)
}

fn names(count: usize) -> String {
    names_of("", count, usize::MAX)
}

/// Login names, one a line; one in every `keyless` has no key.
pub(super) fn names_of(family: &str, count: usize, keyless: usize) -> String {
    (1..=count).fold(String::new(), |mut list, n| {
        let kind = if n % keyless == 0 { "nokey" } else { "user" };
        let _ = writeln!(list, "{kind}{family}{n:07}@corp.example");
        list
    })
}

/// Exports the list and answers what `measure` makes of the process. The job goes with its table.
pub(super) fn export(
    ground: &Ground,
    list: &Path,
    format: &str,
    more: &[&str],
    at_once: usize,
    measure: fn(&mut Command) -> Result<f64, String>,
) -> Result<f64, String> {
    let table = ground.home.path(&format!("keys.{format}"));
    let mut command = ground.hallpass(&["authkeys", "export", PROFILE, "--expires", "30d", "--plain", "--yes"]);
    command.args(more);
    command.arg("--accounts").arg(list).arg("--out").arg(&table).args(["--concurrency", &at_once.to_string()]);
    let measured = measure(&mut command)?;
    fs::remove_file(&table).map_err(|error| format!("{}: {error}", table.display()))?;
    let jobs = answer(&mut ground.hallpass(&["authkeys", "jobs", "--json"]), "")?;
    let jobs: serde_json::Value = serde_json::from_str(&jobs).map_err(|error| format!("authkeys jobs: {error}"))?;
    for job in jobs["jobs"].as_array().into_iter().flatten() {
        answer(&mut ground.hallpass(&["authkeys", "forget", job["job"].as_str().unwrap_or_default()]), "")?;
    }
    Ok(measured)
}

/// The peak of a process's memory in bytes. Linux forgets it with the process, so it is asked for until the end.
fn peak(command: &mut Command) -> Result<f64, String> {
    let typed = crate::command::line(command);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("{typed}: {error}"))?;
    let status = status_of(&child);
    let mut peak = 0.0_f64;
    loop {
        peak = peak.max(peak_so_far(&status));
        match child.try_wait().map_err(|error| format!("{typed}: {error}"))? {
            None => sleep(Duration::from_millis(5)),
            Some(end) if end.success() => return Ok(peak),
            Some(end) => return Err(format!("{typed}: {end}")),
        }
    }
}

/// Where Linux tells of a process.
pub(super) fn status_of(child: &Child) -> String {
    format!("/proc/{}/status", child.id())
}

/// The peak of the memory of a process until now, in bytes; nothing where it has ended.
pub(super) fn peak_so_far(status: &str) -> f64 {
    let about = fs::read_to_string(status).unwrap_or_default();
    let kilobytes = about.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    kilobytes.and_then(|text| text.trim().parse().ok()).map_or(0.0, |now: f64| now * 1024.0)
}
