//! `cargo xtask test`: everything that must pass before a change lands. `.ci/run` runs the same.

use crate::steps::Steps;
use crate::{Done, setup, ui, unknown_argument};
use std::process::Command;

pub(crate) fn run(arguments: &[String]) -> Done {
    if let Some(argument) = arguments.first() {
        return Err(unknown_argument(argument));
    }
    setup::ensure(&["build", "window", "test"])?;
    let mut steps = Steps::default();
    steps.run("format", &mut cargo("fmt --all --check"))?;
    // Before Rust: the window carries the page, and a test compares the page's types with Rust's.
    ui::check(&mut steps)?;
    steps.run(
        "clippy",
        &mut cargo("clippy --workspace --all-targets --features hallpass-desktop/ts --locked -- -D warnings"),
    )?;
    steps.run("test", &mut cargo("test --workspace --features hallpass-desktop/ts --locked"))?;
    steps.run("doc", cargo("doc --workspace --no-deps --locked").env("RUSTDOCFLAGS", "-D warnings"))?;
    steps.summary();
    Ok(())
}

/// Cargo itself, by the path of the one that runs this.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split_whitespace()).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    command
}
