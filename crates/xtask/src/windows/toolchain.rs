//! The compiler for another system: rustup's where it has the target, else Debian's `rustc-web`, which has the sources of
//! the standard library and builds it for any target.

use crate::i18n::words;
use crate::steps::Steps;
use crate::task::Done;
use crate::ui;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where Debian's packages put it.
const DEBIAN: &str = "/usr/bin";

/// The standard library, where it is not there already built.
const STD: &str = "-Zbuild-std=std,panic_abort,panic_unwind";

/// A compiler for one target, and the folder it builds into.
pub(crate) struct Toolchain {
    target: &'static str,
    debian: bool,
}

impl Toolchain {
    /// Finds one.
    pub(crate) fn find(target: &'static str) -> Result<Self, String> {
        let debian = Path::new(DEBIAN).join("rustc").is_file();
        if debian || rustup_has(target) {
            return Ok(Self { target, debian });
        }
        let asked = words(
            "没有编译这个目标的工具链。在Debian上安装rustc-web、cargo-web和rust-web-src；别处运行：rustup target add ",
            "There is no toolchain for this target. On Debian, install rustc-web, cargo-web and rust-web-src; elsewhere \
             run: rustup target add ",
        );
        Err(format!("{}{target}", asked.pick()))
    }

    /// A cargo command for this target, in a folder of its own.
    pub(crate) fn cargo(&self, verb: &str, line: &str) -> Command {
        let mut command = Command::new(if self.debian { "/usr/bin/cargo" } else { "cargo" });
        command.arg(verb).args(["--locked", "--target", self.target]).args(line.split_whitespace());
        if self.debian {
            command.arg(STD).env("RUSTC_BOOTSTRAP", "1").env("PATH", debian_first());
            // What rustup's cargo set for this program speaks of another compiler.
            for (name, _) in env::vars_os().filter(|(name, _)| is_of_cargo(&name.to_string_lossy())) {
                command.env_remove(name);
            }
        }
        command.env("CARGO_TARGET_DIR", folder()).current_dir(ui::root());
        command
    }

    /// Where a profile's programs are put.
    pub(crate) fn built(&self, profile: &str) -> PathBuf {
        folder().join(self.target).join(if profile == "dev" { "debug" } else { profile })
    }
}

/// Clippy for the target, warnings being errors: without the tests, which are for the system they run on.
pub(crate) fn lint(toolchain: &Toolchain) -> Done {
    ui::build()?;
    let mut steps = Steps::default();
    let crates = "-p hallpass-cli -p hallpass-desktop -p hallpass-core -p hallpass-vault -p hallpass-tables";
    steps.run("clippy", toolchain.cargo("clippy", crates).args(["--", "-D", "warnings"]))?;
    steps.summary();
    Ok(())
}

/// Cargo's lock on a folder would make builds for two systems wait for each other.
fn folder() -> PathBuf {
    ui::root().join("target/windows")
}

fn rustup_has(target: &str) -> bool {
    let mut asked = Command::new("rustc");
    asked.args(["--print", "target-libdir", "--target", target]).current_dir(ui::root()).stderr(Stdio::null());
    let answer = asked.output().map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    answer.is_ok_and(|folder| !folder.is_empty() && Path::new(&folder).is_dir())
}

fn debian_first() -> String {
    format!("{DEBIAN}:{}", env::var("PATH").unwrap_or_default())
}

fn is_of_cargo(name: &str) -> bool {
    name != "CARGO_HOME" && ["CARGO", "RUSTUP_", "RUSTC", "LD_LIBRARY_PATH"].iter().any(|each| name.starts_with(each))
}

#[cfg(test)]
mod tests {
    use super::is_of_cargo;

    #[test]
    fn another_compilers_settings_are_left_out() {
        for name in ["CARGO", "CARGO_MANIFEST_DIR", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTC"] {
            assert!(is_of_cargo(name), "{name}");
        }
        for name in ["CARGO_HOME", "PATH", "RUST_BACKTRACE"] {
            assert!(!is_of_cargo(name), "{name}");
        }
    }
}
