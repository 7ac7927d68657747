//! The benchmarks that need the core in their own process. `hallpass-bench NAME ARGUMENT...` prints one line per round:
//! Hallpass's seconds and the peer's. `xtask`, which starts this program, knows the expected ratios.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a command; printing is what it does")]

mod interleave;
mod sign_in;
mod team;
mod vault;

use std::path::Path;
use std::process::ExitCode;

/// What went wrong, for a developer to read.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = match arguments.as_slice() {
        ["open", folder] => vault::open(Path::new(folder)).await,
        ["edit", folder] => vault::edit(Path::new(folder)).await,
        ["sign-in", server, account] => match std::io::read_to_string(std::io::stdin()) {
            Ok(password) => sign_in::run(server, account, &password).await,
            Err(error) => Err(error.into()),
        },
        [name, server, ca, more @ ..] if name.starts_with("team-") => of_a_team(name, server, ca, more).await,
        _ => Err("hallpass-bench open FOLDER | edit FOLDER | sign-in SERVER ACCOUNT <PASSWORD | \
                  team-first | team-again SERVER CA <TOKEN | team-sign-in SERVER CA SERVER ACCOUNT <TOKEN, PASSWORD"
            .into()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// On standard input stand the administrator's token and, where one is needed, the account's password.
async fn of_a_team(name: &str, server: &str, ca: &str, more: &[&str]) -> Result<()> {
    let input = std::io::read_to_string(std::io::stdin())?;
    let (token, password) = input.split_once('\n').unwrap_or((input.as_str(), ""));
    let server = team::Server::new(server, ca, token)?;
    match (name, more) {
        ("team-first", []) => team::first(&server).await,
        ("team-again", []) => team::again(&server).await,
        ("team-sign-in", [address, account]) => team::sign_in(&server, address, account, password).await,
        _ => Err(format!("{name}: unknown").into()),
    }
}
