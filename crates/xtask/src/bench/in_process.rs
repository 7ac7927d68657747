//! What runs inside one process, in the crate `hallpass-bench`.

use super::pairs::Pair;
use super::{Benchmark, Unit};
use crate::build;
use crate::command::{answer, line};
use crate::sandbox::Sandbox;
use crate::temp_home::Home;
use std::process::Command;

/// At a server that answers within 20 ms, which is soon for one that checks a password.
pub(super) const SIGN_IN: Benchmark = Benchmark {
    name: "sign-in",
    ours: "50 sign-ins",
    peer: "50 bare POSTs",
    goal: 1.15,
    unit: Unit::Time,
    measure: || sign_in(&["--fault", "latency=20"]),
};

/// At a server that takes no time: what the guard's book and the vault take, with nothing to hide it.
pub(super) const SIGN_IN_BARE: Benchmark = Benchmark {
    name: "sign-in-bare",
    ours: "50 sign-ins",
    peer: "50 bare POSTs",
    goal: 1.15,
    unit: Unit::Time,
    measure: || sign_in(&[]),
};

pub(super) const OPEN: Benchmark = Benchmark {
    name: "vault-open",
    ours: "open + 10 000 profiles",
    peer: "SQLCipher",
    goal: 1.5,
    unit: Unit::Time,
    measure: || vault("open"),
};

pub(super) const EDIT: Benchmark = Benchmark {
    name: "vault-edit",
    ours: "20 durable edits",
    peer: "SQLCipher",
    goal: 1.5,
    unit: Unit::Time,
    measure: || vault("edit"),
};

fn sign_in(server: &[&str]) -> Result<Vec<Pair>, String> {
    let binary = build::binary("hallpass-bench", "bench")?;
    let hallpass = build::binary("hallpass-cli", "bench")?;
    let home = Home::new("bench")?;
    let sandbox = Sandbox::start_with(&home, &hallpass, server)?;
    let account = sandbox.account("enos-iam", "enos-iam", "password", "li.wen")?;
    let mut bench = home.command(binary);
    bench.args(["sign-in", &account.server, account.field("account")]);
    pairs(&mut bench, account.field("password"))
}

fn vault(name: &str) -> Result<Vec<Pair>, String> {
    let binary = build::binary("hallpass-bench", "bench")?;
    let home = Home::new("bench")?;
    pairs(home.command(binary).arg(name).arg(home.path("")), "")
}

/// Runs the command and reads its lines: our seconds and the peer's.
pub(super) fn pairs(command: &mut Command, input: &str) -> Result<Vec<Pair>, String> {
    let text = answer(command, input)?;
    let pair = |each: &str| {
        let (ours, peer) = each.split_once(' ')?;
        Some(Pair { ours: ours.parse().ok()?, peer: peer.parse().ok()? })
    };
    let pairs = text.lines().map(pair).collect::<Option<Vec<_>>>();
    pairs.ok_or_else(|| format!("{}: not a pair of seconds a line", line(command)))
}
