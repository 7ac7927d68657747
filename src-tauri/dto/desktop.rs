//! What comes from outside the window.

use hallpass_core::Error;
use serde::Serialize;

/// Files over the window, of which the page learns no more.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Dragged {
    /// They are over it.
    Over,
    /// They were taken away, or are no file.
    Gone,
    /// One was dropped: it can be read as a list.
    Dropped,
}

/// How a program gets a key combination that works everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ShortcutOffer {
    /// It takes one.
    Given,
    /// The desktop asks the person, who may choose another one there.
    Confirmed,
    /// It gets none: a person binds `hallpass-desktop --show` to one.
    None,
}

/// What the desktop offers, for the settings to show.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DesktopView {
    /// A shell shows the tray, so that the window may be closed to it.
    pub tray: bool,
    /// Whether a program may take a key combination.
    pub shortcut: ShortcutOffer,
    /// Whether this program starts with the computer, which a person may have changed outside it; none where no program
    /// can.
    pub autostart: Option<bool>,
}

/// What was asked for outside the window, and has to be done in it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Asked {
    /// What.
    pub act: AskedFor,
    /// The profile's name.
    pub name: String,
    /// What went wrong, where something did.
    pub failure: Option<Error>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AskedFor {
    /// To copy a token that requires confirmation.
    Copy,
    /// To sign in.
    SignIn,
    /// To sign out.
    SignOut,
    /// Something that has failed.
    Failed,
}
