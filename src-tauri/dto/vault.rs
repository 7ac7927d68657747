//! The vault, and the strength of its passphrase.

use hallpass_core::Error;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The vault as a person sees it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VaultView {
    /// How it stands.
    pub state: VaultState,
    /// Where its key comes from.
    pub source: Option<KeyPlace>,
    /// The folder it is in.
    pub home: String,
    /// Why it is not open.
    pub failure: Option<Error>,
    /// While it is locked: when the next session expires, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub next_expiry: Option<Timestamp>,
    /// Commits that a damaged log swallowed.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub lost_commits: Option<u64>,
}

/// How the vault stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// There is none yet.
    Missing,
    /// Its key is being fetched.
    Opening,
    /// In use.
    Open,
    /// A person's passphrase, or another try at the keyring, opens it.
    Locked,
    /// It cannot be opened; nothing was changed.
    Failed,
}

/// Where a vault's key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// The OS keyring.
    Keyring,
    /// A passphrase.
    Passphrase,
    /// Nowhere: the vault is in memory.
    Memory,
}

/// Whether the OS keyring works.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KeyringCheck {
    /// It answers and is open.
    pub available: bool,
    /// Why not.
    pub failure: Option<Error>,
}

/// What is thought of a passphrase.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PassphraseJudgement {
    /// In a word.
    pub level: Level,
    /// How long it withstands guessing, as a clause.
    pub words: hallpass_core::providers::Text,
}

/// How good a passphrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// As good as none.
    Weak,
    /// A person should choose another.
    Fair,
    /// Good.
    Good,
}
