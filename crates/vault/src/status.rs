//! What is known about a vault without opening it.

use std::path::Path;
use std::time::SystemTime;

use crate::envelope::{Envelope, Source};
use crate::error::VaultError;
use crate::kernel_keyring;
use crate::layout::paths;

/// Where a vault's key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySource {
    /// The OS keyring.
    Keyring,
    /// A passphrase.
    Passphrase,
}

/// What is known of a vault without its key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VaultStatus {
    /// Whether there is a vault in the folder; the rest is `None` if not.
    pub exists: bool,
    /// The vault's id.
    pub vault_id: Option<String>,
    /// Where its key comes from.
    pub source: Option<KeySource>,
    /// The name of its keyring item (not a secret), where it has one.
    pub keyring_item: Option<String>,
    /// How many migrations were applied when it was last opened.
    pub schema: Option<u32>,
    /// Until when an unlock in the kernel's keyring holds.
    pub unlocked_until: Option<SystemTime>,
}

/// Describes the vault in `home` from its envelope; opens and writes nothing.
/// Fails where the envelope is damaged, newer or cannot be read, and where one of the two files is gone.
pub fn status(home: &Path) -> Result<VaultStatus, VaultError> {
    let envelope = match paths(home).envelope() {
        Err(VaultError::NoVault { .. }) => return Ok(VaultStatus::default()),
        other => other?,
    };
    Ok(of(&envelope))
}

/// What an envelope says.
pub(crate) fn of(envelope: &Envelope) -> VaultStatus {
    let (source, keyring_item) = match &envelope.key {
        Source::Keyring { item } => (KeySource::Keyring, Some(item.clone())),
        Source::Passphrase { .. } => (KeySource::Passphrase, None),
    };
    let unlocked_until = kernel_keyring::held(&envelope.vault_id).map(|(_, until)| until);
    let (source, schema, vault_id) = (Some(source), Some(envelope.schema), Some(envelope.vault_id.clone()));
    VaultStatus { exists: true, vault_id, source, keyring_item, schema, unlocked_until }
}

/// Ends an unlock that [`crate::vault::Vault::unlock_for`] made; where none holds there is nothing to do.
pub fn forget_unlock(home: &Path) {
    if let Ok(envelope) = Envelope::read(&paths(home).envelope) {
        kernel_keyring::forget(&envelope.vault_id);
    }
}
