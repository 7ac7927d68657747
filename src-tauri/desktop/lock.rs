//! Locking and unlocking.

use hallpass_core::providers::Capability;
use hallpass_core::{AutoRenew, LockReason};
use tauri::{AppHandle, Manager, Runtime, async_runtime};

use crate::AppState;
use crate::dto::KeyPlace;
use crate::vault::{With, opened, tell};

/// Locks: the page is emptied, the clipboard cleared, notices are taken back and the tray names nobody. Returns when all
/// of it is done.
pub(crate) async fn lock_now<R: Runtime>(app: &AppHandle<R>, reason: LockReason) {
    if let Some(background) = app.state::<AppState>().background() {
        background.lock(reason);
    }
    apply(app).await;
}

/// What a lock means to the surfaces. Nothing where it is applied already.
pub(super) async fn apply<R: Runtime>(app: &AppHandle<R>) {
    let state = app.state::<AppState>().inner().clone();
    if !state.cover() {
        return;
    }
    // First of all the page, which hears of the change of the stage only by way of a task.
    tell(app, "vault", state.vault());
    hallpass_core::vault::forget_unlock(state.home());
    state.desktop().withdraw_notices();
    state.desktop().refresh_tray();
    let clipboard = state.clone();
    if async_runtime::spawn_blocking(move || clipboard.clear_clipboard()).await.is_err() {
        tracing::warn!("the clipboard was not cleared");
    }
    async_runtime::spawn(discard_key(state));
}

/// The key of a vault with a passphrase is kept while locked only for as long as a job or a permitted renewal needs it.
async fn discard_key(state: AppState) {
    if state.place() != Some(KeyPlace::Passphrase) {
        return;
    }
    state.jobs().all_over().await;
    if state.is_covered() && !renews(&state).await {
        state.close().await;
    }
}

/// Whether some session may be renewed automatically.
async fn renews(state: &AppState) -> bool {
    let Some(hallpass) = state.hallpass_behind() else { return false };
    if state.settings().auto_renew != AutoRenew::On {
        return false;
    }
    let Ok(overview) = hallpass.overview().await else { return false };
    overview.rows.iter().filter_map(|row| row.session.as_ref()).any(|session| session.can.contains(&Capability::Renew))
}

/// Unlocks what is hidden: the key is fetched as if the vault were closed, which proves the person.
pub(crate) async fn unlock(state: &AppState, with: With) {
    if state.place() == Some(KeyPlace::Memory) {
        // There is no key to ask for.
        return state.uncover();
    }
    match opened(state.home(), state.settings().lang(), with).await {
        Ok((proof, _)) => {
            proof.vault().close().await;
            state.uncover();
        }
        Err(error) => state.stays_covered(error),
    }
}
