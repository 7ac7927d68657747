//! Vault errors; no variant contains a secret or a row's value.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::cause::Cause;

/// Who holds the key back when a vault is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockedBy {
    /// The OS keyring is locked and its prompt was dismissed or cannot be shown.
    Keyring,
    /// The vault opens with a passphrase and none was given, nor does an earlier unlock hold.
    Passphrase,
}

/// Why a vault could not be made, opened, read or written.
///
/// `Locked`, `Missing`, `WrongKey` and `Unavailable` are the four states of a key that is unavailable; after each of
/// them every file of the vault is byte for byte what it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The key is there but held back.
    #[error("the vault is locked: {}", match .by { LockedBy::Keyring => "unlock the keyring", LockedBy::Passphrase => "its passphrase is needed" })]
    Locked {
        /// Who holds it back.
        by: LockedBy,
    },
    /// The keyring answers but has no such item.
    #[error("the keyring has no item {item}; the recovery key opens the vault")]
    Missing {
        /// The item's name (not a secret).
        item: String,
    },
    /// The keyring item, passphrase or recovery key is not this vault's.
    #[error("the key does not belong to the vault in {}", hallpass_files::shown(.path))]
    WrongKey {
        /// The vault's envelope.
        path: PathBuf,
    },
    /// No keyring, no service behind it, or no answer in time.
    #[error("the keyring cannot be used: {reason}")]
    Unavailable {
        /// What was seen, in a few words.
        reason: Cause,
    },
    /// There is no vault in this folder.
    #[error("there is no vault in {}", hallpass_files::shown(.path))]
    NoVault {
        /// The folder.
        path: PathBuf,
    },
    /// A vault, or a part of one, is there already.
    #[error("{} already exists and is never replaced", hallpass_files::shown(.path))]
    Exists {
        /// The file in the way.
        path: PathBuf,
    },
    /// A newer version made it; nothing was written.
    #[error("{} was made by a newer version (schema {found}, this one knows {known})", hallpass_files::shown(.path))]
    Newer {
        /// The file that says so.
        path: PathBuf,
        /// Its number.
        found: u32,
        /// The highest number known here.
        known: u32,
    },
    /// A file is not what was written; it is left as it is.
    #[error("{} is damaged: {what}", hallpass_files::shown(.path))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: Cause,
    },
    /// Other users can get at a file or folder of the vault, and that could not be changed.
    #[error("{} is open to other users: {why}", hallpass_files::shown(.path))]
    Exposed {
        /// The file or folder.
        path: PathBuf,
        /// In which way.
        why: Cause,
    },
    /// Another process kept the database locked for longer than the busy time-out.
    #[error("the vault is busy: another process is writing")]
    Busy,
    /// The vault was closed in this process.
    #[error("the vault is closed")]
    Closed,
    /// The file system refused.
    #[error("{}: {kind}", hallpass_files::shown(.path))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        kind: ErrorKind,
    },
    /// This platform or kind of vault cannot do that.
    #[error("not supported: {what}")]
    Unsupported {
        /// What was asked for.
        what: Cause,
    },
    /// SQLite refused a statement; the text and the values are left out.
    #[error("the database refused: {what} (code {code})")]
    Sql {
        /// SQLite's extended result code, 0 where the error is not SQLite's.
        code: i32,
        /// The kind of failure.
        what: Cause,
    },
}

impl VaultError {
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), kind: hallpass_files::kind(error) }
    }

    /// Puts the real path of the database file in place of its bare name.
    pub(crate) fn at(self, file: &Path) -> Self {
        match self {
            Self::Damaged { path, what } if path == Path::new(DATABASE) => {
                Self::Damaged { path: file.to_owned(), what }
            }
            Self::Io { path, kind } if path == Path::new(DATABASE) => {
                let held = kind == ErrorKind::PermissionDenied
                    && hallpass_files::check_replaceable(file).is_err_and(|error| hallpass_files::is_held(&error));
                Self::Io { path: file.to_owned(), kind: if held { ErrorKind::ResourceBusy } else { kind } }
            }
            other => other,
        }
    }
}

const DATABASE: &str = "vault.db";

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => from_code(failure.code, failure.extended_code),
            rusqlite::Error::SqlInputError { error, .. } => from_code(error.code, error.extended_code),
            rusqlite::Error::QueryReturnedNoRows => Self::Sql { code: 0, what: Cause::NoRow },
            _ => Self::Sql { code: 0, what: Cause::WrongType },
        }
    }
}

fn from_code(code: ErrorCode, extended: i32) -> VaultError {
    let io = |kind| VaultError::Io { path: DATABASE.into(), kind };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => VaultError::Busy,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
            VaultError::Damaged { path: DATABASE.into(), what: Cause::Pages }
        }
        ErrorCode::DiskFull => io(ErrorKind::StorageFull),
        ErrorCode::ReadOnly => io(ErrorKind::ReadOnlyFilesystem),
        ErrorCode::PermissionDenied | ErrorCode::CannotOpen => io(ErrorKind::PermissionDenied),
        ErrorCode::SystemIoFailure => io(ErrorKind::Other),
        ErrorCode::ConstraintViolation => VaultError::Sql { code: extended, what: Cause::SchemaRule },
        _ => VaultError::Sql { code: extended, what: Cause::Statement },
    }
}
