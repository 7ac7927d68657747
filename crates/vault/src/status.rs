//! What can be said about a vault without opening it.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::VaultError;

/// Where a vault's key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySource {
    /// The OS keyring.
    Keyring,
    /// A passphrase.
    Passphrase,
}

/// What is known of a vault without its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Whether there is a vault in the folder; the rest is `None` if not.
    pub exists: bool,
    /// The vault's id.
    pub vault_id: Option<String>,
    /// Where its key comes from.
    pub source: Option<KeySource>,
    /// How many migrations were applied when it was last opened.
    pub schema: Option<u32>,
    /// Until when an unlock in the kernel keyring holds.
    pub unlocked_until: Option<SystemTime>,
}

/// Describes the vault in `home`; reads the envelope only.
pub fn status(_home: &Path) -> Result<Status, VaultError> {
    Err(VaultError::Unsupported { what: "status" })
}

/// Ends an unlock that [`crate::Vault::unlock_for`] made; nothing to do is fine.
pub fn forget_unlock(_home: &Path) {}

/// Writes, reads and removes a throw-away keyring item; says which store answered.
pub async fn keyring_check(_wait: Duration) -> Result<String, VaultError> {
    Err(VaultError::Unsupported { what: "keyring_check" })
}
