//! The files that are handed on, in a folder, a zip and an installer.

use super::contents;
use super::installed;
use super::installer;
use super::toolchain::Toolchain;
use crate::command::answer;
use crate::steps::Steps;
use crate::task::Done;
use crate::{build, notices, ui};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is built, and with what: a window without its protocol would look for a server of the page.
const PROGRAMS: &str = "--package hallpass-cli --package hallpass-desktop --features hallpass-desktop/packed --bins";

/// Builds both programs without optimisation.
pub(super) fn dev(toolchain: &Toolchain) -> Done {
    ui::build()?;
    let mut steps = Steps::default();
    steps.run("build", &mut toolchain.cargo("build", PROGRAMS))?;
    steps.summary();
    Ok(())
}

/// Builds, packs and checks.
pub(super) fn run(toolchain: &Toolchain) -> Done {
    ui::build()?;
    let mut steps = Steps::default();
    steps.run("build", toolchain.cargo("build", PROGRAMS).arg("--release"))?;
    let stage = stage(&toolchain.built("release"))?;
    let zip = installer::folder().join(format!("hallpass-{}-windows-x64.zip", env!("CARGO_PKG_VERSION")));
    let _ = fs::remove_file(&zip);
    steps.run("zip", Command::new("zip").args(["-q", "-X", "-r"]).arg(&zip).arg(".").current_dir(&stage))?;
    let setup = installer::folder().join(format!("hallpass-{}-windows-x64-setup.exe", env!("CARGO_PKG_VERSION")));
    steps.run("installer", &mut installer::make(&stage, &setup)?)?;
    contents::check(&stage, &zip, &setup)?;
    installed::check(&setup, &contents::names())?;
    steps.summary();
    Ok(())
}

/// Puts together what a person gets.
fn stage(built: &Path) -> Result<PathBuf, String> {
    let stage = installer::folder().join("stage");
    let _ = fs::remove_dir_all(&stage);
    fs::create_dir_all(&stage).map_err(|error| format!("{}: {error}", stage.display()))?;
    for program in ["hallpass.exe", "hallpass-desktop.exe", contents::LOADER] {
        copy(&built.join(program), &stage.join(program))?;
    }
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&ui::root().join(licence), &stage.join(licence).with_extension("txt"))?;
    }
    let notices = notices::text("x86_64-pc-windows-gnu")?;
    write(&stage.join("THIRD-PARTY-NOTICES.txt"), &notices)?;
    // The command here says the same as the one for Windows.
    let here = build::binary("hallpass-cli", "dev")?;
    let script = answer(Command::new(here).args(["completions", "powershell", "--lang", "en"]), "")?;
    write(&stage.join("hallpass.ps1"), &script)?;
    Ok(stage)
}

fn copy(from: &Path, to: &Path) -> Done {
    fs::copy(from, to).map(drop).map_err(|error| format!("{}: {error}", from.display()))
}

/// Writes a text as Windows' own programs read it.
fn write(file: &Path, text: &str) -> Done {
    fs::write(file, text.replace('\n', "\r\n")).map_err(|error| format!("{}: {error}", file.display()))
}
