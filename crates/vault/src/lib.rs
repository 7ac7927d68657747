//! The encrypted vault: envelope, key sources, SQLCipher on a thread of its own.
//!
//! A vault is three files in one folder: `vault.db` (SQLCipher), `envelope.json` (where its key
//! comes from; nothing secret) and `vault.seq` (the mark by which lost commits are noticed).
//! Opening never creates, creating never replaces, and no failure deletes or re-creates anything.

mod annex;
mod birth;
mod database;
mod envelope;
mod error;
mod exposure;
mod kernel;
mod keys;
mod layout;
mod mark;
mod new_vault;
mod opened;
mod process;
mod recovery;
mod seal;
pub mod secrets;
mod status;
mod store;
mod thread;
mod vault;

pub use annex::Annex;
pub use error::{LockedBy, VaultError};
pub use keys::{NewKey, Unlock};
pub use layout::{Layout, make_home, paths};
pub use new_vault::NewVault;
pub use opened::Database;
pub use process::{MIN_OPEN_FILES, enough_open_files, no_core_dumps};
pub use recovery::RecoveryKey;
pub use seal::Kdf;
pub use status::{KeySource, Status, forget_unlock, status};
pub use store::keyring_check;
pub use vault::Vault;
