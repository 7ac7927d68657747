//! What runs inside one process, in the crate `hallpass-bench`.

use super::Benchmark;
use super::pairs::Pair;
use crate::build;
use crate::command::line;
use crate::home::Home;
use std::process::{Command, Stdio};

pub(super) const OPEN: Benchmark = Benchmark {
    name: "vault-open",
    ours: "open + 10 000 profiles",
    peer: "SQLCipher",
    goal: 1.5,
    measure: || vault("open"),
};

pub(super) const EDIT: Benchmark =
    Benchmark { name: "vault-edit", ours: "20 durable edits", peer: "SQLCipher", goal: 1.5, measure: || vault("edit") };

fn vault(name: &str) -> Result<Vec<Pair>, String> {
    let binary = build::binary("hallpass-bench", "bench")?;
    let home = Home::new("bench")?;
    pairs(home.command(binary).arg(name).arg(home.path("")))
}

/// Runs the command and reads its lines: our seconds and the peer's.
fn pairs(command: &mut Command) -> Result<Vec<Pair>, String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("{}: {error}", line(command)))?;
    if !output.status.success() {
        return Err(format!("{}: {}", line(command), output.status));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let pair = |each: &str| {
        let (ours, peer) = each.split_once(' ')?;
        Some(Pair { ours: ours.parse().ok()?, peer: peer.parse().ok()? })
    };
    let pairs = text.lines().map(pair).collect::<Option<Vec<_>>>();
    pairs.ok_or_else(|| format!("{}: not a pair of seconds a line", line(command)))
}
