//! The open vault.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, Transaction};
use zeroize::Zeroizing;

use crate::{RecoveryKey, VaultError};

/// The cost of deriving a key from a passphrase with Argon2id; recorded in the envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kdf {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// Where the key of a new vault shall be kept.
pub enum NewKey {
    /// In the OS keyring.
    Keyring,
    /// Wrapped under a passphrase, in the envelope.
    Passphrase(Zeroizing<String>),
}

/// How an existing vault shall be opened.
pub enum Unlock {
    /// With the item in the OS keyring, asked for at most that long.
    Keyring {
        /// The bound: 3 s in the background, 120 s when a person asked.
        wait: Duration,
    },
    /// With its passphrase.
    Passphrase(Zeroizing<String>),
    /// With its recovery key, in any case and spacing.
    Recovery(Zeroizing<String>),
    /// With what [`Vault::unlock_for`] left in the kernel keyring.
    KernelKeyring,
}

/// An open vault; clones share one connection on one thread.
#[derive(Clone)]
pub struct Vault {}

const LATER: VaultError = VaultError::Unsupported { what: "not yet" };

impl Vault {
    /// Makes a vault in `home`; never replaces anything that is there.
    pub async fn create(
        _home: &Path,
        _key: NewKey,
        _migrations: &'static [&'static str],
    ) -> Result<(Self, RecoveryKey), VaultError> {
        Err(LATER)
    }

    /// Opens the vault in `home`; never creates.
    pub async fn open(_home: &Path, _unlock: Unlock, _migrations: &'static [&'static str]) -> Result<Self, VaultError> {
        Err(LATER)
    }

    /// A vault in memory; nothing reaches the disk.
    pub async fn memory(_migrations: &'static [&'static str]) -> Result<Self, VaultError> {
        Err(LATER)
    }

    /// Opens with the recovery key and establishes a new key source; an existing keyring item is not overwritten.
    pub async fn recover(
        _home: &Path,
        _recovery: Zeroizing<String>,
        _new: NewKey,
        _migrations: &'static [&'static str],
    ) -> Result<Self, VaultError> {
        Err(LATER)
    }

    /// Runs `f` on the database thread, outside a transaction.
    pub async fn read<T, E>(&self, _f: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + From<VaultError> + Send + 'static,
    {
        Err(LATER.into())
    }

    /// Runs `f` in one immediate transaction: committed when it is `Ok`, rolled back when it is not.
    pub async fn write<T, E>(&self, _f: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + From<VaultError> + Send + 'static,
    {
        Err(LATER.into())
    }

    /// Like [`Self::write`], for what must not vanish: a commit that is lost later is noticed by the next open.
    pub async fn write_counted<T, E>(
        &self,
        _f: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + From<VaultError> + Send + 'static,
    {
        Err(LATER.into())
    }

    /// How many counted commits were gone when the vault was opened.
    pub fn lost_commits(&self) -> Option<u64> {
        None
    }

    /// A number that changes when another process wrote.
    pub async fn data_version(&self) -> Result<i64, VaultError> {
        Err(LATER)
    }

    /// HMAC-SHA256 of the parts (each with its length) under a key derived from the vault's.
    pub fn keyed_hash(&self, _purpose: &str, _parts: &[&[u8]]) -> [u8; 32] {
        [0; 32]
    }

    /// Keeps the key in the Linux kernel keyring for `time`; elsewhere [`VaultError::Unsupported`].
    pub fn unlock_for(&self, _time: Duration) -> Result<(), VaultError> {
        Err(LATER)
    }

    /// The vault's id.
    pub fn id(&self) -> &str {
        ""
    }

    /// Closes the database and waits until it is closed; later calls answer [`VaultError::Closed`].
    pub async fn close(&self) {}
}
