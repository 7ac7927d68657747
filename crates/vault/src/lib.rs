//! The encrypted vault: envelope, key sources, SQLCipher on a thread of its own.
//!
//! A vault is three files in one folder: `vault.db` (SQLCipher), `envelope.json` (where its key
//! comes from; nothing secret) and `vault.seq` (the mark by which lost commits are noticed). A fourth, `vault.lock`, is
//! there once a command has asked the window to lock.
//! Opening never creates, creating never replaces, and no failure deletes or re-creates anything.

mod cause;
mod commit_counter;
mod creation;
mod crypto;
mod database;
mod envelope;
mod error;
mod exposure;
mod kernel_keyring;
mod layout;
mod lock_request;
mod new_vault;
mod opened;
mod os_keyring;
mod process;
mod recovery;
pub mod secrets;
mod side_database;
mod status;
mod thread;
mod unlock;
mod vault;

pub use cause::Cause;
pub use crypto::Kdf;
pub use error::{LockedBy, VaultError};
pub use layout::{Layout, create_data_folder, paths};
pub use lock_request::{last_lock_request, request_lock};
pub use new_vault::NewVault;
pub use opened::Database;
pub use os_keyring::keyring_check;
pub use process::{MIN_OPEN_FILES, enough_open_files, no_core_dumps, not_readable_by_others};
pub use recovery::RecoveryKey;
pub use side_database::SideDatabase;
pub use status::{KeySource, VaultStatus, forget_unlock, status};
pub use unlock::{NewKey, Unlock};
pub use vault::Vault;
