//! Wine with a prefix of its own: a Windows with nothing on it, in a throw-away folder.

use crate::command::answer;
use crate::temp_home::Home;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A running Wine; its programs are ended with it.
pub(super) struct Wine {
    home: Home,
}

impl Wine {
    /// Makes the prefix.
    pub(super) fn start() -> Result<Self, String> {
        let wine = Self { home: Home::new("wine")? };
        answer(wine.tool("wine").args(["wineboot", "--init"]), "")?;
        let try_folder = wine.folder();
        fs::create_dir_all(&try_folder).map_err(|error| format!("{}: {error}", try_folder.display()))?;
        wine.complete()?;
        Ok(wine)
    }

    /// A command of this machine that finds this Wine, in the folder `C:\try`.
    pub(super) fn tool(&self, program: &str) -> Command {
        let mut command = self.home.command(program);
        command
            .env("WINEPREFIX", self.home.path("prefix"))
            .env("WINEDEBUG", "-all")
            // Nothing asks for .NET or HTML, and nothing is put into this machine's menus.
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=;winemenubuilder.exe=d")
            .env("LANG", "C.UTF-8")
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC");
        if self.folder().is_dir() {
            command.current_dir(self.folder());
        }
        command
    }

    /// A program for Windows.
    pub(super) fn program(&self, exe: &Path) -> Command {
        let mut command = self.tool("wine");
        command.arg(exe);
        command
    }

    /// `C:\try`, as this machine sees it.
    pub(super) fn folder(&self) -> PathBuf {
        self.home.path("prefix/drive_c/try")
    }

    /// Builds a small program or library of `crates/xtask/windows/` from its one source.
    pub(super) fn compile(&self, source: &str, out: &Path, more: &[&str]) -> Result<(), String> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("windows").join(source);
        let mut compiler = Command::new("x86_64-w64-mingw32-gcc");
        compiler.args(["-O1", "-municode"]).args(more).arg(file).arg("-o").arg(out);
        answer(&mut compiler, "").map(drop)
    }

    /// Wine 8 lacks a library that Rust's standard library imports.
    fn complete(&self) -> Result<(), String> {
        let library = self.home.path("prefix/drive_c/windows/system32/bcryptprimitives.dll");
        if library.exists() {
            return Ok(());
        }
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("windows/bcryptprimitives.c");
        let mut compiler = Command::new("x86_64-w64-mingw32-gcc");
        answer(compiler.arg("-shared").arg(file).arg("-o").arg(library).arg("-ladvapi32"), "").map(drop)
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        // Else its programs go on in a folder that is no more.
        let _ = self.tool("wineserver").arg("-k").status();
    }
}
