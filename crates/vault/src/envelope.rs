//! `envelope.json`: the vault's identity and where its key comes from. Nothing in it is secret.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cause::Cause;
use crate::crypto::{self, DataKey, Kdf, WrappedKey};
use crate::error::VaultError;
use crate::layout::{self, Layout};
use crate::recovery::RecoveryKey;

/// The format this version writes; a higher one is refused before anything is touched.
const FORMAT: u32 = 1;

/// Where the key comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Source {
    /// The item of that name in the OS keyring.
    Keyring { item: String },
    /// A passphrase under which the data key is wrapped.
    Passphrase { kdf: Kdf, salt: String, wrapped: WrappedKey },
}

/// The contents of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Envelope {
    format: u32,
    pub(crate) vault_id: String,
    pub(crate) schema: u32,
    pub(crate) key: Source,
    recovery: WrappedKey,
    key_check: String,
    /// SHA-256 of the rest: tells a damaged file from a wrong key. It is no protection, and needs to be none.
    checksum: String,
}

impl Envelope {
    /// An envelope for a new data key.
    pub(crate) fn new(
        vault_id: String,
        data: &DataKey,
        source: Source,
        recovery: &RecoveryKey,
    ) -> Result<Self, VaultError> {
        let recovery = WrappedKey::seal(data, recovery.bytes(), "recovery", &vault_id)?;
        let key_check = BASE64.encode(data.check(&vault_id));
        let checksum = String::new();
        Ok(Self { format: FORMAT, vault_id, schema: 0, key: source, recovery, key_check, checksum })
    }

    /// Reads the file; [`VaultError::NoVault`] where there is none.
    pub(crate) fn read(path: &Path) -> Result<Self, VaultError> {
        // Its folder may still be open to other users.
        let text = hallpass_files::read_small(path).map_err(|e| match e.kind() {
            ErrorKind::NotFound => VaultError::NoVault { path: path.parent().unwrap_or(path).to_owned() },
            ErrorKind::InvalidData => VaultError::Damaged { path: path.to_owned(), what: Cause::NoEnvelope },
            _ => VaultError::io(path, &e),
        })?;
        Self::parse(&text, path)
    }

    fn parse(text: &[u8], path: &Path) -> Result<Self, VaultError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let damaged = |what| VaultError::Damaged { path: path.to_owned(), what };
        let head: Head = serde_json::from_slice(text).map_err(|_| damaged(Cause::NoEnvelope))?;
        if head.format > FORMAT {
            return Err(VaultError::Newer { path: path.to_owned(), found: head.format, known: FORMAT });
        }
        let envelope: Self = serde_json::from_slice(text).map_err(|_| damaged(Cause::NoEnvelope))?;
        if envelope.checksum != envelope.sum() {
            return Err(damaged(Cause::Checksum));
        }
        Ok(envelope)
    }

    /// The text to write.
    pub(crate) fn text(&self) -> Vec<u8> {
        let sealed = Self { checksum: self.sum(), ..self.clone() };
        // Plain structs of strings and numbers always serialise.
        serde_json::to_vec_pretty(&sealed).unwrap_or_default()
    }

    fn sum(&self) -> String {
        let bare = Self { checksum: String::new(), ..self.clone() };
        BASE64.encode(Sha256::digest(serde_json::to_vec(&bare).unwrap_or_default()))
    }

    /// Replaces the file, durably.
    pub(crate) fn replace(&self, path: &Path) -> Result<(), VaultError> {
        layout::replace(path, &self.text())
    }

    /// Whether a key is this vault's.
    pub(crate) fn recognises(&self, data: &DataKey) -> bool {
        BASE64.decode(&self.key_check).is_ok_and(|check| crypto::same(&check, &data.check(&self.vault_id)))
    }

    /// The cost of its passphrase, or what a new one would cost.
    pub(crate) fn kdf(&self) -> Kdf {
        match &self.key {
            Source::Passphrase { kdf, .. } => *kdf,
            Source::Keyring { .. } => Kdf::default(),
        }
    }

    /// Unwraps the data key with the recovery key.
    pub(crate) fn recover(&self, recovery: &RecoveryKey) -> Option<DataKey> {
        self.recovery.open(recovery.bytes(), "recovery", &self.vault_id)
    }
}

impl Source {
    /// Wraps the data key under a passphrase; takes as long as `kdf` says.
    pub(crate) fn passphrase(data: &DataKey, passphrase: &str, kdf: Kdf, vault_id: &str) -> Result<Self, VaultError> {
        let salt = crypto::random::<16>()?;
        let under =
            kdf.derive(passphrase, salt.as_ref()).ok_or(VaultError::Unsupported { what: Cause::Argon2Parameters })?;
        let wrapped = WrappedKey::seal(data, &under, "passphrase", vault_id)?;
        Ok(Self::Passphrase { kdf, salt: BASE64.encode(salt.as_ref()), wrapped })
    }

    /// Unwraps the data key with a passphrase; `None` when it is wrong or this source is another.
    pub(crate) fn unwrap_with(&self, passphrase: &str, vault_id: &str) -> Option<DataKey> {
        let Self::Passphrase { kdf, salt, wrapped } = self else { return None };
        let under = kdf.derive(passphrase, &BASE64.decode(salt).ok()?)?;
        wrapped.open(&under, "passphrase", vault_id)
    }
}
impl Layout {
    /// The envelope, if the database exists next to it.
    pub(crate) fn envelope(&self) -> Result<Envelope, VaultError> {
        let damaged = |path: &Path, what| Err(VaultError::Damaged { path: path.to_owned(), what });
        let length = fs::metadata(&self.database).ok().map(|file| file.len());
        match (Envelope::read(&self.envelope), length) {
            (Ok(_), None) => damaged(&self.database, Cause::MissingDatabase),
            (Ok(_), Some(0)) => damaged(&self.database, Cause::Empty),
            (Err(VaultError::NoVault { .. }), Some(_)) if !self.unfinished().exists() => {
                damaged(&self.envelope, Cause::MissingEnvelope)
            }
            (read, _) => read,
        }
    }
}
