//! Opens the vault of a run of the command, or makes one where this is the first use.

use std::time::Duration;

use hallpass_core::vault::{KeySource, NewKey, NewVault, Vault, status};
use hallpass_core::{Hallpass, MIGRATIONS, Result, UNLOCK_TIME};

use crate::context::Context;
use crate::i18n::messages;
use crate::key;

impl Context {
    /// Opens the vault that is there.
    pub(crate) async fn open(&self) -> Result<Hallpass> {
        self.open_unlocking(UNLOCK_TIME).await
    }

    /// [`Self::open`]; a passphrase that is typed for it serves other programs for this long.
    pub(crate) async fn open_unlocking(&self, time: Duration) -> Result<Hallpass> {
        let source = status(&self.home)?.source;
        let vault = match source {
            Some(KeySource::Passphrase) => key::open_with_passphrase(self, time).await?,
            // Without a vault the vault itself says so.
            Some(KeySource::Keyring) | None => key::open_with_keyring(self).await?,
        };
        Ok(self.hallpass(vault))
    }

    /// Opens the vault, or makes one where this is the first use.
    pub(crate) async fn open_or_make(&self) -> Result<Hallpass> {
        if status(&self.home)?.exists {
            return self.open().await;
        }
        let vault = self.make(key::first_place(self).await?, |new| key::show_recovery_aside(self, new)).await?;
        self.output.note(&messages::vault_made(&self.home));
        Ok(self.hallpass(vault))
    }

    /// Makes the vault. Its recovery key is shown by `show` before the vault counts.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be made, or if the key was not shown; then nothing was made.
    pub(crate) async fn make(&self, place: NewKey, show: impl FnOnce(&NewVault) -> Result<()>) -> Result<Vault> {
        let in_keyring = matches!(place, NewKey::Keyring { .. });
        let preparing = NewVault::prepare(&self.home, place, MIGRATIONS);
        let new = if in_keyring { key::patiently(self, preparing).await? } else { preparing.await? };
        if let Err(error) = show(&new) {
            new.discard().await;
            return Err(messages::no_vault_made(error));
        }
        Ok(new.keep().await?.0)
    }
}
