//! Watches the vault for the page: how far it is, what other processes changed in it, and whether the command locked it.

use std::time::Duration;

use hallpass_core::LockReason;
use hallpass_core::vault::last_lock_request;
use tauri::{AppHandle, Manager, Runtime, async_runtime};

use crate::desktop::{follow, lock_now};
use crate::page::tell;
use crate::state::AppState;

/// How often is looked whether the command changed something.
const LOOK: Duration = Duration::from_secs(1);

/// Tells the page of every change of the vault's state, and of every change that another process made in it.
pub(crate) fn watch<R: Runtime>(app: &AppHandle<R>) {
    let (app, state) = (app.clone(), app.state::<AppState>().inner().clone());
    async_runtime::spawn(async move {
        let mut stages = state.stages();
        let mut seen = version(&state).await;
        let mut lock = last_lock_request(state.home());
        loop {
            tokio::select! {
                _ = stages.changed() => {
                    // Before the page hears of it and reads: what changes from here on is told.
                    seen = version(&state).await;
                    follow(&app);
                    tell(&app, "vault", state.vault());
                }
                () = tokio::time::sleep(LOOK) => {
                    let asked = last_lock_request(state.home());
                    if asked != lock && !state.is_demo() {
                        lock_now(&app, LockReason::Asked).await;
                    }
                    lock = asked;
                    let now = version(&state).await;
                    if now != seen {
                        if let Some(background) = state.background() {
                            background.look();
                        }
                        state.desktop().refresh_tray();
                        tell(&app, "changed", ());
                    }
                    seen = now;
                }
            }
        }
    });
}

/// Which state of the vault's file this process would read; `None` without an open vault.
async fn version(state: &AppState) -> Option<i64> {
    state.hallpass_behind()?.vault().data_version().await.ok()
}
