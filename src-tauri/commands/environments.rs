//! Custom environments.

use hallpass_core::{Environment, EnvironmentDraft, EnvironmentView, RemovedEnvironment, Result};
use tauri::{AppHandle, Runtime};

use super::{AppState, changed};

/// Adds an environment.
///
/// # Errors
/// Returns an error that names the field if a value is invalid or taken.
#[tauri::command]
pub async fn add_environment<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    id: String,
    draft: EnvironmentDraft,
) -> Result<EnvironmentView> {
    let added = state.answer(state.hallpass()?.add_environment(&id, draft)).await?;
    changed(&app);
    Ok(added)
}

/// Changes an environment, or moves it to another place.
///
/// # Errors
/// As [`hallpass_core::Hallpass::edit_environment`].
#[tauri::command]
pub async fn edit_environment<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    id: String,
    draft: EnvironmentDraft,
    confirmed: bool,
) -> Result<EnvironmentView> {
    let edited = state.answer(state.hallpass()?.edit_environment(&id, draft, confirmed)).await?;
    changed(&app);
    Ok(edited)
}

/// Removes an environment; the profiles in it move to `to`.
///
/// # Errors
/// As [`hallpass_core::Hallpass::remove_environment`].
#[tauri::command]
pub async fn remove_environment<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    id: String,
    to: Option<Environment>,
    confirmed: bool,
) -> Result<RemovedEnvironment> {
    let removed = state.answer(state.hallpass()?.remove_environment(&id, to, confirmed)).await?;
    changed(&app);
    Ok(removed)
}
