//! Clients that only send the requests of an export, to compare with.

use super::harness::Ground;
use super::pairs::time;
use crate::command::answer;
use crate::ui::root;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The most accounts of a kind in one request.
pub(super) const A_CALL: usize = 50;
/// Accounts of a whole export.
pub(super) const ACCOUNTS: usize = 100_000;
pub(super) const AT_ONCE: usize = 8;
pub(super) const PATH: &str = "/confopenapi/account/authkey/get";

/// What the peers send: one request of [`A_CALL`] accounts, again and again.
pub(super) struct Peer<'a> {
    ground: &'a Ground,
    url: String,
    body: PathBuf,
    python: PathBuf,
}

impl<'a> Peer<'a> {
    pub(super) fn new(ground: &'a Ground, names: &str) -> Result<Self, String> {
        let names: Vec<String> = names.lines().map(str::to_owned).collect();
        let body = json!({"loginnames": names, "create": false, "expireTime": 1_900_000_000_000_u64}).to_string();
        let file = ground.home.path("body.json");
        fs::write(&file, body).map_err(|error| format!("{}: {error}", file.display()))?;
        let url = format!("{}{PATH}", ground.account.server);
        Ok(Self { ground, url, body: file, python: root().join("target/peers/httpx") })
    }

    /// A peer's command: its secret comes by its environment, as the others of its data.
    fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = self.ground.command(program);
        command.env("URL", &self.url).env("BODY", &self.body).env("TOKEN", self.ground.account.field("token"));
        command
    }
}

pub(super) const CALLS: usize = ACCOUNTS / A_CALL;

pub(super) fn wrk(peer: &Peer<'_>) -> Result<f64, String> {
    let script = root().join("crates/xtask/src/bench/post.lua");
    let mut command = peer.command("wrk");
    command.args(["--threads", "2", "--connections", &AT_ONCE.to_string(), "--duration", "2s", "--script"]);
    let start = Instant::now();
    let said = answer(command.arg(script).arg(&peer.url), "")?;
    if said.contains("Non-2xx") { Err(format!("wrk: {said}")) } else { Ok(start.elapsed().as_secs_f64()) }
}

pub(super) fn curl(peer: &Peer<'_>) -> Result<f64, String> {
    let mut command = peer.command("curl");
    let data = format!("@{}", peer.body.display());
    let token = format!("token: {}", peer.ground.account.field("token"));
    command.args(["--silent", "--fail", "--parallel", "--parallel-max", &AT_ONCE.to_string(), "--data-binary", &data]);
    command.args(["--header", "Content-Type: application/json", "--header", &token, "--output", "/dev/null"]);
    time(command.arg(format!("{}#[1-{CALLS}]", peer.url)))
}

pub(super) fn httpx(peer: &Peer<'_>) -> Result<f64, String> {
    let python = peer.python.join("bin/python");
    if !python.exists() {
        time(Command::new("python3").args(["-m", "venv"]).arg(&peer.python))?;
        time(Command::new(&python).args(["-m", "pip", "install", "--quiet", "httpx==0.28.1"]))?;
    }
    let script = root().join("crates/xtask/src/bench/post.py");
    time(peer.command(python).arg(script).args([CALLS.to_string(), AT_ONCE.to_string()]))
}
