//! Builds the page of the window: finds a Node.js that is new enough, or has npm bring one.

use crate::i18n::words;
use crate::steps::Steps;
use crate::task::Done;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// What the page's tools ask for.
const LEAST: (u32, u32) = (20, 19);
/// The npm package `node` carries the program itself.
const NODE: &str = "node@22";

/// Where the page's sources are.
fn folder() -> PathBuf {
    root().join("ui")
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Builds the page into `ui/dist`.
pub(crate) fn build() -> Done {
    let mut steps = Steps::default();
    install(&mut steps)?;
    steps.run("ui", &mut npm(&["run", "build"])?)
}

/// Its types, style, unit tests and size, and the tests in browsers: every screen in two engines, and walks through it.
pub(crate) fn check(steps: &mut Steps) -> Done {
    install(steps)?;
    steps.run("ui", &mut npm(&["run", "check"])?)?;
    steps.run("ui in browsers", &mut npm(&["run", "browser"])?)
}

/// Pictures of the screens, or of those named, as WebKitGTK draws them.
pub(crate) fn pictures(steps: &mut Steps, folder: &Path, names: &[String]) -> Done {
    install(steps)?;
    let mut draw = npm(&["run", "pictures", "--"])?;
    steps.run("pictures", draw.arg(folder).args(names))
}

/// The packages of the lock file, unless they are there already.
fn install(steps: &mut Steps) -> Done {
    let (asked, there) = (folder().join("package-lock.json"), folder().join("node_modules/.package-lock.json"));
    let time = |file: &Path| fs::metadata(file).and_then(|about| about.modified()).ok();
    if time(&there).is_some_and(|there| time(&asked).is_some_and(|asked| asked <= there)) {
        return Ok(());
    }
    steps.run("ui packages", &mut npm(&["ci"])?)
}

/// A tool of npm that only this task wants, run at the root.
pub(crate) fn fetched(package: &str, line: &[&str]) -> Result<Command, String> {
    let mut command = npm(&["exec", "--yes", "--package", package, "--"])?;
    command.args(line).current_dir(root());
    Ok(command)
}

/// npm in the page's folder, with a Node.js that is new enough first on the path.
pub(crate) fn npm(arguments: &[&str]) -> Result<Command, String> {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).current_dir(folder());
    newer_node(&mut command)?;
    Ok(command)
}

/// Node.js in the page's folder.
pub(crate) fn node() -> Result<Command, String> {
    let mut command = Command::new("node");
    command.current_dir(folder());
    newer_node(&mut command)?;
    Ok(command)
}

/// Puts the Node.js of npm first on the path, where the machine's own is too old.
fn newer_node(command: &mut Command) -> Done {
    if let Some(bin) = node_of_npm()? {
        let rest = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([bin].into_iter().chain(env::split_paths(&rest)));
        command.env("PATH", path.map_err(|error| error.to_string())?);
    }
    Ok(())
}

/// The folder of a newer Node.js, brought by npm; `None` where the machine's own will do.
fn node_of_npm() -> Result<Option<PathBuf>, String> {
    if is_new_enough(Path::new("node")) {
        return Ok(None);
    }
    let tools = root().join("target/node");
    let bin = tools.join("node_modules/node/bin");
    if !is_new_enough(&bin.join("node")) {
        eprintln!(
            "{}",
            words("这台机器的Node.js太旧，由npm取一个…", "This machine's Node.js is too old; npm brings one …").pick()
        );
        let folder = tools.display().to_string();
        let mut fetch = Command::new("npm");
        fetch.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix", &folder, NODE]);
        let status = fetch.status().map_err(|error| format!("npm: {error}"))?;
        if !status.success() || !is_new_enough(&bin.join("node")) {
            return Err(words("没有可用的Node.js（20.19或更新）。", "Node.js 20.19 or newer was not found.")
                .pick()
                .to_owned());
        }
    }
    Ok(Some(bin))
}

fn is_new_enough(node: &Path) -> bool {
    let output = Command::new(node).arg("--version").stderr(Stdio::null()).output();
    output.is_ok_and(|output| version(&String::from_utf8_lossy(&output.stdout)).is_some_and(|version| version >= LEAST))
}

/// Major and minor of what `node --version` says.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use serde_json::Value;

    /// npm leaves the packages of other systems out of a lock file that it writes beside installed ones, and then
    /// refuses it: such a file is recreated from `package.json` alone.
    #[test]
    fn the_lock_file_names_the_packages_of_every_system_and_no_registry() {
        let lock: Value = serde_json::from_str(include_str!("../../../ui/package-lock.json")).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        for (path, package) in packages {
            assert!(package.get("resolved").is_none(), "{path} names a registry");
            for name in package["optionalDependencies"].as_object().into_iter().flatten().map(|(name, _)| name) {
                let within = format!("{path}/node_modules/{name}");
                let beside = format!("node_modules/{name}");
                assert!(packages.contains_key(&within) || packages.contains_key(&beside), "{name}, wanted by {path}");
            }
        }
    }

    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        assert_eq!(version("v18.20.4\n"), Some((18, 20)));
        assert!(version("v20.19.0").unwrap() >= LEAST && version("v22.4.1").unwrap() >= LEAST);
        assert!(version("v20.18.3").unwrap() < LEAST);
        assert_eq!(version("not found"), None);
    }
}
