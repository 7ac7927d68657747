//! Whole processes, from start to exit, on a vault whose key is in a real keyring.

use super::Benchmark;
use super::bus::Bus;
use super::pairs::{Pair, alternate, time};
use crate::build;
use crate::command::answer;
use crate::home::Home;
use crate::sandbox::{Account, Sandbox};
use serde_json::json;
use std::path::PathBuf;
use std::process::Command;

pub(super) const LOGIN: Benchmark = Benchmark {
    name: "login",
    ours: "hallpass login --json",
    peer: "curl + hallpass sessions",
    goal: 1.0,
    measure: login,
};

pub(super) const TOKEN: Benchmark =
    Benchmark { name: "token", ours: "hallpass token", peer: "secret-tool lookup", goal: 2.0, measure: token };

const PAIRS: usize = 25;
const PROFILE: &str = "bench";

fn login() -> Result<Vec<Pair>, String> {
    let ground = Ground::new()?;
    let url = format!("{}/enos-iam-service/v2.0/login", ground.account.server);
    let body = json!({"principal": ground.account.field("account"), "credentials": ground.account.field("password"), "authType": 0});
    let body = body.to_string();
    let mut curl = ground.command("curl");
    curl.args(["--silent", "--fail", "--header", "Content-Type: application/json", "--data", &body, &url]);
    let mut sessions = ground.hallpass(&["sessions"]);
    let mut login = ground.hallpass(&["login", PROFILE, "--json"]);
    alternate(PAIRS, &mut || time(&mut login), &mut || Ok(time(&mut curl)? + time(&mut sessions)?))
}

fn token() -> Result<Vec<Pair>, String> {
    let ground = Ground::new()?;
    time(&mut ground.hallpass(&["login", PROFILE]))?;
    let mut store = ground.command("secret-tool");
    answer(store.args(["store", "--label=bench", "service", "bench"]), "0123456789abcdef0123456789abcdef")?;
    let mut lookup = ground.command("secret-tool");
    lookup.args(["lookup", "service", "bench"]);
    let mut token = ground.hallpass(&["token", PROFILE]);
    alternate(PAIRS, &mut || time(&mut token), &mut || time(&mut lookup))
}

/// A home with a keyring vault, the sandbox and one profile.
struct Ground {
    account: Account,
    binary: PathBuf,
    // Dropped in this order: the processes have their files in the home.
    _sandbox: Sandbox,
    bus: Bus,
    home: Home,
}

impl Ground {
    fn new() -> Result<Self, String> {
        let binary = build::binary("hallpass-cli", "bench")?;
        let home = Home::new("bench")?;
        let bus = Bus::start(&home)?;
        let sandbox = Sandbox::start(&home, &binary)?;
        let account = sandbox.account("enos-iam", "enos-iam", "password", "li.wen")?;
        let ground = Self { account, binary, _sandbox: sandbox, bus, home };
        time(&mut ground.hallpass(&["vault", "init", "--keyring"]))?;
        ground.add_profile()?;
        Ok(ground)
    }

    fn add_profile(&self) -> Result<(), String> {
        let account = format!("account={}", self.account.field("account"));
        let line = ["profile", "add", PROFILE, "--provider", "enos-iam", "--server", &self.account.server];
        let mut add = self.hallpass(&line);
        answer(add.args(["--set", &account, "--secret", "password=-"]), self.account.field("password")).map(drop)
    }

    fn command(&self, program: &str) -> Command {
        self.bus.command(&self.home, program)
    }

    fn hallpass(&self, arguments: &[&str]) -> Command {
        let mut command = self.bus.command(&self.home, &self.binary);
        command.args(arguments);
        command
    }
}
