//! The list of profiles, and changing it.

use hallpass_core::providers::Secret;
use hallpass_core::{Environment, Overview, Result, SavedProfile};
use tauri::{AppHandle, Runtime};

use super::{AppState, changed};
use crate::draft::Draft;
use crate::dto::ProfileView;
use crate::platform::freed_memory;

impl From<SavedProfile> for ProfileView {
    fn from(saved: SavedProfile) -> Self {
        Self { profile: saved.profile, notices: saved.notices }
    }
}

/// Everything a list shows.
///
/// # Errors
/// Returns an error if the vault cannot be read or written.
#[tauri::command]
pub async fn overview(state: AppState<'_>) -> Result<Overview> {
    let overview = state.answer(state.hallpass()?.overview()).await?;
    freed_memory::goes_back_after(overview.rows.len());
    Ok(overview)
}

/// One profile, as it is edited.
///
/// # Errors
/// Returns an error if there is no such profile.
#[tauri::command]
pub async fn profile(state: AppState<'_>, name: String) -> Result<ProfileView> {
    let profile = state.answer(state.hallpass()?.profile(&name)).await?;
    Ok(ProfileView { profile, notices: Vec::new() })
}

/// Saves a new profile.
///
/// # Errors
/// Returns an error that names the field if a value is invalid.
#[tauri::command]
pub async fn add_profile<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, draft: Draft) -> Result<ProfileView> {
    let saved = state.answer(state.hallpass()?.add_profile(draft.try_into()?)).await?;
    changed(&app);
    Ok(saved.into())
}

/// Changes a profile.
///
/// # Errors
/// Returns an error that names the field if a value is invalid.
#[tauri::command]
pub async fn edit_profile<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    name: String,
    draft: Draft,
) -> Result<ProfileView> {
    let saved = state.answer(state.hallpass()?.edit_profile(&name, draft.try_into()?)).await?;
    changed(&app);
    Ok(saved.into())
}

/// Removes a profile with its session and secrets.
///
/// # Errors
/// Returns an error if there is no such profile.
#[tauri::command]
pub async fn remove_profile<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, name: String) -> Result<()> {
    let hallpass = state.hallpass()?;
    let removal = async {
        let aside = hallpass.set_aside(&name).await?;
        hallpass.remove_profile(&name).await?;
        Ok(aside)
    };
    let aside = state.answer(removal).await?;
    state.keep_aside(name, aside);
    changed(&app);
    Ok(())
}

/// Chooses the environment of a group.
///
/// # Errors
/// Returns an error if there is no such group, or no profile of it in that environment.
#[tauri::command]
pub async fn use_environment<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    group: String,
    environment: Environment,
) -> Result<()> {
    state.answer(state.hallpass()?.use_environment(&group, environment)).await?;
    changed(&app);
    Ok(())
}

/// Saves a shared secret, or the reference to where a team's server keeps it.
///
/// # Errors
/// Returns an error that names the field if it cannot be used, or if the vault cannot be read or written.
#[tauri::command]
pub async fn save_credential<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    name: String,
    secret: Secret,
    reference: Option<String>,
) -> Result<()> {
    let hallpass = state.hallpass()?;
    let saved = async {
        match reference {
            Some(reference) => hallpass.save_credential_reference(&name, &reference).await,
            None => hallpass.save_credential(&name, secret).await,
        }
    };
    state.answer(saved).await?;
    changed(&app);
    Ok(())
}

/// Removes a shared secret.
///
/// # Errors
/// Returns an error if profiles still share it.
#[tauri::command]
pub async fn remove_credential<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, name: String) -> Result<()> {
    state.answer(state.hallpass()?.remove_credential(&name)).await?;
    changed(&app);
    Ok(())
}
