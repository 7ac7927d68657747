//! Request and response of an authKey call; [`match_rows`] assigns rows to accounts.
//!
//! The API behind it has no read-only call: even a call that creates no key sets the expiry of existing ones.

mod check;
mod matching;
mod names;
#[cfg(test)]
mod properties;

use jiff::Timestamp;

use crate::secret::Secret;
use crate::text::Text;

pub use matching::{Evidence, Found, Matched, match_rows};
pub use names::Known;

/// Most accounts of one kind in a call.
pub const MAX_ACCOUNTS: usize = 50;
/// The expiry of a key that never ends.
pub const NEVER: i64 = -1;

/// One call for the authKeys of some accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthkeyAsk {
    /// Login names or mail addresses, at most [`MAX_ACCOUNTS`].
    pub login_names: Vec<String>,
    /// Names in a company directory, at most [`MAX_ACCOUNTS`].
    pub ext_logins: Vec<ExtLogin>,
    /// Make new keys; else only the expiry of present keys is set.
    pub create: bool,
    /// The accounts have keys, which new ones are to replace. Needs `create`.
    pub rotate: bool,
    /// The end of the keys in milliseconds since 1970, or [`NEVER`].
    pub expires_ms: i64,
}

/// A name in a company directory, and the directory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExtLogin {
    /// The name in the directory.
    pub name: String,
    /// The site that the directory belongs to; may be empty.
    pub site_id: String,
}

/// One account of an ask.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    /// By login name or mail address.
    Login(String),
    /// By its name in a directory.
    Ext(ExtLogin),
}

impl Asked {
    /// The name that was asked for.
    pub fn name(&self) -> &str {
        match self {
            Self::Login(name) => name,
            Self::Ext(ext) => &ext.name,
        }
    }
}

impl AuthkeyAsk {
    /// Every account asked for: login names first, then directory names, in their order.
    pub fn accounts(&self) -> Vec<Asked> {
        let logins = self.login_names.iter().cloned().map(Asked::Login);
        logins.chain(self.ext_logins.iter().cloned().map(Asked::Ext)).collect()
    }
}

/// The answer to an [`AuthkeyAsk`], row by row as the server gave it.
#[derive(Debug, Clone, Default)]
pub struct AuthkeyPage {
    /// The rows; one that cannot be read does not lose the others.
    pub rows: Vec<AuthkeyRow>,
    /// The server's clock.
    pub server_time: Option<Timestamp>,
    /// What the server calls this request, for a message to its administrator.
    pub request_id: Option<String>,
}

/// One row of an answer.
#[derive(Debug, Clone, Default)]
pub struct AuthkeyRow {
    /// The account's id, digit for digit: it may exceed 2^53.
    pub user_id: Option<String>,
    /// The account's login name, which may differ from what was asked.
    pub login_name: Option<String>,
    /// Its key; none where it has none, or where `problem` says that it cannot be read.
    pub auth_key: Option<Secret>,
    /// When the key ends.
    pub expires: Option<KeyEnd>,
    /// What of this row cannot be read.
    pub problem: Option<Text>,
}

/// When a key ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyEnd {
    /// At a moment of the server's clock.
    At(Timestamp),
    /// Never.
    Never,
}
