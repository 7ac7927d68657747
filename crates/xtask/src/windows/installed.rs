//! The installer, run: what it puts where, and that nothing of it is left by its uninstaller.

use super::trial::{Ran, expect, feed, has};
use super::wine::Wine;
use crate::task::Done;
use std::path::{Path, PathBuf};

/// A person's own PATH, which stays as it is.
const MINE: &str = r"C:\mine;%USERPROFILE%\bin";
const ENVIRONMENT: &str = r"HKCU\Environment";
const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Hallpass";

/// Installs twice, looks, uninstalls and looks again.
pub(super) fn check(setup: &Path, names: &[&str]) -> Done {
    let wine = Wine::start()?;
    let registry = |words: &[&str]| feed(wine.tool("wine").arg("reg").args(words), "");
    let path = || registry(&["query", ENVIRONMENT, "/v", "Path"]).map(|ran| ran.out);
    registry(&["add", ENVIRONMENT, "/v", "Path", "/t", "REG_EXPAND_SZ", "/d", MINE, "/f"])?.ended(0)?;
    for _ in 0..2 {
        silently(&wine, setup)?.ended(0)?;
    }
    let folder = installed(&wine)?;
    for name in names.iter().chain(&["uninstall.exe"]) {
        expect(folder.join(name).is_file(), name, "is not installed")?;
    }
    let of_ours = r"AppData\Local\Programs\Hallpass";
    expect(path()?.matches(of_ours).count() == 1 && path()?.contains(MINE), "PATH", path()?)?;
    has(&registry(&["query", UNINSTALL])?.out, env!("CARGO_PKG_VERSION"))?;
    // By its name, as a terminal finds it.
    let version = feed(wine.tool("wine").args(["cmd", "/c", "hallpass", "--version"]), "")?;
    has(&version.out, env!("CARGO_PKG_VERSION"))?;
    // Run from its own folder (`_?=`), or it would continue in a copy of itself and not be waited for.
    let mut remove = wine.program(&folder.join("uninstall.exe"));
    remove.arg("/S").arg(format!("_?={}", of_windows(&folder)));
    feed(&mut remove, "")?.ended(0)?;
    for name in names {
        expect(!folder.join(name).exists(), name, "is left")?;
    }
    expect(!path()?.contains(of_ours) && path()?.contains(MINE), "PATH", path()?)?;
    expect(registry(&["query", UNINSTALL])?.code != Some(0), "the registry", "names it still")
}

fn silently(wine: &Wine, setup: &Path) -> Result<Ran, String> {
    feed(wine.program(setup).arg("/S"), "")
}

/// Where it was installed, as this machine sees it.
fn installed(wine: &Wine) -> Result<PathBuf, String> {
    let users = wine.folder().join("../users");
    let entries = std::fs::read_dir(&users).map_err(|error| format!("{}: {error}", users.display()))?;
    let mut places = entries.flatten().map(|user| user.path().join("AppData/Local/Programs/Hallpass"));
    places.find(|place| place.is_dir()).ok_or_else(|| format!("{}: nothing is installed", users.display()))
}

/// A path of the C drive as Windows writes it.
fn of_windows(path: &Path) -> String {
    let text = path.display().to_string();
    let behind = text.split_once("drive_c/try/../").map_or(text.as_str(), |(_, behind)| behind);
    format!(r"C:\{}", behind.replace('/', r"\"))
}
