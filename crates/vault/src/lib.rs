//! The encrypted vault: envelope, key sources, SQLCipher on a thread of its own.
//!
//! A vault is three files in one folder: `vault.db` (SQLCipher), `envelope.json` (where its key
//! comes from; nothing secret) and `vault.seq` (the mark by which lost commits are noticed).
//! Opening never creates, creating never replaces, and no failure deletes or re-creates anything.

mod error;
mod layout;
mod recovery;
pub mod secrets;
mod status;
mod vault;

pub use error::{LockedBy, VaultError};
pub use layout::{Layout, paths};
pub use recovery::RecoveryKey;
pub use status::{KeySource, Status, forget_unlock, keyring_check, status};
pub use vault::{Kdf, NewKey, Unlock, Vault};
