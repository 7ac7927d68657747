//! Whole processes, from start to exit, on a vault whose key is in a real keyring.

use super::harness::{Ground, PROFILE};
use super::pairs::{Pair, alternate, time};
use super::{Benchmark, Unit};
use crate::command::answer;
use serde_json::json;

pub(super) const LOGIN: Benchmark = Benchmark {
    name: "login",
    ours: "hallpass login --json",
    peer: "curl + hallpass sessions",
    goal: 1.0,
    unit: Unit::Time,
    measure: login,
};

pub(super) const TOKEN: Benchmark = Benchmark {
    name: "token",
    ours: "hallpass token",
    peer: "secret-tool lookup",
    goal: 2.0,
    unit: Unit::Time,
    measure: token,
};

const PAIRS: usize = 25;

fn login() -> Result<Vec<Pair>, String> {
    let ground = Ground::new("enos-iam", "password", "li.wen", &[])?;
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
    let ground = Ground::new("enos-iam", "password", "li.wen", &[])?;
    time(&mut ground.hallpass(&["login", PROFILE]))?;
    let mut store = ground.command("secret-tool");
    answer(store.args(["store", "--label=bench", "service", "bench"]), "0123456789abcdef0123456789abcdef")?;
    let mut lookup = ground.command("secret-tool");
    lookup.args(["lookup", "service", "bench"]);
    let mut token = ground.hallpass(&["token", PROFILE]);
    alternate(PAIRS, &mut || time(&mut token), &mut || time(&mut lookup))
}
