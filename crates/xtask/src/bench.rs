//! `cargo xtask bench [NAME]...`: how we compare with the bare thing, as ratios, since absolute times say little about
//! another machine.
//!
//! A benchmark is one file in `bench/` with one line in [`BENCHMARKS`]: what runs in one process belongs to the crate
//! `hallpass-bench`, which links the core, so that xtask stays quick to build.

mod commands;
mod export;
mod harness;
mod in_process;
mod machine;
mod pairs;

use crate::i18n::{Words, words};
use crate::{Done, setup};
use pairs::Pair;

/// One comparison.
struct Benchmark {
    name: &'static str,
    ours: &'static str,
    peer: &'static str,
    /// The ratio ours / peer to reach.
    goal: f64,
    unit: Unit,
    measure: fn() -> Result<Vec<Pair>, String>,
}

/// What is compared.
#[derive(Clone, Copy)]
enum Unit {
    /// Measured in seconds.
    Time,
    /// Measured in bytes.
    Memory,
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Self::Time if value >= 10.0 => format!("{value:.2} s"),
            Self::Time => format!("{:.2} ms", value * 1000.0),
            Self::Memory => format!("{:.1} MB", value / 1e6),
        }
    }
}

const BENCHMARKS: &[Benchmark] = &[
    in_process::SIGN_IN,
    in_process::SIGN_IN_BARE,
    commands::LOGIN,
    commands::TOKEN,
    in_process::OPEN,
    in_process::EDIT,
    export::WRK,
    export::CURL,
    export::HTTPX,
    export::WHOLE,
    export::LATENCY,
    export::MINT,
    export::GROW,
    export::CSV,
    export::XLSX,
];

/// A ratio may be that much beyond its goal before the run fails: a busy machine is not a slow program.
const TOLERANCE: f64 = 1.15;

pub(crate) fn run(arguments: &[String]) -> Done {
    let known = |name: &String| BENCHMARKS.iter().any(|each| each.name == name);
    if let Some(argument) = arguments.iter().find(|name| !known(name)) {
        return Err(crate::unknown_argument(argument));
    }
    setup::ensure(&["build", "test", "bench"])?;
    println!("{}", machine::describe());
    let mut missed = Vec::new();
    for benchmark in BENCHMARKS.iter().filter(|each| arguments.is_empty() || arguments.iter().any(|n| n == each.name)) {
        if !report(benchmark, &(benchmark.measure)()?) {
            missed.push(benchmark.name);
        }
    }
    let beyond: Words = words("超出目标15 % 以上：", "More than 15 % beyond the goal: ");
    if missed.is_empty() { Ok(()) } else { Err(format!("{}{}", beyond.pick(), missed.join(", "))) }
}

/// Prints one line and says whether the goal is met, within the tolerance.
fn report(benchmark: &Benchmark, measured: &[Pair]) -> bool {
    let Benchmark { name, ours, peer, goal, unit, .. } = benchmark;
    let ratio = pairs::median(measured.iter().map(|pair| pair.ours / pair.peer));
    let [mine, theirs] =
        [pairs::median(measured.iter().map(|pair| pair.ours)), pairs::median(measured.iter().map(|pair| pair.peer))]
            .map(|value| unit.show(value));
    let (aim, count) = (words("目标", "goal").pick(), measured.len());
    let mark = if ratio <= *goal {
        '✔'
    } else if ratio <= goal * TOLERANCE {
        '~'
    } else {
        '✘'
    };
    println!("{mark} {name:<12} {ratio:>5.2} x  ({aim} {goal:.2})  {ours} {mine} / {peer} {theirs}, {count} x AB");
    ratio <= goal * TOLERANCE
}
