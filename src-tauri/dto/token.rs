//! Tokens in the clipboard and on the screen.

use serde::{Deserialize, Serialize};

/// A token was put into the clipboard.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CopyResult {
    /// It is cleared after so many seconds, if it is still there.
    pub seconds: u32,
}

/// The clipboard's time is over.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Cleared {
    /// Our token was still in it and is gone; otherwise somebody had copied something else.
    pub cleared: bool,
}

/// What a person asks to see.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Reveal {
    /// A token.
    Token {
        /// Whose: the profile's name.
        name: String,
        /// As text or as a picture.
        form: RevealForm,
        /// A person confirmed production, or an expired session.
        confirmed: bool,
    },
    /// The recovery key of the vault that was just made; it can be asked for once.
    Recovery {
        /// `true`.
        recovery: bool,
    },
}

/// In which form a token is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RevealForm {
    /// Characters.
    Text,
    /// A QR code.
    Qr,
}

/// The one answer that holds a secret, because a person asked to see it. The page drops it after `seconds`.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Revealed {
    /// The characters.
    pub text: Option<String>,
    /// A QR code, as a data URL of an SVG.
    pub picture: Option<String>,
    /// For how long it may stay on the screen.
    pub seconds: u32,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Revealed({} s)", self.seconds)
    }
}
