//! Obtains the data key: how to open a vault and how to store the key of a new one.

use std::path::Path;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::cause::Cause;
use crate::crypto::{DataKey, Kdf};
use crate::envelope::{Envelope, Source};
use crate::error::{LockedBy, VaultError};
use crate::recovery::RecoveryKey;
use crate::{kernel_keyring, os_keyring, thread};

/// Where the key of a new vault, or of one that is recovered, is stored.
pub enum NewKey {
    /// In an item of the OS keyring, asked for at most that long.
    Keyring {
        /// The bound: 3 s where nobody is there to unlock it, 120 s where a person is.
        wait: Duration,
    },
    /// Wrapped under a passphrase, in the envelope.
    Passphrase(Zeroizing<String>),
}

/// How an existing vault is opened.
pub enum Unlock {
    /// With the item in the OS keyring, asked for at most that long.
    Keyring {
        /// The bound: 3 s in the background, 120 s when the user asked.
        wait: Duration,
    },
    /// With its passphrase.
    Passphrase(Zeroizing<String>),
    /// With its recovery key, in any case and spacing.
    Recovery(Zeroizing<String>),
    /// With what [`crate::vault::Vault::unlock_for`] left in the kernel's keyring.
    KernelKeyring,
}

impl NewKey {
    /// Keeps the data key; a keyring item is new, and was read back when this returns.
    pub(crate) async fn keep(
        self,
        data: &DataKey,
        vault_id: &str,
        item: String,
        kdf: Kdf,
    ) -> Result<Source, VaultError> {
        match self {
            Self::Keyring { wait } => {
                os_keyring::put(&item, data, wait).await?;
                Ok(Source::Keyring { item })
            }
            Self::Passphrase(passphrase) => {
                let (data, id) = (data.clone(), vault_id.to_owned());
                thread::aside(move || Source::passphrase(&data, &passphrase, kdf, &id)).await?
            }
        }
    }
}

impl Unlock {
    /// The data key of the vault, checked against its envelope.
    pub(crate) async fn key(self, envelope: &Envelope, path: &Path) -> Result<DataKey, VaultError> {
        let data = match self {
            Self::Keyring { wait } => from_keyring(&envelope.key, wait).await?,
            Self::Passphrase(passphrase) => from_passphrase(envelope.clone(), passphrase).await?,
            Self::Recovery(text) => RecoveryKey::parse(&text).and_then(|key| envelope.recover(&key)),
            Self::KernelKeyring => Some(from_kernel(envelope)?),
        };
        data.filter(|data| envelope.recognises(data)).ok_or_else(|| VaultError::WrongKey { path: path.to_owned() })
    }
}

async fn from_keyring(source: &Source, wait: Duration) -> Result<Option<DataKey>, VaultError> {
    match source {
        Source::Keyring { item } => Ok(DataKey::from_base64(&os_keyring::get(item, wait).await?)),
        Source::Passphrase { .. } => Err(VaultError::Locked { by: LockedBy::Passphrase }),
    }
}

async fn from_passphrase(envelope: Envelope, passphrase: Zeroizing<String>) -> Result<Option<DataKey>, VaultError> {
    match envelope.key {
        Source::Keyring { .. } => Err(VaultError::Unsupported { what: Cause::NoPassphrase }),
        Source::Passphrase { .. } => {
            thread::aside(move || envelope.key.unwrap_with(&passphrase, &envelope.vault_id)).await
        }
    }
}

fn from_kernel(envelope: &Envelope) -> Result<DataKey, VaultError> {
    let by = match envelope.key {
        Source::Keyring { .. } => LockedBy::Keyring,
        Source::Passphrase { .. } => LockedBy::Passphrase,
    };
    kernel_keyring::held(&envelope.vault_id).map(|(data, _)| data).ok_or(VaultError::Locked { by })
}
