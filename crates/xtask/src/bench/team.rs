//! A team on a real server of one node, in the crate `hallpass-bench`.

use super::in_process::pairs;
use super::pairs::{Pair, median};
use super::{Benchmark, Unit};
use crate::build;
use crate::sandbox::Sandbox;
use crate::temp_home::Home;
use hallpass_test_openbao::Cluster;
use std::process::Command;

const CURL: &str = "curl, the same calls";

pub(super) const FIRST: Benchmark = Benchmark {
    name: "team-first",
    ours: "2 000 shared profiles brought",
    peer: CURL,
    goal: 0.5,
    unit: Unit::Time,
    measure: || measure("team-first", |_, _| Ok(String::new())),
};

pub(super) const AGAIN: Benchmark = Benchmark {
    name: "team-again",
    ours: "50 of 2 000 that were changed",
    peer: CURL,
    goal: 0.5,
    unit: Unit::Time,
    measure: || measure("team-again", |_, _| Ok(String::new())),
};

/// The team's guard asks the server before each sign-in and tells it afterwards: this is what that costs where the provider
/// answers at once.
pub(super) const SIGN_IN: Benchmark = Benchmark {
    name: "team-sign-in",
    ours: "50 sign-ins, the team's secret",
    peer: "one's own secret",
    goal: 10.0,
    unit: Unit::Time,
    measure: sign_in,
};

fn measure(
    name: &str,
    prepare: impl FnOnce(&mut Command, &Home) -> Result<String, String>,
) -> Result<Vec<Pair>, String> {
    let binary = build::binary("hallpass-bench", "bench")?;
    let home = Home::new("bench")?;
    let server = Cluster::start(1).map_err(|error| error.to_string())?;
    let token = server.admin_token().map_err(|error| error.to_string())?;
    let mut bench = home.command(binary);
    bench.arg(name).arg(server.addresses().concat()).arg(server.ca_file());
    let more = prepare(&mut bench, &home)?;
    pairs(&mut bench, &format!("{token}\n{more}"))
}

fn sign_in() -> Result<Vec<Pair>, String> {
    let hallpass = build::binary("hallpass-cli", "bench")?;
    let mut sandbox = None;
    let pairs = measure("team-sign-in", |bench, home| {
        let started = Sandbox::start_with(home, &hallpass, &[])?;
        let account = started.account("enos-iam", "enos-iam", "password", "li.wen")?;
        bench.args([&account.server, account.field("account")]);
        let password = account.field("password").to_owned();
        sandbox = Some(started);
        Ok(password)
    })?;
    let more = median(pairs.iter().map(|pair| (pair.ours - pair.peer) / 50.0 * 1000.0));
    println!("  team-sign-in: {more:.1} ms more for each");
    Ok(pairs)
}
