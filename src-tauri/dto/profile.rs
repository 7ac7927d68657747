//! Profiles, their health, and files of them.

use hallpass_core::doctor::WeakPassword;
use hallpass_core::{Profile, SessionView};
use serde::{Deserialize, Serialize};

/// A profile as the window edits it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProfileView {
    /// As stored.
    #[serde(flatten)]
    pub profile: Profile,
    /// Things a person should know: a look-alike host, a session that was dropped.
    pub notices: Vec<hallpass_core::providers::Text>,
}

/// What the health of a vault is drawn from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HealthReport {
    /// Every session in full.
    pub sessions: Vec<SessionView>,
    /// Whose sign-in would be blocked now.
    pub blocked: Vec<hallpass_core::Blocked>,
    /// Saved passwords that could be guessed; the passwords themselves stay here.
    pub weak_passwords: Vec<WeakPassword>,
}

/// A file of profiles as the page has read it.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PackFile {
    /// Its bytes, in base64.
    pub content: String,
    /// Whether it is CSV; otherwise JSON.
    pub csv: bool,
}

/// A file that was written for a person.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SavedFile {
    /// Where.
    pub path: String,
}
