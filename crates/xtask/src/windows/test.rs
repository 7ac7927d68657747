//! `cargo xtask windows --test`: the rows of the table, and the unit tests, under Wine.

use super::rows::{self, Row};
use super::toolchain::Toolchain;
use super::trial::{Trial, feed};
use super::wine::Wine;
use crate::i18n::words;
use crate::sandbox::Sandbox;
use crate::steps::Steps;
use crate::task::Done;
use crate::temp_home::Home;
use crate::{build, ui};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The crates whose unit tests run there.
const CRATES: [&str; 7] = ["files", "providers", "tables", "vault", "team", "core", "cli"];

/// All rows and all unit tests.
pub(super) fn run(toolchain: &Toolchain) -> Done {
    let exe = command(toolchain)?;
    let tests = unit_tests(toolchain)?;
    let here = build::binary("hallpass-cli", "dev")?;
    tried(exe, &here, &tests)
}

/// The rows alone, on what was built last: for a test, or for a package.
pub(super) fn rows_of_built(toolchain: &Toolchain) -> Done {
    let built = ["dev", "release"].map(|profile| toolchain.built(profile).join("hallpass.exe"));
    let last = built.into_iter().max_by_key(|exe| exe.metadata().and_then(|found| found.modified()).ok());
    let exe = last.ok_or_else(|| "hallpass.exe".to_owned())?;
    println!("{}", exe.display());
    tried(exe, &ui::root().join("target/debug/hallpass"), &[])
}

fn tried(exe: PathBuf, here: &Path, tests: &[(String, PathBuf)]) -> Done {
    let home = Home::new("windows-sandbox")?;
    let sandbox = Sandbox::start(&home, here)?;
    let trial = Trial { exe, sandbox, wine: Wine::start()? };
    let failed = try_rows(&trial) + try_units(&trial.wine, tests)?;
    if failed == 0 {
        return Ok(());
    }
    Err(format!("{failed}{}", words("项没有通过", " did not pass").pick()))
}

/// Builds the command.
fn command(toolchain: &Toolchain) -> Result<PathBuf, String> {
    Steps::default().run("build", &mut toolchain.cargo("build", "--package hallpass-cli"))?;
    Ok(toolchain.built("dev").join("hallpass.exe"))
}

/// Runs each row and prints its results; answers how many failed.
fn try_rows(trial: &Trial) -> usize {
    let asked = std::env::var("HALLPASS_WINDOWS_ROW").unwrap_or_default();
    let needs = |row: &&Row| asked.is_empty() || row.name.contains(&asked) || row.needed;
    rows::all().filter(needs).filter(|row| !shown(row.name, (row.holds)(trial))).count()
}

fn try_units(wine: &Wine, tests: &[(String, PathBuf)]) -> Result<usize, String> {
    let mut failed = 0;
    for (name, exe) in tests {
        let ran = feed(wine.program(exe).args(["--test-threads", "2"]), "")?;
        let result =
            ran.out.lines().rev().find(|line| line.starts_with("test result")).unwrap_or("no result").to_owned();
        let passed = ran.code == Some(0);
        let name = format!("{name}: {result}");
        failed += usize::from(!shown(&name, if passed { Ok(()) } else { Err(failures(&ran.out)) }));
    }
    Ok(failed)
}

/// What a test program says of the tests that failed.
fn failures(out: &str) -> String {
    let at = out.find("\nfailures:").unwrap_or_default();
    out.get(at..).unwrap_or_default().to_owned()
}

fn shown(name: &str, result: Result<(), String>) -> bool {
    match &result {
        Ok(()) => println!("✔ {name}"),
        Err(found) => println!("✘ {name}\n    {}", found.replace('\n', "\n    ")),
    }
    result.is_ok()
}

/// Builds the unit tests and answers crate and program of each.
fn unit_tests(toolchain: &Toolchain) -> Result<Vec<(String, PathBuf)>, String> {
    let mut command = toolchain.cargo("test", "--no-run --lib --bins --message-format json-render-diagnostics");
    for name in CRATES {
        command.args(["--package", &format!("hallpass-{name}")]);
    }
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(words("单元测试没有编译成功", "The unit tests did not build").pick().to_owned());
    }
    let messages = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>().flatten();
    let test = |message: Value| {
        let program = message["executable"].as_str().map(PathBuf::from)?;
        (message["profile"]["test"] == true).then(|| (text(&message["target"]["name"]), program))
    };
    Ok(messages.filter_map(test).collect())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
