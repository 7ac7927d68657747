//! The first frame, the settings, and the state of the vault.

use std::time::Duration;

use hallpass_core::providers::{Secret, TOTP_SEED, registry};
use hallpass_core::vault::keyring_check;
use hallpass_core::{LockReason, PRODUCTION_MINUTES, PassphraseStrength, Result};
use tauri::{AppHandle, Runtime};
use zeroize::Zeroizing;

use super::{AppState, changed};
use crate::dto::{KeyPlace, KeyringCheck, Level, PassphraseJudgement, Start, VaultView};
use crate::settings::{Settings, system_language};
use crate::vault::{self, With};
use crate::{demo, window};

/// How long the keyring may take to answer a check; a person may have to unlock it.
const CHECK: Duration = Duration::from_secs(120);

/// What the page needs for its first frame.
#[tauri::command]
pub fn start(state: AppState<'_>) -> Start {
    // A page that starts again shows no recovery key any more.
    state.acknowledge_recovery();
    super::desktop::adopt_autostart(&state);
    Start {
        version: env!("CARGO_PKG_VERSION"),
        system_language: system_language(),
        settings: state.settings(),
        vault: state.vault(),
        providers: registry::PROVIDERS.iter().map(|provider| provider.descriptor()).collect(),
        totp_seed: &TOTP_SEED,
        demo: state.is_demo(),
        first: state.is_demo().then_some(demo::FIRST),
        production_minutes: PRODUCTION_MINUTES,
    }
}

/// The page has drawn itself: now the window is shown.
#[tauri::command]
pub fn window_ready<R: Runtime>(app: AppHandle<R>, state: AppState<'_>) {
    if state.desktop().first_paint() {
        window::show(&app);
    }
}

/// Saves what a person has chosen.
///
/// # Errors
/// Returns an error if the file cannot be written.
#[tauri::command(async)]
pub fn save_settings<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, settings: Settings) -> Result<Settings> {
    let before = state.settings();
    let settings = super::desktop::apply(&app, &before, &settings, || state.save_settings(settings.clone()))?;
    if let Some(background) = state.background() {
        background.set_settings(crate::desktop::settings(&settings, state.is_demo()));
    }
    state.desktop().refresh_tray();
    window::follow(&app, settings.theme);
    // Another language makes another reader of the vault, in which no production is open.
    changed(&app);
    Ok(settings)
}

/// Whether the OS keyring works, by writing and reading a throw-away item.
#[tauri::command]
pub async fn check_keyring() -> KeyringCheck {
    let failure = keyring_check(CHECK).await.err().map(Into::into);
    KeyringCheck { available: failure.is_none(), failure }
}

/// What is thought of a passphrase that is being typed: how long someone who has the vault's files needs to guess it.
#[tauri::command(async)]
pub fn judge_passphrase(passphrase: Secret) -> PassphraseJudgement {
    // Reason: it is judged here and goes nowhere.
    let strength = PassphraseStrength::of(passphrase.expose());
    let level = if strength.is_trivial() {
        Level::Weak
    } else if strength.is_weak() {
        Level::Fair
    } else {
        Level::Good
    };
    PassphraseJudgement { level, words: strength.words() }
}

/// Makes the vault. Its recovery key is shown by `reveal`, once.
///
/// # Errors
/// Returns an error if the vault cannot be read or written.
#[tauri::command]
pub async fn create_vault(state: AppState<'_>, place: KeyPlace, passphrase: Option<Secret>) -> Result<VaultView> {
    vault::create(&state, place, passphrase.as_ref().map(clear)).await?;
    Ok(state.vault())
}

/// A person has written the recovery key down: from here on the window locks.
#[tauri::command]
pub fn acknowledge_recovery(state: AppState<'_>) {
    state.acknowledge_recovery();
}

/// Opens the vault: with a passphrase, with the recovery key (and a new passphrase, or else the keyring), or as usual
/// once more.
#[tauri::command]
pub async fn open_vault(
    state: AppState<'_>,
    passphrase: Option<Secret>,
    recovery: Option<Secret>,
) -> Result<VaultView> {
    let with = match (recovery, passphrase) {
        (Some(key), passphrase) => With::Recovery(clear(&key), passphrase.as_ref().map(clear)),
        (None, Some(typed)) => With::Passphrase(clear(&typed)),
        (None, None) => With::Usual,
    };
    match &with {
        With::Recovery(..) => vault::open(&state, with).await,
        _ if state.is_covered() => crate::desktop::unlock(&state, with).await,
        _ => vault::open(&state, with).await,
    }
    Ok(state.vault())
}

/// Locks: the page receives nothing more from the vault, a copied token is cleared, and jobs and permitted renewals
/// continue. What is in memory alone is emptied instead, and a vault whose recovery key nobody has acknowledged is
/// closed.
#[tauri::command]
pub async fn lock<R: Runtime>(app: AppHandle<R>, state: AppState<'_>) -> Result<VaultView> {
    hallpass_core::vault::forget_unlock(state.home());
    if state.place() != Some(KeyPlace::Memory) {
        crate::desktop::lock_now(&app, LockReason::Asked).await;
    }
    if !state.is_covered() {
        demo::end(&state).await;
    }
    Ok(state.vault())
}

/// Starts the built-in sandbox, with a vault in memory and demo profiles.
///
/// # Errors
/// Returns an error if the sandbox cannot listen.
#[tauri::command]
pub async fn start_demo(state: AppState<'_>) -> Result<VaultView> {
    demo::begin(&state).await?;
    Ok(state.vault())
}

/// Ends the sandbox; what was made in it is gone. A person's own vault opens again, where there is one.
#[tauri::command]
pub async fn stop_demo(state: AppState<'_>) -> Result<VaultView> {
    demo::end(&state).await;
    vault::open_at_start(&state);
    Ok(state.vault())
}

/// Reason: the vault takes passphrases and recovery keys in plain text, and wipes them.
fn clear(secret: &Secret) -> Zeroizing<String> {
    Zeroizing::new(secret.expose().to_owned())
}
