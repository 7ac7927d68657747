//! The installer: NSIS, which Debian has, from the files of a folder.

use crate::ui;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the packages are put.
pub(super) fn folder() -> PathBuf {
    ui::root().join("target/package/windows")
}

/// The command that makes `setup` from the files in `stage`.
pub(super) fn make(stage: &Path, setup: &Path) -> Result<Command, String> {
    let removals = folder().join("removals.nsh");
    fs::write(&removals, removed(stage)?).map_err(|error| format!("{}: {error}", removals.display()))?;
    let mut command = Command::new("makensis");
    command.args(["-V2", "-WX", "-INPUTCHARSET", "UTF8"]);
    let version = env!("CARGO_PKG_VERSION");
    for (name, value) in [
        ("VERSION", version.to_owned()),
        ("VERSION4", format!("{}.0", version.split(['-', '+']).next().unwrap_or(version))),
        ("STAGE", stage.display().to_string()),
        ("OUT", setup.display().to_string()),
        ("ICON", ui::root().join("icons/icon.ico").display().to_string()),
        ("REMOVALS", removals.display().to_string()),
    ] {
        command.arg(format!("-D{name}={value}"));
    }
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("windows/installer.nsi"));
    Ok(command)
}

/// What the uninstaller removes: the files that were installed and no others, whatever a person put beside them.
fn removed(stage: &Path) -> Result<String, String> {
    let entries = fs::read_dir(stage).map_err(|error| format!("{}: {error}", stage.display()))?;
    let names: Result<Vec<_>, _> = entries.map(|entry| entry.map(|entry| entry.file_name())).collect();
    let mut names = names.map_err(|error| format!("{}: {error}", stage.display()))?;
    names.sort();
    Ok(names.iter().map(|name| format!("  Delete \"$INSTDIR\\{}\"\n", name.to_string_lossy())).collect())
}
