//! The window as it is released, beside an empty one of the same versions and beside the command. A test of the real
//! window measures and prints; here is built what it needs, and its lines become rows.

use super::pairs::Pair;
use super::{Benchmark, Unit};
use crate::command::cargo;
use crate::command::{answer, line};
use crate::ui;
use std::path::PathBuf;
use std::sync::OnceLock;

const EMPTY: &str = "an empty window";

pub(super) const START: Benchmark = Benchmark {
    name: "window-start",
    ours: "first frame, 10 000 profiles",
    peer: EMPTY,
    goal: 1.1,
    unit: Unit::Time,
    measure: || pairs("start-10000"),
};

pub(super) const MEMORY: Benchmark = Benchmark {
    name: "window-memory",
    ours: "at rest, 10 000 profiles",
    peer: EMPTY,
    goal: 1.2,
    unit: Unit::Memory,
    measure: || pairs("memory-10000"),
};

/// Eight milliseconds more than two frames take here.
pub(super) const TYPING: Benchmark = Benchmark {
    name: "window-typing",
    ours: "a keystroke, 10 000 profiles, p95",
    peer: "two frames",
    goal: 1.25,
    unit: Unit::Time,
    measure: || pairs("typing-10000"),
};

pub(super) const EXPORT: Benchmark = Benchmark {
    name: "window-export",
    ours: "100 000 accounts in the window",
    peer: "the command",
    goal: 1.15,
    unit: Unit::Time,
    measure: || pairs("export"),
};

/// What the measuring tests printed: they run once for all rows.
static SAID: OnceLock<Result<String, String>> = OnceLock::new();

fn pairs(name: &str) -> Result<Vec<Pair>, String> {
    let said = SAID.get_or_init(measure).as_ref().map_err(Clone::clone)?;
    let pair = |line: &str| {
        let (ours, peer) = line.strip_prefix("pair ")?.strip_prefix(name)?.strip_prefix(' ')?.split_once(' ')?;
        Some(Pair { ours: ours.parse().ok()?, peer: peer.parse().ok()? })
    };
    let pairs: Vec<Pair> = said.lines().filter_map(pair).collect();
    if pairs.is_empty() { Err(format!("{name}: no figures")) } else { Ok(pairs) }
}

/// Runs the measuring tests with the released programs, and shows their other figures.
fn measure() -> Result<String, String> {
    let (folder, empty) = released()?;
    let mut test =
        cargo("test --locked --workspace --features hallpass-desktop/ts --test window measures -- --ignored");
    test.args(["--nocapture", "--test-threads", "1"])
        .env("HALLPASS_RELEASED", folder)
        .env("HALLPASS_EMPTY_WINDOW", empty);
    let said = answer(&mut test, "")?;
    for figure in said.lines().filter_map(|line| Some(line.split_once("figure ")?.1)) {
        println!("  {figure}");
    }
    if said.contains("pair ") { Ok(said) } else { Err(format!("{}: no figures", line(&test))) }
}

/// Builds the window, the command and the empty window, and names the folder of the first two and the third.
fn released() -> Result<(PathBuf, PathBuf), String> {
    ui::build()?;
    let features = "hallpass-desktop/packed,hallpass-desktop/empty-window";
    let build = format!("build --locked --release -p hallpass-desktop -p hallpass-cli --features {features}");
    answer(&mut cargo(&build), "")?;
    let folder = ui::root().join("target/release");
    let programs = ["hallpass-desktop", "hallpass"].map(|name| folder.join(name));
    for program in &programs {
        let size = std::fs::metadata(program).map_err(|error| format!("{}: {error}", program.display()))?.len();
        println!("  {}: {:.1} MB", program.display(), size as f64 / 1e6);
    }
    Ok((folder.clone(), folder.join("empty-window")))
}
