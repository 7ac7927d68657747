//! `cargo xtask fuzz [NAME]...`: libFuzzer on each target of `crates/fuzz`, for a minute each unless told otherwise.
//!
//! It begins with the committed corpus. What breaks a target is written to `target/fuzz/found/`; mended, it goes into the
//! corpus, which every test run reads.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::command::{cargo, line};
use crate::task::{Done, unknown_argument};
use crate::ui;

/// Seconds for each target.
const SECONDS: &str = "60";
/// An input takes no longer, in seconds, and no more memory, in MiB.
const LIMITS: [&str; 2] = ["-timeout=10", "-rss_limit_mb=1024"];

pub(crate) fn run(arguments: &[String]) -> Done {
    let (mut seconds, mut asked) = (SECONDS, Vec::new());
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => seconds = arguments.next().ok_or_else(|| unknown_argument(argument))?,
            name if corpus().join(name).is_dir() => asked.push(name.to_owned()),
            other => return Err(unknown_argument(other)),
        }
    }
    if asked.is_empty() {
        asked = targets()?;
    }
    for target in asked {
        let run = look(target, seconds)?;
        println!("✔ {:<12} {} s, {} runs", run.target, run.seconds, run.runs);
    }
    Ok(())
}

/// Every target, so many seconds each.
pub(crate) fn all(seconds: &str) -> Result<Vec<Run>, String> {
    targets()?.into_iter().map(|target| look(target, seconds)).collect()
}

/// A target under libFuzzer that found nothing.
pub(crate) struct Run {
    pub(crate) target: String,
    pub(crate) seconds: String,
    /// Inputs that were tried.
    pub(crate) runs: String,
}

fn corpus() -> PathBuf {
    ui::root().join("crates/fuzz/corpus")
}

/// The targets are the folders of the corpus; a test says that each has one.
fn targets() -> Result<Vec<String>, String> {
    let entries = fs::read_dir(corpus()).map_err(|error| format!("{}: {error}", corpus().display()))?;
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

fn look(target: String, seconds: &str) -> Result<Run, String> {
    let built = ui::root().join("target/fuzz");
    let (new, found) = (built.join("corpus").join(&target), built.join("found"));
    for folder in [&new, &found] {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let mut command = fuzzer();
    command.arg("--target-dir").arg(&built).arg("libfuzzer").arg(&new).arg(corpus().join(&target));
    command.arg("--").arg(format!("-max_total_time={seconds}")).arg("-print_final_stats=1").args(LIMITS);
    command.arg(format!("-artifact_prefix={}/{target}-", found.display())).env("HALLPASS_FUZZ", &target);
    let output = command.output().map_err(|error| format!("{}: {error}", line(&command)))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{said}\n{}", line(&command)));
    }
    let runs = said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    Ok(Run { target, seconds: seconds.to_owned(), runs: runs.unwrap_or("?").trim().to_owned() })
}

/// Nothing here is `unsafe`: without a sanitizer the stable compiler does, and more inputs are seen in a second.
fn fuzzer() -> Command {
    cargo("fuzz run --fuzz-dir crates/fuzz --features libfuzzer --sanitizer none --debug-assertions")
}
