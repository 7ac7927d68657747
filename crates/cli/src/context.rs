//! What every command needs: the data folder, the output, and the vault, opened on first use.

use std::cell::OnceCell;
use std::path::PathBuf;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::vault::Vault;
use hallpass_core::{Bindings, Error, ErrorCode, Hallpass, Moment, Profile, Result, SystemClock};

use crate::args::Cli;
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

    /// The core on the vault that was opened.
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
    let folder = std::env::current_dir().map_err(|_| crate::i18n::messages::no_current_folder())?;
    crate::directory_config::bindings(&folder)
}
