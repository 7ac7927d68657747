//! `cargo xtask package`: a .deb and an .rpm with the window, its icon and desktop file, and the command `hallpass`.

use crate::command::answer;
use crate::steps::Steps;
use crate::task::{Done, unknown_argument};
use crate::{build, notices, setup, ui};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything but the bundles themselves, for those who build others.
const PREPARE: &str = "--prepare";

pub(crate) fn run(arguments: &[String]) -> Done {
    let prepare = arguments.first().is_some_and(|argument| argument == PREPARE);
    if let Some(argument) = arguments.get(usize::from(prepare)) {
        return Err(unknown_argument(argument));
    }
    if !prepare {
        setup::ensure(&["build", "window", "package"])?;
    }
    ui::build()?;
    // The bundle takes the command, and what it makes of itself, from where these are put.
    let hallpass = build::binary("hallpass-cli", "release")?;
    without_failpoints(&hallpass)?;
    pages(&hallpass)?;
    notices::write()?;
    if prepare {
        return Ok(());
    }
    let mut steps = Steps::default();
    // Named, since the app is not among the workspace's default members.
    let line = ["tauri", "build", "--bundles", "deb,rpm", "--", "--package", "hallpass-desktop"];
    steps.run("bundle", &mut ui::fetched("@tauri-apps/cli@2.12.5", &line)?)?;
    without_failpoints(&ui::root().join("target/release/hallpass-desktop"))?;
    let bundles = ui::root().join("target/release/bundle");
    let (deb, rpm) = (made(&bundles.join("deb"), "deb")?, made(&bundles.join("rpm"), "rpm")?);
    smaller(&deb)?;
    listed(&deb, Command::new("dpkg-deb").arg("--contents"))?;
    listed(&rpm, Command::new("rpm").args(["--query", "--list", "--package"]))?;
    steps.summary();
    for file in [hallpass, ui::root().join("target/release/hallpass-desktop"), deb, rpm] {
        let size = fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?.len();
        println!("{:>5.1} MB  {}", size as f64 / 1e6, file.display());
    }
    Ok(())
}

/// Packs a .deb once more. Tauri's compression looks back over 32 kB; this one finds in the second program what it has in
/// common with the first, and the package is half as large.
fn smaller(deb: &Path) -> Done {
    let folder = deb.with_extension("unpacked");
    // What an interrupted run left would be packed as well.
    let _ = fs::remove_dir_all(&folder);
    answer(Command::new("dpkg-deb").arg("--raw-extract").args([deb, &folder]), "")?;
    let pack = ["--root-owner-group", "-Zxz", "-z9", "-Sextreme", "--build"];
    answer(Command::new("dpkg-deb").args(pack).args([&folder, deb]), "")?;
    fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// What every package has, by the ends of its paths.
const CARRIED: [&str; 9] = [
    "/usr/bin/hallpass",
    "/usr/bin/hallpass-desktop",
    "/usr/share/applications/Hallpass.desktop",
    "/usr/share/bash-completion/completions/hallpass",
    "/usr/share/doc/hallpass/LICENSE-APACHE",
    "/usr/share/doc/hallpass/LICENSE-MIT",
    "/usr/share/doc/hallpass/THIRD-PARTY-NOTICES.txt",
    "/usr/share/man/man1/hallpass.1",
    "/usr/share/man/zh_CN/man1/hallpass.1",
];

/// The package of this version.
fn made(folder: &Path, end: &str) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let packages = entries.flatten().map(|entry| entry.path());
    let of_this = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.contains(env!("CARGO_PKG_VERSION")) && path.extension().is_some_and(|found| found == end)
    };
    packages.into_iter().find(|path| of_this(path)).ok_or_else(|| format!("{}: -", folder.display()))
}

/// Lists a package with a tool of its own system, and says what is missing.
fn listed(package: &Path, list: &mut Command) -> Done {
    let held = answer(list.arg(package), "")?;
    let missing = missing(&held);
    if missing.is_empty() { Ok(()) } else { Err(format!("{}: {}", package.display(), missing.join(", "))) }
}

/// What is not in a list of files.
fn missing(held: &str) -> Vec<&'static str> {
    let ends = |path: &&str| held.lines().any(|line| line.trim_start_matches('.').ends_with(path));
    CARRIED.into_iter().filter(|path| !ends(path)).collect()
}

/// Refuses a program that a variable could end: that is for tests.
fn without_failpoints(program: &Path) -> Done {
    let bytes = fs::read(program).map_err(|error| format!("{}: {error}", program.display()))?;
    let variable = hallpass_failpoint::VARIABLE.as_bytes();
    if bytes.windows(variable.len()).any(|window| window == variable) {
        return Err(format!("{}: {}", program.display(), hallpass_failpoint::VARIABLE));
    }
    Ok(())
}

/// The command's man pages in both languages and its completions, made by itself.
fn pages(hallpass: &Path) -> Done {
    let folder = ui::root().join("target/package");
    // A page of a command that is gone would be packed as well.
    let _ = fs::remove_dir_all(&folder);
    let completions = folder.join("completions");
    fs::create_dir_all(&completions).map_err(|error| format!("{}: {error}", completions.display()))?;
    for lang in ["en", "zh"] {
        let man = folder.join("man").join(lang);
        answer(Command::new(hallpass).args(["man", "--lang", lang, "--out"]).arg(man), "")?;
    }
    for shell in ["bash", "fish", "zsh"] {
        let script = answer(Command::new(hallpass).args(["completions", shell, "--lang", "en"]), "")?;
        let file = completions.join(shell);
        fs::write(&file, script).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{CARRIED, missing, without_failpoints};

    #[test]
    fn no_release_build_has_a_failpoint() {
        // This test's own program names the variable.
        without_failpoints(&std::env::current_exe().unwrap()).unwrap_err();
        without_failpoints(std::path::Path::new("/bin/sh")).unwrap();
        // They are left out where debug assertions are, and no profile turns those on.
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let workspace = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        assert!(!workspace.contains("debug-assertions"));
    }

    #[test]
    fn what_a_package_lacks_is_named() {
        let whole: String =
            CARRIED.iter().map(|path| format!("-rw-r--r-- root/root 1 2026-11-29 12:00 .{path}\n")).collect();
        assert!(missing(&whole).is_empty());
        assert!(missing(&CARRIED.join("\n")).is_empty());
        assert_eq!(missing(&whole.replace("LICENSE-MIT", "LICENSE")), ["/usr/share/doc/hallpass/LICENSE-MIT"]);
    }
}
