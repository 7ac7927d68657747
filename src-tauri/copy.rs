//! Copies secrets: they are in the clipboard for a time, and never while the vault is locked.

use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{EventKind, Result, TokenFormat, TokenUse};
use tauri::{AppHandle, Runtime};

use crate::dto::{Cleared, CopyResult};
use crate::page::{changed, tell};
use crate::state::AppState;

/// The same without a question: the token itself, where nothing about it requires confirmation.
///
/// # Errors
/// As [`copied`].
pub(crate) async fn copy_plain<R: Runtime>(app: &AppHandle<R>, state: &AppState, name: &str) -> Result<()> {
    copied(app, state, name, &TokenUse::default(), TokenFormat::Raw).await.map(drop)
}

/// Copies a token in a form.
///
/// # Errors
/// Returns an error if the core hands out no token, or as [`hold`].
pub(crate) async fn copied<R: Runtime>(
    app: &AppHandle<R>,
    state: &AppState,
    name: &str,
    how: &TokenUse,
    format: TokenFormat,
) -> Result<CopyResult> {
    let token = state.hallpass()?.token(name, how, format, EventKind::Copied).await?;
    hold(app, state, token)
}

/// Puts a secret into the clipboard for its time, unless it was locked while that was read.
///
/// # Errors
/// Returns an error if the vault is locked by now, or if there is no clipboard.
pub(crate) fn hold<R: Runtime>(app: &AppHandle<R>, state: &AppState, secret: Secret) -> Result<CopyResult> {
    let seconds = state.settings().clipboard_seconds;
    let page = app.clone();
    let over = move |cleared| tell(&page, "clipboard", Cleared { cleared });
    state.clipboard().hold(secret, Duration::from_secs(seconds.into()), over)?;
    // After it is there: a lock before this is seen here, and one after this clears it.
    if let Err(locked) = state.hallpass() {
        state.clear_clipboard();
        return Err(locked);
    }
    changed(app);
    Ok(CopyResult { seconds })
}
