//! A new vault between creation and keeping it: in between, its recovery key is shown.
//!
//! A user who never saw the recovery key would lose the vault for good with the keyring or passphrase. So the key is
//! shown first, and a vault whose key could not be shown is discarded.

use std::path::Path;
use std::time::Duration;

use uuid::Uuid;

use crate::commit_counter::CommitCounter;
use crate::creation::PendingVault;
use crate::crypto::{DataKey, Kdf};
use crate::database::{self, Migrations};
use crate::envelope::{Envelope, Source};
use crate::error::VaultError;
use crate::layout::{Layout, paths};
use crate::opened::Database;
use crate::os_keyring;
use crate::recovery::RecoveryKey;
use crate::status::{self, VaultStatus};
use crate::thread::ThreadState;
use crate::unlock::NewKey;
use crate::vault::Vault;

/// A vault that is made and does not count yet. It can be used, but until [`Self::keep`] nobody finds it; when it is
/// dropped, or its process ends, its files are gone or nobody's.
pub struct NewVault {
    // Dropped in this order: the database is closed before its files are removed.
    vault: Vault,
    pending: PendingVault,
    envelope: Envelope,
    recovery: RecoveryKey,
}

impl NewVault {
    /// Creates a vault in `home` and the key that recovers it; never replaces anything that is there.
    ///
    /// # Errors
    /// Returns an error if there is a vault already, or if its key or its files cannot be kept.
    pub async fn prepare(home: &Path, key: NewKey, migrations: Migrations) -> Result<Self, VaultError> {
        Self::prepare_with(home, key, Kdf::default(), migrations).await
    }

    /// [`Self::prepare`] with a chosen cost for the passphrase.
    ///
    /// # Errors
    /// As [`Self::prepare`].
    pub async fn prepare_with(home: &Path, key: NewKey, kdf: Kdf, migrations: Migrations) -> Result<Self, VaultError> {
        let layout = paths(home);
        let pending = PendingVault::begin(&layout)?;
        let (data, recovery, id) = (DataKey::random()?, RecoveryKey::random()?, Uuid::new_v4().to_string());
        let source = key.keep(&data, &id, id.clone(), kdf).await?;
        let mut envelope = Envelope::new(id, &data, source, &recovery)?;
        envelope.schema = database::version(migrations);
        match database(&pending, &layout, &envelope, &data, migrations).await {
            Ok(database) => {
                let vault = Vault::new(envelope.vault_id.clone(), home, database, data);
                Ok(Self { vault, pending, envelope, recovery })
            }
            Err(error) => {
                forget(&envelope).await;
                Err(error)
            }
        }
    }

    /// The key to show before the vault is kept.
    pub fn recovery_key(&self) -> &RecoveryKey {
        &self.recovery
    }

    /// The vault, to be used while its key is shown.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// What [`crate::status::status`] says once it is kept.
    pub fn status(&self) -> VaultStatus {
        status::of(&self.envelope)
    }

    /// Keeps it: from here on the vault exists.
    ///
    /// # Errors
    /// Returns an error if the envelope cannot be written; then there is no vault.
    pub async fn keep(self) -> Result<(Vault, RecoveryKey), VaultError> {
        let Self { vault, pending, envelope, recovery } = self;
        match pending.finish(&envelope) {
            Ok(()) => Ok((vault, recovery)),
            Err(error) => {
                vault.close().await;
                forget(&envelope).await;
                Err(error)
            }
        }
    }

    /// Takes it back, with its keyring item.
    pub async fn discard(self) {
        self.vault.close().await;
        forget(&self.envelope).await;
    }
}

/// Removes the keyring item of a vault that does not come to be.
async fn forget(envelope: &Envelope) {
    if let Source::Keyring { item } = &envelope.key {
        os_keyring::remove(item, Duration::from_secs(3)).await;
    }
}

async fn database(
    pending: &PendingVault,
    layout: &Layout,
    envelope: &Envelope,
    data: &DataKey,
    migrations: Migrations,
) -> Result<Database, VaultError> {
    let mark = CommitCounter::new(&layout.mark, data.derive("mark"));
    pending.files(&mark)?;
    let (file, id, key) = (layout.database.clone(), envelope.vault_id.clone(), data.clone());
    let open = move || {
        let db = database::create(&file, &key, &id, migrations).map_err(|error| error.at(&file))?;
        Ok((ThreadState { db, mark: Some(mark), floor: 0 }, None))
    };
    Database::start(open).await
}

impl Vault {
    /// Creates a vault in `home` and keeps it at once, for those who need not show its recovery key first; whoever
    /// shows it to a person uses [`NewVault`]. Never replaces anything that is there.
    ///
    /// # Errors
    /// Returns an error if there is a vault already, or if its key or its files cannot be kept.
    pub async fn create(home: &Path, key: NewKey, migrations: Migrations) -> Result<(Self, RecoveryKey), VaultError> {
        NewVault::prepare(home, key, migrations).await?.keep().await
    }

    /// [`Self::create`] with a chosen cost for the passphrase.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub async fn create_with(
        home: &Path,
        key: NewKey,
        kdf: Kdf,
        migrations: Migrations,
    ) -> Result<(Self, RecoveryKey), VaultError> {
        NewVault::prepare_with(home, key, kdf, migrations).await?.keep().await
    }
}
