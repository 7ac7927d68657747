//! Making and opening the vault.

use std::path::Path;
use std::time::Duration;

use hallpass_core::providers::Lang;
use hallpass_core::vault::{KeySource, NewKey, NewVault, Unlock, Vault, status};
use hallpass_core::{Hallpass, MIGRATIONS, Result, UNLOCK_TIME, open_typed, open_unlocked};
use tauri::async_runtime;
use zeroize::Zeroizing;

use crate::dto::KeyPlace;
use crate::state::AppState;

/// How long a person may take to unlock the keyring.
const WITH_A_PERSON: Duration = Duration::from_secs(120);
impl From<KeySource> for KeyPlace {
    fn from(source: KeySource) -> Self {
        match source {
            KeySource::Keyring => Self::Keyring,
            KeySource::Passphrase => Self::Passphrase,
        }
    }
}

/// What opens the vault.
pub(crate) enum With {
    /// What its envelope names: the keyring, or an unlock that still holds.
    Usual,
    /// This passphrase.
    Passphrase(Zeroizing<String>),
    /// The recovery key; from then on the key stands in the keyring, or under the passphrase.
    Recovery(Zeroizing<String>, Option<Zeroizing<String>>),
}

/// Opens it in the background, where there is one.
pub(crate) fn open_at_start(state: &AppState) {
    if status(state.home()).is_ok_and(|status| status.exists) {
        let state = state.clone();
        async_runtime::spawn(async move { open(&state, With::Usual).await });
    }
}

/// Opens it; the state says how that went.
pub(crate) async fn open(state: &AppState, with: With) {
    let (locks, attempt) = (state.locks(), state.opening().await);
    let end = opened(state.home(), state.settings().lang(), with).await;
    state.opened(attempt, end, locks).await;
}

pub(crate) async fn opened(home: &Path, lang: Lang, with: With) -> Result<(Hallpass, KeyPlace)> {
    let place = status(home)?.source.map_or(KeyPlace::Keyring, KeyPlace::from);
    let open = |unlock| Vault::open(home, unlock, MIGRATIONS);
    let (vault, place) = match (with, place) {
        (With::Passphrase(typed), _) => (open_typed(home, typed, UNLOCK_TIME).await?.0, KeyPlace::Passphrase),
        (With::Recovery(key, None), _) => {
            (Vault::recover(home, key, NewKey::Keyring { wait: WITH_A_PERSON }, MIGRATIONS).await?, KeyPlace::Keyring)
        }
        (With::Recovery(key, Some(typed)), _) => {
            (Vault::recover(home, key, NewKey::Passphrase(typed), MIGRATIONS).await?, KeyPlace::Passphrase)
        }
        (With::Usual, KeyPlace::Passphrase) => (open_unlocked(home).await?, KeyPlace::Passphrase),
        (With::Usual, _) => (open(Unlock::Keyring { wait: WITH_A_PERSON }).await?, KeyPlace::Keyring),
    };
    Ok((Hallpass::new(vault, lang), place))
}

/// Makes a vault; it waits in the state until the page shows its recovery key, and counts from then on.
pub(crate) async fn create(state: &AppState, place: KeyPlace, passphrase: Option<Zeroizing<String>>) -> Result<()> {
    let key = match (place, passphrase) {
        (KeyPlace::Memory, _) => return create_in_memory(state).await,
        (KeyPlace::Keyring, _) => NewKey::Keyring { wait: WITH_A_PERSON },
        (KeyPlace::Passphrase, Some(typed)) if !typed.is_empty() => NewKey::Passphrase(typed),
        (KeyPlace::Passphrase, _) => return Err(hallpass_core::Error::missing("passphrase")),
    };
    let new = NewVault::prepare(state.home(), key, MIGRATIONS).await?;
    state.put(Ok((Hallpass::new(new.vault().clone(), state.settings().lang()), place))).await;
    state.keep_recovery(new);
    Ok(())
}

async fn create_in_memory(state: &AppState) -> Result<()> {
    let hallpass = Hallpass::new(Vault::memory(MIGRATIONS).await?, state.settings().lang());
    state.put(Ok((hallpass, KeyPlace::Memory))).await;
    Ok(())
}
