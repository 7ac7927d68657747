//! The key of the registry whose programs are started when a person signs in to Windows.

use std::io;
use std::path::PathBuf;

use windows_registry::{CURRENT_USER, Key};

use super::{Autostart, HIDDEN};

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
/// The uninstaller removes it by this name.
const NAME: &str = "Hallpass";

pub(super) struct RunKey {
    program: PathBuf,
}

impl RunKey {
    pub(super) fn of_this_user() -> Option<Self> {
        Some(Self { program: std::env::current_exe().ok()? })
    }
}

impl Autostart for RunKey {
    fn is_on(&self) -> bool {
        CURRENT_USER.open(RUN).and_then(|run| run.get_string(NAME)).is_ok()
    }

    fn set(&self, on: bool) -> io::Result<()> {
        let program = self.program.to_str().ok_or(io::ErrorKind::InvalidInput)?;
        let run: Key = CURRENT_USER.create(RUN).map_err(io::Error::from)?;
        if on {
            return run.set_string(NAME, line(program)).map_err(io::Error::from);
        }
        if self.is_on() { run.remove_value(NAME).map_err(io::Error::from) } else { Ok(()) }
    }
}

/// What is run. A path has no quotation marks on Windows.
fn line(program: &str) -> String {
    format!("\"{program}\" {HIDDEN}")
}
