//! Events sent to the window or command, and what they may query at any time.

use jiff::Timestamp;
use serde::Serialize;

use super::notice::{Notice, NoticeId};
use crate::error::Error;

/// One thing that a surface shows or forwards.
#[derive(Debug, Clone)]
pub enum BackgroundEvent {
    /// The profile's session was renewed.
    Renewed {
        /// The profile's name.
        profile: String,
    },
    /// An automatic renewal, or one that a notice's button asked for, has failed. A notice follows where one is due.
    RenewalFailed {
        /// The profile's name.
        profile: String,
        /// Why.
        error: Error,
    },
    /// The profile's session was verified or renewed so that it does not expire unused.
    KeptAlive {
        /// The profile's name.
        profile: String,
    },
    /// What a team shares was brought here, or could not be: its status says why.
    TeamSynced {
        /// The team's name here.
        team: String,
    },
    /// A notice is to be shown in place of an earlier one with the same id.
    NoticeShown(Notice),
    /// A notice is to be taken back.
    NoticeWithdrawn(NoticeId),
    /// Hallpass locks itself at this moment, by the clock here, unless someone uses it.
    LockWarning {
        /// When.
        at: Timestamp,
    },
    /// It was used, or is locked by now: the warning is to be taken back.
    LockWarningWithdrawn,
    /// It is locked: the page is emptied, the clipboard cleared, the tray without names.
    Locked(LockReason),
    /// It is unlocked.
    Unlocked,
}

/// Why Hallpass locked itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LockReason {
    /// Nobody used it for as long as the settings say.
    Idle,
    /// The desktop's screen was locked.
    ScreenLocked,
    /// The machine goes to sleep.
    Sleep,
    /// Another user's desktop was switched to.
    UserSwitched,
    /// A person asked for it.
    Asked,
}

/// What a tray or a lock screen shows, without a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Glance {
    /// Whether it is locked.
    pub locked: bool,
    /// How many sessions are in their last part.
    pub expiring: usize,
    /// When the next session expires, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub next_expiry: Option<Timestamp>,
}
