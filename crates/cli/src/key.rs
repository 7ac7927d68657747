//! How the vault is opened: which key, from where, and who is asked for it.

use std::path::Path;
use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::vault::{NewKey, NewVault, Unlock, Vault, VaultError, keyring_check};
use hallpass_core::{Error, MIGRATIONS, PassphraseStrength, Result};
use zeroize::Zeroizing;

use crate::i18n::say;
use crate::surface::Surface;
use crate::trust;

/// How long the keyring is waited for when nobody is there to unlock it.
const ALONE: Duration = Duration::from_secs(3);
/// And when a person may have to.
const WITH_A_PERSON: Duration = Duration::from_secs(120);
/// After this long a person is told what is waited for.
const QUIET: Duration = Duration::from_secs(1);

/// Opens with the keyring's item.
pub(crate) async fn open_with_keyring(surface: &Surface) -> Result<Vault> {
    let wait = patience(surface);
    patiently(surface, Vault::open(&surface.home, Unlock::Keyring { wait }, MIGRATIONS)).await
}

fn patience(surface: &Surface) -> Duration {
    if surface.no_input { ALONE } else { WITH_A_PERSON }
}

/// Opens with the passphrase of a file, else with an unlock that still holds, else with what a person types.
pub(crate) async fn open_with_passphrase(surface: &Surface) -> Result<Vault> {
    let open = |unlock| Vault::open(&surface.home, unlock, MIGRATIONS);
    if let Some(file) = &surface.passphrase_file {
        return Ok(open(Unlock::Passphrase(passphrase_of(surface, file)?)).await?);
    }
    match open(Unlock::KernelKeyring).await {
        Err(VaultError::Locked { .. }) if surface.screen.asks => {
            let typed = surface.screen.ask_secret(say::passphrase().get(surface.lang()))?;
            Ok(open(Unlock::Passphrase(clear(&typed))).await?)
        }
        Err(VaultError::Locked { .. }) => Err(say::passphrase_missing()),
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

/// Where the key of a first vault is stored: under a passphrase file that is given, else as a person says, else in the
/// keyring.
pub(crate) async fn first_place(surface: &Surface) -> Result<NewKey> {
    if surface.passphrase_file.is_some() || !surface.screen.asks {
        return chosen_place(surface, surface.passphrase_file.is_none(), false);
    }
    let lang = surface.lang();
    // Nobody should choose what cannot be had.
    let unavailable = keyring_check(ALONE).await.err().map(Error::from);
    surface.screen.aside(&say::where_key());
    let places = say::key_places(unavailable.is_none()).map(|place| place.get(lang).to_owned());
    loop {
        let keyring = surface.screen.pick(say::choice().get(lang), &places)? == 0;
        match unavailable.as_ref().filter(|_| keyring) {
            Some(error) => surface.screen.warn(&say::what_happened(error)),
            None => return chosen_place(surface, keyring, !keyring),
        }
    }
}

/// The place that was asked for, else as a person says.
pub(crate) async fn new_place(surface: &Surface, keyring: bool, passphrase: bool) -> Result<NewKey> {
    if surface.passphrase_file.is_none() && !keyring && !passphrase {
        return first_place(surface).await;
    }
    chosen_place(surface, keyring, passphrase)
}

fn chosen_place(surface: &Surface, keyring: bool, passphrase: bool) -> Result<NewKey> {
    match &surface.passphrase_file {
        _ if keyring => Ok(NewKey::Keyring { wait: patience(surface) }),
        Some(file) => {
            let passphrase = passphrase_of(surface, file)?;
            judge(surface, &passphrase);
            Ok(NewKey::Passphrase(passphrase))
        }
        None if passphrase => new_passphrase(surface).map(NewKey::Passphrase),
        None => Err(say::passphrase_missing()),
    }
}

/// How often a new passphrase may be typed differently the second time.
const MAX_SLIPS: usize = 3;

/// A new passphrase, typed twice. A trivial one is used only if a person says so.
fn new_passphrase(surface: &Surface) -> Result<Zeroizing<String>> {
    let (screen, lang) = (surface.screen, surface.lang());
    if !screen.asks {
        return Err(say::passphrase_missing());
    }
    let mut slips = 0;
    while slips < MAX_SLIPS {
        let first = screen.ask_secret(say::new_passphrase().get(lang))?;
        if first.is_empty() {
            return Err(say::passphrase_empty());
        }
        let strength = judge(surface, &clear(&first));
        if strength.is_trivial() && !screen.confirm(say::weak_all_the_same().get(lang))? {
            continue;
        }
        let again = screen.ask_secret(say::once_more().get(lang))?;
        if first.matches(&again) {
            return Ok(clear(&first));
        }
        slips += 1;
        screen.warn(&say::passphrases_differ().message);
    }
    Err(say::passphrases_differ())
}

/// Says so where a new passphrase does not withstand guessing.
fn judge(surface: &Surface, passphrase: &str) -> PassphraseStrength {
    let strength = PassphraseStrength::of(passphrase);
    if strength.is_weak() {
        surface.screen.warn(&say::weak_passphrase(&strength.words()));
    }
    strength
}

/// The passphrase in a file, without the line break at its end. A file that other users can read or change is used and
/// named.
pub(crate) fn passphrase_of(surface: &Surface, file: &Path) -> Result<Zeroizing<String>> {
    if trust::is_exposed(file) {
        surface.screen.warn(&say::passphrase_file_exposed(file));
    }
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
