//! A session in full, and what can be done with it at its server.

use hallpass_core::providers::Secret;
use hallpass_core::{Event, Result, SessionView, SignedOut, Verified};
use jiff::SignedDuration;
use tauri::{AppHandle, Runtime};

use super::{AppState, changed};

/// How far back the activity of the window goes.
const SHOWN: SignedDuration = SignedDuration::from_hours(24 * 30);

/// One session, whole but without its token.
///
/// # Errors
/// Returns an error if there is no such profile, or if it has no session.
#[tauri::command]
pub async fn session(state: AppState<'_>, name: String) -> Result<SessionView> {
    state.answer(state.hallpass()?.session(&name)).await
}

/// What happened in the last thirty days, newest first; of one profile, or of all.
///
/// # Errors
/// Returns an error if the vault cannot be read or written.
#[tauri::command]
pub async fn activity(state: AppState<'_>, name: Option<String>) -> Result<Vec<Event>> {
    let hallpass = state.hallpass()?;
    let since = hallpass.now().wall.checked_sub(SHOWN).unwrap_or(jiff::Timestamp::MIN);
    let events = state.answer(hallpass.activity(since)).await?;
    Ok(events.into_iter().filter(|event| name.as_ref().is_none_or(|name| *name == event.profile)).collect())
}

/// Gets more time.
///
/// # Errors
/// Returns an error if the server refuses or cannot be reached.
#[tauri::command]
pub async fn renew<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, name: String) -> Result<SessionView> {
    let end = state.answer(state.hallpass()?.renew(&name)).await;
    changed(&app);
    end
}

/// Asks the server whether it still takes the token.
///
/// # Errors
/// Returns an error if the server refuses or cannot be reached.
#[tauri::command]
pub async fn verify<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, name: String) -> Result<Verified> {
    let end = state.answer(state.hallpass()?.verify(&name)).await;
    changed(&app);
    end
}

/// Goes on in another organisation.
///
/// # Errors
/// Returns an error if the server refuses or cannot be reached.
#[tauri::command]
pub async fn switch_organisation<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    name: String,
    organisation: String,
) -> Result<SessionView> {
    let end = state.answer(state.hallpass()?.choose(&name, &organisation)).await;
    changed(&app);
    end
}

/// Ends the session, at the server where that can be done.
///
/// # Errors
/// Returns an error if the server refuses or cannot be reached.
#[tauri::command]
pub async fn sign_out<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, name: String) -> Result<SignedOut> {
    let hallpass = state.hallpass()?;
    let aside = state.answer(hallpass.set_aside(&name)).await?;
    let end = state.answer(hallpass.sign_out(&name)).await;
    changed(&app);
    // What the server has ended does not come back.
    if end.as_ref().is_ok_and(|end| !end.ended_at_server) {
        state.keep_aside(name, aside);
    }
    end
}

/// Which session a token belongs to.
///
/// # Errors
/// Returns an error if it is none of this vault.
#[tauri::command]
pub async fn find_by_token(state: AppState<'_>, token: Secret) -> Result<SessionView> {
    state.answer(state.hallpass()?.whose(token)).await
}
