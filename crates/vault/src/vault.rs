//! The open vault.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cause::Cause;
use crate::commit_counter::CommitCounter;
use crate::crypto::{self, DataKey};
use crate::database::{self, Migrations};
use crate::envelope::Envelope;
use crate::error::VaultError;
use crate::kernel_keyring;
use crate::layout::{Layout, paths};
use crate::opened::{self, Database};
use crate::thread::ThreadState;
use crate::unlock::{NewKey, Unlock};

/// An open vault, used as the [`Database`] that it is; clones share it.
#[derive(Clone)]
pub struct Vault(Arc<Open>);

struct Open {
    id: String,
    /// None for a vault in memory.
    home: Option<PathBuf>,
    database: Database,
    hash_key: Zeroizing<[u8; 32]>,
    /// None for a vault in memory.
    data: Option<DataKey>,
}

impl Vault {
    /// Opens the vault in `home`; never creates. The key is checked before SQLite touches a file.
    pub async fn open(home: &Path, unlock: Unlock, migrations: Migrations) -> Result<Self, VaultError> {
        let layout = paths(home);
        let envelope = read_envelope(&layout, migrations)?;
        let data = unlock.key(&envelope, &layout.envelope).await?;
        Self::open_with(layout, envelope, data, migrations).await
    }

    /// Opens with the recovery key and keeps the key in a new place. An existing keyring item is never
    /// overwritten: the envelope names a new one.
    pub async fn recover(
        home: &Path,
        recovery: Zeroizing<String>,
        new: NewKey,
        migrations: Migrations,
    ) -> Result<Self, VaultError> {
        let layout = paths(home);
        let envelope = read_envelope(&layout, migrations)?;
        let data = Unlock::Recovery(recovery).key(&envelope, &layout.envelope).await?;
        let (id, kdf) = (envelope.vault_id.clone(), envelope.kdf());
        let source = new.keep(&data, &id, format!("{id}.{}", Uuid::new_v4().simple()), kdf).await?;
        let envelope = change_envelope(&layout, |envelope| envelope.key = source.clone())?;
        Self::open_with(layout, envelope, data, migrations).await
    }

    /// A vault in memory with a random key; nothing reaches the disk.
    pub async fn memory(migrations: Migrations) -> Result<Self, VaultError> {
        let (id, key) = (Uuid::new_v4().to_string(), DataKey::random()?);
        let owner = id.clone();
        let open = move || Ok((ThreadState { db: database::memory(&owner, migrations)?, mark: None, floor: 0 }, None));
        let database = Database::start(open).await?;
        let hash_key = key.derive("keyed hash");
        Ok(Self(Arc::new(Open { id, home: None, database, hash_key, data: None })))
    }

    async fn open_with(
        layout: Layout,
        envelope: Envelope,
        data: DataKey,
        migrations: Migrations,
    ) -> Result<Self, VaultError> {
        let (id, home, key) = (envelope.vault_id.clone(), layout.home.clone(), data.clone());
        let open = move || {
            let mark = CommitCounter::new(&layout.mark, key.derive("mark"));
            let opened = opened::session(&layout.database, mark, &key, &envelope.vault_id, migrations)?;
            if envelope.schema < database::version(migrations) {
                change_envelope(&layout, |envelope| envelope.schema = database::version(migrations))?;
            }
            Ok(opened)
        };
        Ok(Self::new(id, &home, Database::start(open).await?, data))
    }

    pub(crate) fn new(id: String, home: &Path, database: Database, data: DataKey) -> Self {
        let (home, hash_key) = (Some(home.to_owned()), data.derive("keyed hash"));
        Self(Arc::new(Open { id, home, database, hash_key, data: Some(data) }))
    }

    /// HMAC-SHA256 of the parts (each with its length) under a key derived from the vault's.
    pub fn keyed_hash(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        crypto::mac(&crypto::mac(&self.0.hash_key, &[purpose.as_bytes()]), parts)
    }

    /// Keeps the key in the Linux kernel's keyring for `time`; elsewhere, and for a vault in memory,
    /// [`VaultError::Unsupported`].
    pub fn unlock_for(&self, time: Duration) -> Result<(), VaultError> {
        let data = self.0.data.as_ref().ok_or(VaultError::Unsupported { what: Cause::InMemory })?;
        kernel_keyring::hold(&self.0.id, data, time)
    }

    /// The folder it lives in; none for a vault in memory.
    pub fn home(&self) -> Option<&Path> {
        self.0.home.as_deref()
    }

    /// The vault's id.
    pub fn id(&self) -> &str {
        &self.0.id
    }
}

impl Deref for Vault {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.0.database
    }
}

fn read_envelope(layout: &Layout, migrations: Migrations) -> Result<Envelope, VaultError> {
    let envelope = layout.envelope()?;
    layout.close()?;
    let (found, known) = (envelope.schema, database::version(migrations));
    if found > known {
        return Err(VaultError::Newer { path: layout.envelope.clone(), found, known });
    }
    Ok(envelope)
}

/// Changes the envelope as it is now on the disk: two processes must not undo each other's change.
fn change_envelope(layout: &Layout, change: impl Fn(&mut Envelope)) -> Result<Envelope, VaultError> {
    let _lock = layout.lock()?;
    let mut envelope = Envelope::read(&layout.envelope)?;
    change(&mut envelope);
    envelope.replace(&layout.envelope)?;
    Ok(envelope)
}
