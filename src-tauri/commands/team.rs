//! Teams: syncing, leaving, and what is shared.

use hallpass_core::providers::Secret;
use hallpass_core::{Difference, Result, TeamEdit, TeamRotation, TeamStatus, TeamSync};
use tauri::{AppHandle, Runtime};

use super::{AppState, changed};
use crate::draft::Draft;
use crate::team::ProfileSecret;

/// A team: what is known of it here, and with `ask` what its server says.
///
/// # Errors
/// Returns an error if there is no such team.
#[tauri::command]
pub async fn team(state: AppState<'_>, alias: String, ask: bool) -> Result<TeamStatus> {
    let hallpass = state.hallpass()?;
    let asked = async {
        if ask { hallpass.team_status(Some(&alias)).await } else { hallpass.team_as_known(Some(&alias)).await }
    };
    state.answer(asked).await
}

/// Leaves a team; says whether the server has confirmed that the login is over.
///
/// # Errors
/// Returns an error if there is no such team.
#[tauri::command]
pub async fn leave_team<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, alias: String) -> Result<bool> {
    let end = state.answer(state.hallpass()?.leave_team(Some(&alias))).await;
    changed(&app);
    end
}

/// Brings what a team shares.
///
/// # Errors
/// Returns an error if the server cannot be asked.
#[tauri::command]
pub async fn sync_team<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, alias: String) -> Result<TeamSync> {
    let end = state.answer(state.hallpass()?.sync_team(Some(&alias))).await;
    changed(&app);
    end
}

/// Uses the version of a shared profile that waits to be accepted.
///
/// # Errors
/// Returns an error if none waits.
#[tauri::command]
pub async fn accept_shared<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    name: String,
) -> Result<Vec<Difference>> {
    let end = state.answer(state.hallpass()?.accept_shared(&name)).await;
    changed(&app);
    end
}

/// Shares a profile.
///
/// # Errors
/// Returns an error if it is shared already, or the person may not.
#[tauri::command]
pub async fn share_profile<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    alias: String,
    name: String,
    secret: ProfileSecret,
) -> Result<()> {
    let end = state.answer(state.hallpass()?.share_profile(Some(&alias), &name, secret.into())).await;
    changed(&app);
    end
}

/// Stops sharing a profile; it stays here.
///
/// # Errors
/// Returns an error if it is not shared, or the person may not.
#[tauri::command]
pub async fn unshare_profile<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, name: String) -> Result<()> {
    let end = state.answer(state.hallpass()?.unshare_profile(&name)).await;
    changed(&app);
    end
}

/// Changes a shared profile for everybody; secrets that were typed stay here.
///
/// # Errors
/// Returns an error that names the field, or says that the edit is kept as a draft, and why.
#[tauri::command]
pub async fn edit_shared<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    name: String,
    draft: Draft,
) -> Result<TeamEdit> {
    let end = state.answer(state.hallpass()?.edit_shared(&name, draft.try_into()?)).await;
    changed(&app);
    end
}

/// Sends the draft of a shared profile; with `over`, over the version that was last shown beside it.
///
/// # Errors
/// As changing a shared profile.
#[tauri::command]
pub async fn send_draft<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    name: String,
    over: bool,
) -> Result<TeamEdit> {
    let end = state.answer(state.hallpass()?.send_team_draft(&name, over)).await;
    changed(&app);
    end
}

/// Discards the draft of a shared profile.
///
/// # Errors
/// Returns an error if the profile is not shared.
#[tauri::command]
pub async fn discard_draft<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, name: String) -> Result<()> {
    let end = state.answer(state.hallpass()?.discard_team_draft(&name)).await;
    changed(&app);
    end
}

/// Begins to change the shared secret of a profile, and waits until nobody signs in with it.
///
/// # Errors
/// Returns an error if the person may not, or somebody else is changing it.
#[tauri::command]
pub async fn begin_rotation(state: AppState<'_>, name: String, resume: bool) -> Result<TeamRotation> {
    let hallpass = state.hallpass()?;
    let begun = hallpass.begin_rotation(&name, resume).await?;
    if state.hallpass().is_err() {
        // Locked meanwhile: nobody is there to go on, and the others are not to wait.
        hallpass.cancel_rotation(&begun).await?;
    }
    state.answer(async { Ok(begun) }).await
}

/// Stores the new secret and lets the others sign in again.
///
/// # Errors
/// Returns an error if it could not be stored; the others stay blocked until it is, or the change is called off.
#[tauri::command]
pub async fn finish_rotation(state: AppState<'_>, rotation: TeamRotation, secret: Secret) -> Result<()> {
    state.answer(state.hallpass()?.finish_rotation(&rotation, secret)).await.map(drop)
}

/// Calls a change off: the present secret is used again.
///
/// # Errors
/// Returns an error if the server could not be told; the others stay blocked then.
#[tauri::command]
pub async fn cancel_rotation(state: AppState<'_>, rotation: TeamRotation) -> Result<()> {
    state.answer(state.hallpass()?.cancel_rotation(&rotation)).await
}
