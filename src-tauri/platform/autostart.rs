//! Starting with the computer, without a window.

use std::io;
use std::path::{Path, PathBuf};

/// The argument of a start without a window.
pub const HIDDEN: &str = "--hidden";

/// Starts the program with the desktop.
pub trait Autostart {
    /// Whether it starts with the desktop.
    fn is_on(&self) -> bool;
    /// Turns it on or off.
    ///
    /// # Errors
    /// Returns an error if the entry cannot be written or removed, or this system has none.
    fn set(&self, on: bool) -> io::Result<()>;
}

/// An entry in the autostart folder, as XDG defines it.
#[derive(Debug, Clone)]
pub struct XdgAutostart {
    entry: PathBuf,
    program: PathBuf,
}

impl XdgAutostart {
    /// In the folder of a person's configuration, for this program.
    pub fn new(config: &Path, program: PathBuf) -> Self {
        Self { entry: config.join("autostart/app.hallpass.desktop.desktop"), program }
    }

    #[cfg(target_os = "linux")]
    fn of_this_user() -> Option<Self> {
        let image = std::env::var_os("APPIMAGE").filter(|path| !path.is_empty()).map(PathBuf::from);
        Some(Self::new(&dirs::config_dir()?, program(image, std::env::current_exe().ok())?))
    }
}

/// Of this person and this program; `None` where the system has no such entries.
pub fn of_this_user() -> Option<Box<dyn Autostart>> {
    #[cfg(target_os = "linux")]
    return XdgAutostart::of_this_user().map(|entry| Box::new(entry) as Box<dyn Autostart>);
    #[cfg(windows)]
    return windows::RunKey::of_this_user().map(|entry| Box::new(entry) as Box<dyn Autostart>);
    #[cfg(not(any(target_os = "linux", windows)))]
    None
}

#[cfg(windows)]
#[path = "autostart_windows.rs"]
mod windows;

/// What is started: an AppImage by its file, since the program within it is mounted at another place each time.
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only Linux has AppImages"))]
fn program(image: Option<PathBuf>, itself: Option<PathBuf>) -> Option<PathBuf> {
    image.filter(|image| image.is_absolute()).or(itself)
}

impl Autostart for XdgAutostart {
    fn is_on(&self) -> bool {
        std::fs::read_to_string(&self.entry).is_ok_and(|entry| !entry.lines().any(|line| line.trim() == "Hidden=true"))
    }

    fn set(&self, on: bool) -> io::Result<()> {
        if !on {
            return match std::fs::remove_file(&self.entry) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        let folder = self.entry.parent().ok_or(io::ErrorKind::InvalidInput)?;
        let program = self.program.to_str().ok_or(io::ErrorKind::InvalidInput)?;
        std::fs::create_dir_all(folder)?;
        std::fs::write(&self.entry, entry(program))
    }
}

fn entry(program: &str) -> String {
    let exec = quoted(program);
    format!(
        "[Desktop Entry]\nType=Application\nName=Hallpass\nName[zh_CN]=通行证\nExec={exec} {HIDDEN}\n\
         Icon=hallpass\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
    )
}

/// An argument of `Exec` as the specification wants it: first quoted, and then once more as a string of the file.
fn quoted(argument: &str) -> String {
    let mut text = String::from("\"");
    for letter in argument.chars() {
        match letter {
            '"' | '`' | '$' => text.extend(["\\\\", &letter.to_string()]),
            '\\' => text.push_str("\\\\\\\\"),
            '%' => text.push_str("%%"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_image_starts_by_its_file() {
        let path = |path: &str| Some(PathBuf::from(path));
        assert_eq!(
            program(path("/opt/Hallpass.AppImage"), path("/tmp/.mount_x/hallpass")),
            path("/opt/Hallpass.AppImage")
        );
        assert_eq!(program(path("here"), path("/usr/bin/hallpass")), path("/usr/bin/hallpass"));
        assert_eq!(program(None, path("/usr/bin/hallpass")), path("/usr/bin/hallpass"));
    }

    #[test]
    fn the_entry_is_written_and_removed_and_a_person_may_have_hidden_it() {
        let folder = tempfile::tempdir().unwrap();
        let start = XdgAutostart::new(folder.path(), PathBuf::from("/opt/Hall pass/50% \"x\""));
        assert!(!start.is_on());
        start.set(false).unwrap();
        start.set(true).unwrap();
        assert!(start.is_on());
        let written = std::fs::read_to_string(&start.entry).unwrap();
        assert!(written.contains("Exec=\"/opt/Hall pass/50%% \\\\\"x\\\\\"\" --hidden\n"), "{written}");
        std::fs::write(&start.entry, written + "Hidden=true\n").unwrap();
        assert!(!start.is_on());
        start.set(true).unwrap();
        assert!(start.is_on());
        start.set(false).unwrap();
        assert!(!start.entry.exists());
    }
}
