//! Opens the vault: which key is used, where it comes from, and when to prompt for it.

use std::path::Path;
use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::vault::{NewKey, NewVault, Unlock, Vault, VaultError, keyring_check};
use hallpass_core::{Error, MIGRATIONS, PassphraseStrength, Result, open_typed, open_unlocked};
use zeroize::Zeroizing;

use crate::context::Context;
use crate::i18n::messages;
use crate::input::secret_of_file;
use crate::trust;

/// How long the keyring is waited for when nobody is there to unlock it.
const ALONE: Duration = Duration::from_secs(3);
/// And when a person may have to.
const WITH_A_PERSON: Duration = Duration::from_secs(120);
/// After this time, a message says what Hallpass is waiting for.
const QUIET: Duration = Duration::from_secs(1);

/// Opens with the keyring's item.
pub(crate) async fn open_with_keyring(context: &Context) -> Result<Vault> {
    let wait = patience(context);
    patiently(context, Vault::open(&context.home, Unlock::Keyring { wait }, MIGRATIONS)).await
}

fn patience(context: &Context) -> Duration {
    if context.no_input { ALONE } else { WITH_A_PERSON }
}

/// Opens with the passphrase of a file, else with an unlock that still holds, else with what the user types, which
/// serves other programs for a time.
pub(crate) async fn open_with_passphrase(context: &Context, time: Duration) -> Result<Vault> {
    if let Some(file) = &context.passphrase_file {
        // A script has its file the next time too: nothing is kept unlocked for it.
        return Ok(Vault::open(&context.home, Unlock::Passphrase(passphrase_of(context, file)?), MIGRATIONS).await?);
    }
    match open_unlocked(&context.home).await {
        Err(VaultError::Locked { .. }) if context.output.asks => {
            let typed = context.output.ask_secret(messages::passphrase().get(context.lang()))?;
            let (vault, held) = open_typed(&context.home, clear(&typed), time).await?;
            if held {
                context.output.note(&messages::unlocked_for(time));
            }
            Ok(vault)
        }
        Err(VaultError::Locked { .. }) => Err(messages::passphrase_missing()),
        other => Ok(other?),
    }
}

/// Waits, and says after a second what for.
pub(crate) async fn patiently<T>(
    context: &Context,
    work: impl Future<Output = std::result::Result<T, VaultError>>,
) -> Result<T> {
    let mut work = std::pin::pin!(work);
    if let Ok(done) = tokio::time::timeout(QUIET, work.as_mut()).await {
        return Ok(done?);
    }
    if !context.no_input {
        context.output.note(&messages::keyring_slow());
    }
    Ok(work.await?)
}

/// Where the key of a first vault is stored: under a passphrase file that is given, else as the user says, else in the
/// keyring.
pub(crate) async fn first_place(context: &Context) -> Result<NewKey> {
    if context.passphrase_file.is_some() || !context.output.asks {
        return chosen_place(context, context.passphrase_file.is_none(), false);
    }
    let lang = context.lang();
    // Nobody should choose what cannot be had.
    let unavailable = keyring_check(ALONE).await.err().map(Error::from);
    context.output.note(&messages::where_key());
    let places = messages::key_places(unavailable.is_none()).map(|place| place.get(lang).to_owned());
    loop {
        let keyring = context.output.pick(messages::choice().get(lang), &places)? == 0;
        match unavailable.as_ref().filter(|_| keyring) {
            Some(error) => context.output.warn(&messages::what_happened(error)),
            None => return chosen_place(context, keyring, !keyring),
        }
    }
}

/// The place that was asked for, else as the user says.
pub(crate) async fn new_place(context: &Context, keyring: bool, passphrase: bool) -> Result<NewKey> {
    if context.passphrase_file.is_none() && !keyring && !passphrase {
        return first_place(context).await;
    }
    chosen_place(context, keyring, passphrase)
}

fn chosen_place(context: &Context, keyring: bool, passphrase: bool) -> Result<NewKey> {
    match &context.passphrase_file {
        _ if keyring => Ok(NewKey::Keyring { wait: patience(context) }),
        Some(file) => {
            let passphrase = passphrase_of(context, file)?;
            judge(context, &passphrase);
            Ok(NewKey::Passphrase(passphrase))
        }
        None if passphrase => new_passphrase(context).map(NewKey::Passphrase),
        None => Err(messages::passphrase_missing()),
    }
}

/// How often a new passphrase may be typed differently the second time.
const MAX_SLIPS: usize = 3;

/// A new passphrase, typed twice. A trivial one is used only if a person says so.
fn new_passphrase(context: &Context) -> Result<Zeroizing<String>> {
    let (output, lang) = (context.output, context.lang());
    if !output.asks {
        return Err(messages::passphrase_missing());
    }
    let mut slips = 0;
    while slips < MAX_SLIPS {
        let first = output.ask_secret(messages::new_passphrase().get(lang))?;
        if first.is_empty() {
            return Err(messages::passphrase_empty());
        }
        let strength = judge(context, &clear(&first));
        if strength.is_trivial() && !output.confirm(messages::weak_all_the_same().get(lang))? {
            continue;
        }
        let again = output.ask_secret(messages::once_more().get(lang))?;
        if first.matches(&again) {
            return Ok(clear(&first));
        }
        slips += 1;
        output.warn(&messages::passphrases_differ().message);
    }
    Err(messages::passphrases_differ())
}

/// Says so where a new passphrase does not withstand guessing.
fn judge(context: &Context, passphrase: &str) -> PassphraseStrength {
    let strength = PassphraseStrength::of(passphrase);
    if strength.is_weak() {
        context.output.warn(&messages::weak_passphrase(&strength.words()));
    }
    strength
}

/// The passphrase in a file, without the line break at its end. A file that other users can read or change is used and
/// named.
pub(crate) fn passphrase_of(context: &Context, file: &Path) -> Result<Zeroizing<String>> {
    if trust::is_exposed(file) {
        context.output.warn(&messages::passphrase_file_exposed(file));
    }
    let secret = secret_of_file(file)?;
    if secret.is_empty() {
        return Err(messages::passphrase_empty());
    }
    Ok(clear(&secret))
}

/// Reason: the vault takes its passphrases and recovery keys in plain text, and wipes them.
pub(crate) fn clear(secret: &Secret) -> Zeroizing<String> {
    Zeroizing::new(secret.expose().to_owned())
}

/// Shows the recovery key beside another command's output.
///
/// # Errors
/// Returns an error if it was not delivered.
pub(crate) fn show_recovery_aside(context: &Context, new: &NewVault) -> Result<()> {
    // Reason: the one time that it is shown.
    let clear = new.recovery_key().expose();
    let head = messages::recovery_key();
    context.output.note_delivered(&format!("{}\n\n  {}\n", head.get(context.lang()), clear.as_str()))
}
