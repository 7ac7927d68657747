//! Locking and unlocking.

use std::time::Duration;

use hallpass_core::LockReason;
use tauri::{AppHandle, Manager, Runtime, async_runtime};

use crate::dto::KeyPlace;
use crate::page::tell;
use crate::state::AppState;
use crate::vault::{With, open, opened};

/// How often is looked whether the key of a locked vault is still needed, where nothing happens before.
const LOOK: Duration = Duration::from_secs(30);

/// Locks: the page is emptied, the clipboard cleared, notices are taken back and the tray names nobody. Returns when all
/// of it is done.
pub(crate) async fn lock_now<R: Runtime>(app: &AppHandle<R>, reason: LockReason) {
    if let Some(background) = app.state::<AppState>().background() {
        background.lock(reason);
    }
    apply(app).await;
}

/// What a lock means: the time for which a passphrase serves every program ends, also where the window is locked already or
/// has closed its vault; then what it means to the surfaces, where it is not applied already.
pub(super) async fn apply<R: Runtime>(app: &AppHandle<R>) {
    let state = app.state::<AppState>().inner().clone();
    hallpass_core::vault::forget_unlock(state.home());
    if !state.cover() {
        return;
    }
    // First of all the page, which hears of the change of the stage only by way of a task.
    tell(app, "vault", state.vault());
    state.desktop().withdraw_notices();
    state.desktop().refresh_tray();
    let clipboard = state.clone();
    if async_runtime::spawn_blocking(move || clipboard.clear_clipboard()).await.is_err() {
        tracing::warn!("the clipboard was not cleared");
    }
    async_runtime::spawn(discard_key(state));
}

