//! What a person has chosen for the window. Nothing here is secret.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::{AutoRenew, Error, ErrorCode, Result, shown};
use serde::{Deserialize, Serialize};

const FILE: &str = "window.json";
/// No action and no chord is longer.
const MAX_LETTERS: usize = 40;
/// A later lock is none.
const MAX_LOCK_MINUTES: u32 = 240;

/// The settings of the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Settings {
    /// Its language.
    pub language: Language,
    /// Its colours.
    pub theme: Theme,
    /// How much room a row takes.
    pub density: Density,
    /// Whether single letters are shortcuts.
    pub single_keys: bool,
    /// How long a copied token stays in the clipboard: 10 to 120.
    pub clipboard_seconds: u32,
    /// How long a revealed token stays on the screen: 5 to 120.
    pub reveal_seconds: u32,
    /// After so many minutes without use the window locks itself: 1 to 240; 0 for never.
    pub lock_minutes: u32,
    /// Whether sessions are renewed automatically.
    pub auto_renew: AutoRenew,
    /// Whether the desktop shows notices.
    pub notices: bool,
    /// Whether closing the window leaves it in the tray, where a shell shows one.
    pub close_to_tray: bool,
    /// Whether it starts with the computer, hidden.
    pub autostart: bool,
    /// The key combination that shows the quick switcher from anywhere.
    pub shortcut: Option<String>,
    /// The keys that a person gave an action in the place of the usual ones, by its name.
    pub shortcuts: BTreeMap<String, String>,
}

/// The window's language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// The desktop's.
    #[default]
    Auto,
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// The window's colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// How much room a row takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            density: Density::default(),
            single_keys: true,
            clipboard_seconds: 30,
            reveal_seconds: 15,
            lock_minutes: 15,
            auto_renew: AutoRenew::On,
            notices: true,
            close_to_tray: true,
            autostart: false,
            shortcut: None,
            shortcuts: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// As saved in `home`; what cannot be read, or what other users can have written, counts as not chosen.
    pub(crate) fn load(home: &Path) -> Self {
        let path = home.join(FILE);
        let ours = hallpass_files::access(&path).is_ok_and(|access| !access.others_write && !access.foreign);
        let saved = hallpass_files::read_small(&path).ok().filter(|_| ours);
        saved.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok()).unwrap_or_default().within_bounds()
    }

    /// Saves them whole or not at all.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written.
    pub(crate) fn save(self, home: &Path) -> Result<Self> {
        let (whole, path) = (self.within_bounds(), home.join(FILE));
        hallpass_core::vault::create_data_folder(home)?;
        let write = || -> std::io::Result<()> {
            let mut file = hallpass_files::temporary(home, ".settings-", "")?;
            file.write_all(&serde_json::to_vec_pretty(&whole)?)?;
            hallpass_files::replace(file, &path)
        };
        write().map_err(|_| {
            let at = shown(&path);
            Error::new(ErrorCode::Internal, Text::made(format!("{at}无法写入"), format!("Could not write {at}")))
        })?;
        Ok(whole)
    }

    fn within_bounds(mut self) -> Self {
        self.clipboard_seconds = self.clipboard_seconds.clamp(10, 120);
        self.reveal_seconds = self.reveal_seconds.clamp(5, 120);
        self.lock_minutes = self.lock_minutes.min(MAX_LOCK_MINUTES);
        self.shortcut = self.shortcut.filter(|keys| (1..=MAX_LETTERS).contains(&keys.len()));
        self.shortcuts.retain(|action, keys| action.len() <= MAX_LETTERS && (1..=MAX_LETTERS).contains(&keys.len()));
        self
    }

    /// The language to speak.
    pub(crate) fn lang(&self) -> Lang {
        match self.language {
            Language::Auto => system_language(),
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }
}

/// The language of the desktop; English where it is neither.
pub(crate) fn system_language() -> Lang {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_lowercase().starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::{FILE, Settings};

    #[test]
    fn a_pipe_and_a_file_that_others_can_write_choose_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(FILE);
        let chosen = Settings { lock_minutes: 7, ..Settings::default() }.save(home.path()).unwrap();
        let with = |mode: u32| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            Settings::load(home.path())
        };
        assert_eq!((with(0o600), with(0o644)), (chosen.clone(), chosen));
        assert_eq!((with(0o666), with(0o620)), (Settings::default(), Settings::default()));
        std::fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert_eq!(Settings::load(home.path()), Settings::default());
    }
}
