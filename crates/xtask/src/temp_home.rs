//! A temporary home: programs in it find no vault, keyring or settings of the real user.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::{env, fs, io};

/// A folder that only its owner may enter, removed when dropped.
pub(crate) struct Home {
    folder: PathBuf,
}

impl Home {
    /// Makes the folder; `purpose` becomes part of its name.
    pub(crate) fn new(purpose: &str) -> Result<Self, String> {
        let folder = env::temp_dir().join(format!("hallpass-{purpose}-{}", std::process::id()));
        let made = private_folder(&folder).and_then(|()| private_folder(&folder.join("run")));
        made.map_err(|error| format!("{}: {error}", folder.display()))?;
        remove_when_interrupted(&folder)?;
        Ok(Self { folder })
    }

    /// A file or folder in the home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A command whose home, data folders and message bus all lie in this folder.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HALLPASS_")) {
            command.env_remove(name);
        }
        for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "APPDATA"]
        {
            command.env(name, self.path("data"));
        }
        command
            .env("HOME", &self.folder)
            .env("USERPROFILE", &self.folder)
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", self.path("run/no-bus").display()))
            .env("HALLPASS_HOME", self.path("hallpass"))
            .current_dir(&self.folder);
        command
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {error}", self.folder.display());
        }
    }
}

/// Ctrl-C runs no `drop`. What was started from here is in the same process group and gets the signal as well.
fn remove_when_interrupted(folder: &Path) -> Result<(), String> {
    static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    let folders = || FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
    let mut known = folders();
    known.push(folder.to_owned());
    if known.len() > 1 {
        return Ok(());
    }
    let interrupted = move || {
        folders().iter().for_each(|folder| drop(fs::remove_dir_all(folder)));
        std::process::exit(130);
    };
    ctrlc::set_handler(interrupted).map_err(|error| error.to_string())
}

/// Fails when the folder is there already: it would be someone else's.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    #[test]
    fn a_command_sees_the_home_only_and_the_home_goes_away() {
        let home = Home::new("test").unwrap();
        let folder = home.path("");
        let command = home.command("true");
        let set: Vec<(&OsStr, Option<&OsStr>)> = command.get_envs().collect();
        for name in ["HOME", "HALLPASS_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"] {
            let value = set.iter().find(|(each, _)| *each == name).and_then(|(_, value)| *value).unwrap();
            assert!(value.to_string_lossy().contains(folder.to_string_lossy().trim_end_matches('/')), "{name}");
        }
        assert!(Home::new("test").is_err(), "a folder that is there is not taken over");
        drop(home);
        assert!(!folder.exists());
    }
}
