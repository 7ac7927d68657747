//! `cargo xtask test [PART]...`: everything that must pass before a change lands. `.ci/run` runs all of it; a part alone
//! is for machines that share the work.

use crate::steps::Steps;
use crate::{Done, build, setup, ui, unknown_argument};
use std::process::Command;

type Part = fn(&mut Steps) -> Done;

/// What of the tests runs by itself.
const PARTS: &[(&str, Part)] = &[("lint", lint), ("page", page), ("rust", rust), ("team", team), ("window", window)];

pub(crate) fn run(arguments: &[String]) -> Done {
    if let Some(argument) = arguments.iter().find(|argument| PARTS.iter().all(|(name, _)| name != argument)) {
        return Err(unknown_argument(argument));
    }
    setup::ensure(&["build", "window", "test"])?;
    let mut steps = Steps::default();
    if arguments.is_empty() {
        everything(&mut steps)?;
    }
    for (_, part) in PARTS.iter().filter(|(name, _)| arguments.iter().any(|argument| argument == name)) {
        part(&mut steps)?;
    }
    steps.summary();
    Ok(())
}

/// All crates are tested at once: apart, what they share would be built with other features again.
fn everything(steps: &mut Steps) -> Done {
    lint(steps)?;
    page(steps)?;
    steps.run("test", &mut cargo("test --workspace --features hallpass-desktop/ts --locked"))?;
    team(steps)
}

/// Three nodes of a team's server, whose leader is killed and frozen: under a minute, and not with every test.
fn team(steps: &mut Steps) -> Done {
    steps.run("team", &mut cargo("test --workspace --features hallpass-desktop/ts --locked --test cluster -- --ignored"))
}

/// The page's types, style, units and size, and its screens in two engines.
fn page(steps: &mut Steps) -> Done {
    ui::check(steps)
}

/// What is wrong without running anything.
fn lint(steps: &mut Steps) -> Done {
    steps.run("format", &mut cargo("fmt --all --check"))?;
    // The window carries the page: without one it does not compile.
    ui::build()?;
    let clippy = "clippy --workspace --all-targets --features hallpass-desktop/ts --locked -- -D warnings";
    steps.run("clippy", &mut cargo(clippy))?;
    steps.run("doc", cargo("doc --workspace --no-deps --locked").env("RUSTDOCFLAGS", "-D warnings"))
}

/// Every crate but the window's.
fn rust(steps: &mut Steps) -> Done {
    ui::build()?;
    steps.run("test", &mut cargo("test --workspace --exclude hallpass-desktop --locked"))
}

/// The real window, and the page's types against Rust's. Its tests run the command as well.
fn window(steps: &mut Steps) -> Done {
    ui::build()?;
    build::binary("hallpass-cli", "dev")?;
    steps.run("window", &mut cargo("test -p hallpass-desktop --features ts --locked"))
}

/// Cargo itself, by the path of the one that runs this.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split_whitespace()).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    command
}
