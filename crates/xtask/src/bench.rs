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
mod million;
mod pairs;
mod peers;
mod team;
mod window;

use crate::i18n::{Words, words};
use crate::setup;
use crate::task::Done;
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
    million::PEAK,
    million::TIME,
    team::FIRST,
    team::AGAIN,
    team::SIGN_IN,
    window::START,
    window::MEMORY,
    window::TYPING,
    window::EXPORT,
];

/// A ratio may be that much beyond its goal before the run fails: a busy machine is not a slow program.
const TOLERANCE: f64 = 1.15;

pub(crate) fn run(arguments: &[String]) -> Done {
    let known = |name: &String| BENCHMARKS.iter().any(|each| each.name == name);
    if let Some(argument) = arguments.iter().find(|name| !known(name)) {
        return Err(crate::task::unknown_argument(argument));
    }
    setup::ensure(&["build", "test", "bench"])?;
    println!("{}", machine::describe());
    let mut missed = Vec::new();
    for benchmark in BENCHMARKS.iter().filter(|each| arguments.is_empty() || arguments.iter().any(|n| n == each.name)) {
        if benchmark.run()?.is_missed() {
            missed.push(benchmark.name);
        }
    }
    let beyond: Words = words("超出目标15 % 以上：", "More than 15 % beyond the goal: ");
    if missed.is_empty() { Ok(()) } else { Err(format!("{}{}", beyond.pick(), missed.join(", "))) }
}

/// The machine, in one line.
pub(crate) fn machine() -> String {
    machine::describe()
}

/// Every comparison, whether its goal is met or not.
pub(crate) fn rows() -> Result<Vec<Row>, String> {
    BENCHMARKS.iter().map(Benchmark::run).collect()
}

/// What one comparison came to.
pub(crate) struct Row {
    benchmark: &'static Benchmark,
    ratio: f64,
    /// The middle turn of ours and of the peer's.
    middle: [f64; 2],
    turns: usize,
}

impl Benchmark {
    /// Measures, and prints one line.
    fn run(&'static self) -> Result<Row, String> {
        let measured = (self.measure)()?;
        let middle = [|pair: &Pair| pair.ours, |pair: &Pair| pair.peer];
        let row = Row {
            benchmark: self,
            ratio: pairs::median(measured.iter().map(|pair| pair.ours / pair.peer)),
            middle: middle.map(|of| pairs::median(measured.iter().map(of))),
            turns: measured.len(),
        };
        row.print();
        Ok(row)
    }
}

impl Row {
    /// Beyond the goal by more than a busy machine explains.
    fn is_missed(&self) -> bool {
        self.ratio > self.benchmark.goal * TOLERANCE
    }

    /// Name, ratio, goal, ours and the peer's, as a table has them.
    pub(crate) fn cells(&self) -> [String; 5] {
        let Benchmark { name, ours, peer, goal, unit, .. } = self.benchmark;
        let [mine, theirs] = self.middle.map(|value| unit.show(value));
        [
            (*name).to_owned(),
            format!("{:.2}", self.ratio),
            format!("{goal:.2}"),
            format!("{ours} {mine}"),
            format!("{peer} {theirs}"),
        ]
    }

    fn print(&self) {
        let mark = if self.ratio <= self.benchmark.goal {
            '✔'
        } else if self.is_missed() {
            '✘'
        } else {
            '~'
        };
        let ([name, ratio, goal, ours, peer], aim) = (self.cells(), words("目标", "goal").pick());
        println!("{mark} {name:<12} {ratio:>5} x  ({aim} {goal})  {ours} / {peer}, {} x AB", self.turns);
    }
}
