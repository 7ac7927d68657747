//! How the vault is opened: which key, from where, and who is asked for it.

use std::path::Path;
use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::vault::{NewKey, NewVault, Unlock, Vault, VaultError};
use hallpass_core::{MIGRATIONS, Result};
use zeroize::Zeroizing;

use crate::i18n::say;
use crate::surface::Surface;

/// How long the keyring is waited for when nobody is there to unlock it.
const ALONE: Duration = Duration::from_secs(3);
/// And when a person may have to.
const WITH_A_PERSON: Duration = Duration::from_secs(120);
/// After this long a person is told what is waited for.
const QUIET: Duration = Duration::from_secs(1);

/// Opens with the keyring's item.
pub(crate) async fn open_with_keyring(surface: &Surface) -> Result<Vault> {
    let wait = if surface.no_input { ALONE } else { WITH_A_PERSON };
    patiently(surface, Vault::open(&surface.home, Unlock::Keyring { wait }, MIGRATIONS)).await
}

/// Opens with the passphrase of a file, else with an unlock that still holds, else with what a person types.
pub(crate) async fn open_with_passphrase(surface: &Surface) -> Result<Vault> {
    let open = |unlock| Vault::open(&surface.home, unlock, MIGRATIONS);
    if let Some(file) = &surface.passphrase_file {
        return Ok(open(Unlock::Passphrase(passphrase_of(file)?)).await?);
    }
    match open(Unlock::KernelKeyring).await {
        Err(VaultError::Locked { .. }) if surface.screen.asks => {
            let typed = surface.screen.ask_secret(say::passphrase().get(surface.lang()))?;
            Ok(open(Unlock::Passphrase(clear(&typed))).await?)
        }
        Err(VaultError::Locked { .. }) => Err(say::passphrase_missing(surface.vault_option)),
        other => Ok(other?),
    }
}

/// Waits, and says after a second what for.
pub(crate) async fn patiently<T>(
    surface: &Surface,
    work: impl Future<Output = std::result::Result<T, VaultError>>,
) -> Result<T> {
    let mut work = std::pin::pin!(work);
    if let Ok(done) = tokio::time::timeout(QUIET, work.as_mut()).await {
        return Ok(done?);
    }
    if !surface.no_input {
        surface.screen.aside(&say::keyring_slow());
    }
    Ok(work.await?)
}

/// Where the key of a first vault shall live: a passphrase file that is given, else as a person says, else the keyring.
pub(crate) fn first_place(surface: &Surface) -> Result<NewKey> {
    if surface.passphrase_file.is_some() || !surface.screen.asks {
        return new_place(surface, surface.passphrase_file.is_none(), false);
    }
    let lang = surface.lang();
    surface.screen.aside(&say::where_key());
    let places = say::key_places().map(|place| place.get(lang).to_owned());
    let keyring = surface.screen.pick(say::choice().get(lang), &places)? == 0;
    new_place(surface, keyring, !keyring)
}

/// The place that was asked for; a new passphrase is typed twice.
pub(crate) fn new_place(surface: &Surface, keyring: bool, passphrase: bool) -> Result<NewKey> {
    match &surface.passphrase_file {
        _ if keyring => Ok(NewKey::Keyring),
        Some(file) => Ok(NewKey::Passphrase(passphrase_of(file)?)),
        None if passphrase => new_passphrase(surface).map(NewKey::Passphrase),
        None => first_place(surface),
    }
}

fn new_passphrase(surface: &Surface) -> Result<Zeroizing<String>> {
    let (screen, lang) = (surface.screen, surface.lang());
    if !screen.asks {
        return Err(say::passphrase_missing(surface.vault_option));
    }
    let first = screen.ask_secret(say::new_passphrase().get(lang))?;
    if first.is_empty() {
        return Err(say::passphrase_empty());
    }
    let again = screen.ask_secret(say::once_more().get(lang))?;
    if first.matches(&again) { Ok(clear(&first)) } else { Err(say::passphrases_differ()) }
}

/// The passphrase in a file, without the line break at its end.
pub(crate) fn passphrase_of(file: &Path) -> Result<Zeroizing<String>> {
    let secret = crate::commands::secret::of_file(file)?;
    if secret.is_empty() {
        return Err(say::passphrase_empty());
    }
    Ok(clear(&secret))
}

/// Reason: the vault takes its passphrases and recovery keys in clear, and wipes them.
pub(crate) fn clear(secret: &Secret) -> Zeroizing<String> {
    Zeroizing::new(secret.expose().to_owned())
}

/// Shows the recovery key beside another command's output.
///
/// # Errors
/// Returns an error if it was not delivered.
pub(crate) fn show_recovery_aside(surface: &Surface, new: &NewVault) -> Result<()> {
    // Reason: the one time that it is shown.
    let clear = new.recovery_key().expose();
    let head = say::recovery_key();
    surface.screen.aside_delivered(&format!("{}\n\n  {}\n", head.get(surface.lang()), clear.as_str()))
}
