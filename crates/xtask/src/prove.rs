//! `cargo xtask prove`: runs the tests behind the promises at their full length, libFuzzer, the checks of dependencies and
//! the benchmarks, and writes what they said to `docs/proof.md` and `docs/proof.zh-CN.md`. It takes hours; `--quick` keeps
//! the bounds of the daily tests and leaves the benchmarks out, and writes to `target/prove/` instead.

mod dependencies;
mod numbers;
mod page;

use crate::task::{Done, unknown_argument};
use crate::{bench, fuzz, setup, ui};
use std::path::PathBuf;

/// What one run has shown.
struct Shown {
    machine: String,
    numbers: Vec<(&'static numbers::Number, String)>,
    fuzzed: Vec<fuzz::Run>,
    dependencies: Vec<dependencies::Check>,
    ratios: Vec<bench::Row>,
}

pub(crate) fn run(arguments: &[String]) -> Done {
    let quick = match arguments {
        [] => false,
        [one] if one == "--quick" => true,
        [other, ..] => return Err(unknown_argument(other)),
    };
    setup::ensure(&["build", "window", "test", "bench"])?;
    ui::build()?;
    let shown = Shown {
        machine: bench::machine(),
        dependencies: dependencies::check()?,
        numbers: numbers::measure(quick)?,
        fuzzed: fuzz::all(if quick { "5" } else { "600" })?,
        ratios: if quick { Vec::new() } else { bench::rows()? },
    };
    page::write(&shown, &folder(quick))
}

fn folder(quick: bool) -> PathBuf {
    ui::root().join(if quick { "target/prove" } else { "docs" })
}