/// The key of a vault with a passphrase is kept while locked only for as long as a job, a permitted renewal or a keep-alive
/// needs it.
async fn discard_key(state: AppState) {
    if state.place() != Some(KeyPlace::Passphrase) {
        return;
    }
    let mut stages = state.stages();
    loop {
        state.jobs().all_over().await;
        // Background work begins a moment after the vault was opened.
        let needed = match state.background() {
            Some(background) => background.has_work().await,
            None => state.hallpass_behind().is_some(),
        };
        if !state.is_covered() {
            return;
        }
        if !needed {
            return state.close().await;
        }
        tokio::select! {
            _ = stages.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Unlocks what is hidden: the key is fetched as if the vault were closed, which proves the person. What is locked again
/// meanwhile stays hidden, and what was typed serves no other program either.
pub(crate) async fn unlock(state: &AppState, with: With) {
    let locks = state.locks();
    if state.place() == Some(KeyPlace::Memory) {
        // There is no key to ask for.
        state.uncover(locks);
        return;
    }
    match opened(state.home(), state.settings().lang(), with).await {
        Ok((proof, _)) => {
            proof.vault().close().await;
            if !state.uncover(locks) {
                hallpass_core::vault::forget_unlock(state.home());
                state.stage_changed();
            } else if state.hallpass_behind().is_none() {
                // Its key was discarded meanwhile; the one that was fetched opens it.
                open(state, With::Usual).await;
            }
        }
        Err(error) => state.stays_covered(error),
    }
}

#[cfg(test)]
mod tests {
    use hallpass_core::providers::Secret;
    use hallpass_core::vault::{NewKey, Vault};
    use hallpass_core::{
        AutoRenew, Background, BackgroundSettings, ErrorCode, Hallpass, MIGRATIONS, ProfileDraft, SignIn,
    };
    use zeroize::Zeroizing;

    use super::*;

    const WORDS: &str = "an invented passphrase of seven words";

    fn typed() -> With {
        With::Passphrase(Zeroizing::new(WORDS.to_owned()))
    }

    async fn closed() -> (tempfile::TempDir, AppState) {
        let home = tempfile::tempdir().unwrap();
        let key = NewKey::Passphrase(Zeroizing::new(WORDS.to_owned()));
        Vault::create(home.path(), key, MIGRATIONS).await.unwrap().0.close().await;
        let state = AppState::at(home.path().to_owned());
        (home, state)
    }

    fn is_open(state: &AppState) -> bool {
        state.hallpass().map(|_: Hallpass| ()).map_err(|error| assert_eq!(error.code, ErrorCode::VaultLocked)).is_ok()
    }

    async fn nothing_is_unlocked(state: &AppState) {
        assert!(hallpass_core::open_unlocked(state.home()).await.is_err(), "another program can open it");
    }

    /// The first part of it runs until the passphrase is tried, on a thread of its own; then the screen is locked.
    #[tokio::test]
    async fn a_lock_that_comes_while_the_passphrase_is_tried_wins() {
        let (_home, state) = closed().await;
        tokio::join!(open(&state, typed()), async { assert!(!state.cover()) });
        assert!(!is_open(&state) && state.hallpass_behind().is_none(), "it opens on a locked screen");
        nothing_is_unlocked(&state).await;

        open(&state, typed()).await;
        assert!(is_open(&state));
        assert!(state.cover());
        tokio::join!(unlock(&state, typed()), async { assert!(!state.cover()) });
        assert!(!is_open(&state) && state.is_covered(), "it is shown on a locked screen");
        nothing_is_unlocked(&state).await;

        unlock(&state, typed()).await;
        assert!(is_open(&state));
        state.close().await;
        hallpass_core::vault::forget_unlock(state.home());
    }

    #[tokio::test]
    async fn a_key_that_was_discarded_while_the_passphrase_was_tried_is_there_again() {
        let (_home, state) = closed().await;
        open(&state, typed()).await;
        assert!(state.cover());
        tokio::join!(unlock(&state, typed()), state.close());
        assert!(is_open(&state));
        state.close().await;
        hallpass_core::vault::forget_unlock(state.home());
    }

    /// A session that its profile lets be renewed, in the vault that is open.
    async fn renewable(state: &AppState) -> hallpass_sandbox::Sandbox {
        let sandbox = hallpass_sandbox::start(hallpass_sandbox::Options::default()).await.unwrap();
        let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let draft = ProfileDraft {
            name: Some("a".to_owned()),
            provider: Some("hzero".to_owned()),
            server: Some(sandbox.address("hzero")),
            method: Some("oauth-password".to_owned()),
            values: vec![value("client_id", "hallpass-web"), value("account", "liu.yang")],
            secrets: vec![
                ("client_secret".to_owned(), Secret::new("not-a-real-client-01")),
                ("password".to_owned(), Secret::new("Not-Real-hz-01")),
            ],
            ..ProfileDraft::default()
        };
        let hallpass = state.hallpass().unwrap();
        hallpass.add_profile(draft).await.unwrap();
        hallpass.sign_in("a", SignIn::default()).await.unwrap();
        sandbox
    }

    #[tokio::test]
    async fn the_key_stays_behind_the_lock_for_as_long_as_its_sessions_may_be_renewed() {
        let (_home, state) = closed().await;
        open(&state, typed()).await;
        let _sandbox = renewable(&state).await;
        state.follow_vault(|hallpass| Background::start(hallpass, BackgroundSettings::default(), |_| ()));
        assert!(state.cover());
        let mut discarding = std::pin::pin!(discard_key(state.clone()));
        let a_while = Duration::from_millis(300);
        assert!(tokio::time::timeout(a_while, discarding.as_mut()).await.is_err(), "a session may be renewed");
        let hallpass = state.hallpass_behind().unwrap();
        let never = ProfileDraft { auto_renew: Some(AutoRenew::Off), ..ProfileDraft::default() };
        hallpass.edit_profile("a", never).await.unwrap();
        state.stage_changed();
        discarding.await;
        assert!(state.hallpass_behind().is_none(), "no session may be renewed any more");
        hallpass_core::vault::forget_unlock(state.home());
    }
}
