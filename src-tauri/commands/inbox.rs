//! Sign-ins that wait for the user.

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hallpass_core::Result;
use hallpass_core::providers::Secret;
use tauri::{AppHandle, Runtime};

use super::{AppState, changed, of_page};
use crate::demo;
use crate::demo_sandbox::DemoCode;
use crate::dto::SignInReply;

/// Carries a sign-in on.
///
/// # Errors
/// As signing in; if nothing was decided, the sign-in stays pending.
#[tauri::command]
pub async fn answer<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    pending: String,
    answers: BTreeMap<String, Secret>,
    anyway: bool,
) -> Result<SignInReply> {
    let end = state.answer(state.hallpass()?.answer(&pending, of_page(answers), anyway)).await;
    changed(&app);
    end.map(SignInReply::from)
}

/// Carries a sign-in on with a one-time code from the seed that is saved in its profile. The code is not sent anywhere
/// else, and never reaches the page.
///
/// # Errors
/// Returns an error if no seed is saved or the code is about to expire, or as [`answer`].
#[tauri::command]
pub async fn answer_by_seed<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    pending: String,
) -> Result<SignInReply> {
    let hallpass = state.hallpass()?;
    let answered = async {
        let code = hallpass.one_time_answer(&pending).await?;
        hallpass.answer(&pending, code, false).await
    };
    let end = state.answer(answered).await;
    changed(&app);
    end.map(SignInReply::from)
}

/// Request another captcha image or text message.
///
/// # Errors
/// Returns an error if it is too soon, or as signing in.
#[tauri::command]
pub async fn resend<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, pending: String) -> Result<SignInReply> {
    let end = state.answer(state.hallpass()?.again(&pending)).await;
    changed(&app);
    end.map(SignInReply::from)
}

/// The captcha's picture; what the server sent never reaches the page.
///
/// # Errors
/// Returns an error if there is no image, or if it cannot be shown.
#[tauri::command]
pub async fn captcha(state: AppState<'_>, pending: String) -> Result<String> {
    let png = state.answer(state.hallpass()?.picture(&pending)).await?;
    Ok(format!("data:image/png;base64,{}", BASE64_STANDARD.encode(png)))
}

/// Gives it up.
///
/// # Errors
/// Returns an error if there is no such sign-in.
#[tauri::command]
pub async fn drop_pending<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, pending: String) -> Result<()> {
    state.answer(state.hallpass()?.drop_pending(&pending)).await?;
    changed(&app);
    Ok(())
}

/// The code that the demo's own server has sent for a sign-in that waits; none outside the demo.
///
/// # Errors
/// Returns an error if the vault cannot be read.
#[tauri::command]
pub async fn demo_code(state: AppState<'_>, pending: String) -> Result<Option<DemoCode>> {
    state.answer(demo::code(&state, &pending)).await
}
