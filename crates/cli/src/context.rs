//! What every command works with: the folder, the screen, and the vault once it is needed.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::time::Duration;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::vault::{KeySource, NewKey, NewVault, Vault, status};
use hallpass_core::{
    Bindings, Error, ErrorCode, Hallpass, MIGRATIONS, Moment, Profile, Result, SystemClock, UNLOCK_TIME,
};

use crate::args::Cli;
use crate::key;
use crate::output::Output;

/// One run of the command.
pub(crate) struct Context {
    pub(crate) home: PathBuf,
    pub(crate) output: Output,
    pub(crate) no_input: bool,
    pub(crate) passphrase_file: Option<PathBuf>,
    /// When the command was started, before its vault was open.
    started: Moment,
    opened: OnceCell<Vault>,
}

impl Context {
    /// From the command line.
    ///
    /// # Errors
    /// Returns an error if the system has no data folder.
    pub(crate) fn new(line: &Cli, lang: Lang) -> Result<Self> {
        let global = &line.global;
        let no_data_folder = || {
            Error::new(
                ErrorCode::Usage,
                Text::new(
                    "找不到数据文件夹；请用“--home”指定",
                    "Could not find the data folder; specify it with --home",
                ),
            )
        };
        let given = global.home.clone().or_else(|| variable("HALLPASS_HOME"));
        let home = given.or_else(|| dirs::data_dir().map(|data| data.join("hallpass"))).ok_or_else(no_data_folder)?;
        let passphrase_file = global.passphrase_file.clone().or_else(|| variable("HALLPASS_PASSPHRASE_FILE"));
        let output = Output::new(lang, global.json, global.no_input);
        let no_input = global.no_input;
        let (started, opened) = (SystemClock.process_start(), OnceCell::new());
        Ok(Self { home, output, no_input, passphrase_file, started, opened })
    }

    /// The reader's language.
    pub(crate) fn lang(&self) -> Lang {
        self.output.lang
    }

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
        self.output.note(&crate::i18n::messages::vault_made(&self.home));
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
            return Err(crate::i18n::messages::no_vault_made(error));
        }
        Ok(new.keep().await?.0)
    }

    pub(crate) fn hallpass(&self, vault: Vault) -> Hallpass {
        if let Some(count) = vault.lost_commits() {
            self.output.warn(&hallpass_core::doctor::lost_commits(count));
        }
        // Only the first is kept; there is one vault.
        let _ = self.opened.set(vault.clone());
        Hallpass::new(vault, self.lang()).since(self.started.clone())
    }

    /// Closes the vault. Without it the process would end under the vault's thread, in the middle of its work.
    pub(crate) async fn close(&self) {
        if let Some(vault) = self.opened.get() {
            vault.close().await;
        }
    }

    /// The profile that a name means here.
    pub(crate) async fn profile(&self, hallpass: &Hallpass, name: &str) -> Result<Profile> {
        hallpass.resolve(name, bindings).await
    }

    /// The profile's own name.
    pub(crate) async fn name(&self, hallpass: &Hallpass, name: &str) -> Result<String> {
        Ok(self.profile(hallpass, name).await?.name)
    }
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// What the nearest `.hallpass` file binds.
fn bindings() -> Result<Bindings> {
    match std::env::current_dir() {
        Ok(folder) => crate::directory_config::bindings(&folder),
        Err(_) => Ok(Bindings::new()),
    }
}
