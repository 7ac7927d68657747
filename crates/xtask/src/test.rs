//! `cargo xtask test [PART]...`: everything that must pass before a change lands. `.ci/run` runs all of it; a part alone
//! is for machines that share the work, and the name of a crate for whoever works on it.

use crate::command::cargo;
use crate::steps::Steps;
use crate::task::{Done, unknown_argument};
use crate::{build, setup, ui};
use std::fs;
use std::path::Path;
use std::process::Command;

type Part = fn(&mut Steps) -> Done;

/// What of the tests runs by itself.
const PARTS: &[(&str, Part)] = &[("lint", lint), ("page", page), ("rust", rust), ("team", team), ("window", window)];

pub(crate) fn run(arguments: &[String]) -> Done {
    let is_part = |argument: &str| PARTS.iter().any(|(name, _)| *name == argument);
    if let Some(argument) = arguments.iter().find(|argument| !is_part(argument) && !is_crate(argument)) {
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
    for name in arguments.iter().filter(|argument| !is_part(argument)) {
        of_crate(&mut steps, name)?;
    }
    steps.summary();
    Ok(())
}

const TESTS: &str = "test --workspace --features hallpass-desktop/ts --locked";

/// All crates are tested at once: apart, what they share would be built with other features again. For the same reason what
/// clippy and rustdoc find is said while the tests are built.
fn everything(steps: &mut Steps) -> Done {
    format(steps)?;
    // The window carries the page: without one it does not compile.
    ui::build()?;
    steps.run("build", with_lints(cargo(TESTS).arg("--no-run")))?;
    page(steps)?;
    steps.run("test", with_lints(&mut cargo(TESTS)))?;
    steps.run("team", with_lints(&mut cluster()))
}

fn with_lints(command: &mut Command) -> &mut Command {
    command.env("RUSTC_WORKSPACE_WRAPPER", concat!(env!("CARGO_MANIFEST_DIR"), "/setup/rustc-with-lints"))
}

fn team(steps: &mut Steps) -> Done {
    steps.run("team", &mut cluster())
}

/// Three nodes of a team's server, whose leader is killed and frozen: under a minute, and not with every test.
fn cluster() -> Command {
    let mut test = cargo(TESTS);
    test.args(["--test", "cluster", "--", "--ignored"]);
    test
}

/// The page's types, style, units and size, and its screens in two engines.
fn page(steps: &mut Steps) -> Done {
    ui::check(steps)
}

fn format(steps: &mut Steps) -> Done {
    steps.run("format", &mut cargo("fmt --all --check"))
}

/// What is wrong without running anything.
fn lint(steps: &mut Steps) -> Done {
    format(steps)?;
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

fn is_crate(name: &str) -> bool {
    !name.contains(['/', '.']) && ui::root().join("crates").join(name).join("Cargo.toml").is_file()
}

/// The unit tests, and the tests of one crate. They are chosen by name among those of the whole workspace: with
/// `--package` cargo would build what is below it again, with other features.
fn of_crate(steps: &mut Steps, name: &str) -> Done {
    let mut test = cargo(TESTS);
    test.arg("--lib");
    for target in targets(name)? {
        test.arg("--test").arg(target);
    }
    steps.run("crate", &mut test)
}

/// The names of a crate's test programs: files, and folders with a `main.rs`.
fn targets(name: &str) -> Result<Vec<String>, String> {
    let folder = ui::root().join("crates").join(name).join("tests");
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(Vec::new()) };
    let paths: Result<Vec<_>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let paths = paths.map_err(|error| format!("{}: {error}", folder.display()))?;
    let names = paths.iter().filter(|path| is_target(path)).filter_map(|path| path.file_stem());
    Ok(names.map(|name| name.to_string_lossy().into_owned()).collect())
}

fn is_target(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "rs") || path.join("main.rs").is_file()
}

/// The real window, and the page's types against Rust's. Its tests run the command as well.
fn window(steps: &mut Steps) -> Done {
    ui::build()?;
    build::binary("hallpass-cli", "dev")?;
    steps.run("window", &mut cargo("test -p hallpass-desktop --features ts --locked"))
}
