//! How a profile's session is kept.

use hallpass_providers::Text;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Whether sessions are renewed automatically.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AutoRenew {
    /// Never: only when the user asks.
    Off,
    /// Only while the window is open.
    Window,
    /// Whenever Hallpass runs.
    #[default]
    On,
}

impl AutoRenew {
    /// All, by the names that commands and files use.
    pub const ALL: [(&'static str, Self); 3] = [("on", Self::On), ("off", Self::Off), ("window", Self::Window)];

    /// Its name in commands and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Window => "window",
        }
    }

    /// By its name.
    ///
    /// # Errors
    /// Returns an error that lists the known names.
    pub fn from_id(id: &str) -> Result<Self> {
        let known = || Text::new("只能是on、off或window", "must be on, off or window");
        let found = Self::ALL.into_iter().find(|(name, _)| *name == id);
        found.map(|(_, auto)| auto).ok_or_else(|| Error::invalid("auto_renew", &known()))
    }

    /// In words.
    pub fn words(self) -> Text {
        match self {
            Self::On => Text::new("自动续期", "renew automatically"),
            Self::Off => Text::new("不自动续期", "do not renew automatically"),
            Self::Window => Text::new("仅在窗口打开时自动续期", "renew automatically only while the window is open"),
        }
    }

    /// Whether a session may be renewed now, if two settings have to allow it.
    pub(crate) fn allows(self, other: Self, window_open: bool) -> bool {
        match self.min(other) {
            Self::Off => false,
            Self::Window => window_open,
            Self::On => true,
        }
    }
}

/// How a profile's session is kept: part of the profile, and of a pack.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Renewal {
    /// Whether its session is renewed automatically.
    pub auto_renew: AutoRenew,
    /// Every so many minutes its session is verified or renewed, so that it does not expire unused; `None` for never.
    pub keep_alive: Option<u32>,
}

/// A keep-alive more often would be a load for the server, and one more rarely than once a week keeps nothing alive.
const KEEP_ALIVE_MINUTES: std::ops::RangeInclusive<u32> = 1..=7 * 24 * 60;

impl Renewal {
    /// Checks an interval that the user typed; 0 means never.
    ///
    /// # Errors
    /// Returns an error if it is longer than a week.
    pub(crate) fn interval(minutes: u32) -> Result<Option<u32>> {
        if minutes == 0 {
            return Ok(None);
        }
        let why = || Text::new("只能是1到10080分钟，或0表示关闭", "must be 1 to 10080 minutes, or 0 for off");
        KEEP_ALIVE_MINUTES
            .contains(&minutes)
            .then_some(Some(minutes))
            .ok_or_else(|| Error::invalid("keep_alive", &why()))
    }
}
