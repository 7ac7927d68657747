//! Sign-ins that wait for a person.

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hallpass_core::Result;
use hallpass_core::providers::Secret;
use tauri::{AppHandle, Runtime};

use super::{Desk, changed, of_page};
use crate::demo::{self, DemoCode};
use crate::payload::End;

/// Carries a sign-in on.
///
/// # Errors
/// As signing in; where nothing was settled it goes on waiting.
#[tauri::command]
pub async fn answer<R: Runtime>(
    app: AppHandle<R>,
    desk: Desk<'_>,
    pending: String,
    answers: BTreeMap<String, Secret>,
    anyway: bool,
) -> Result<End> {
    let end = desk.hallpass()?.answer(&pending, of_page(answers), anyway).await;
    changed(&app);
    end.map(End::from)
}

/// Request another captcha image or text message.
///
/// # Errors
/// Too soon, or as signing in.
#[tauri::command]
pub async fn again<R: Runtime>(app: AppHandle<R>, desk: Desk<'_>, pending: String) -> Result<End> {
    let end = desk.hallpass()?.again(&pending).await;
    changed(&app);
    end.map(End::from)
}

/// The captcha's picture; what the server sent never reaches the page.
///
/// # Errors
/// No picture, or one that cannot be shown.
#[tauri::command]
pub async fn captcha(desk: Desk<'_>, pending: String) -> Result<String> {
    let png = desk.hallpass()?.picture(&pending).await?;
    Ok(format!("data:image/png;base64,{}", BASE64_STANDARD.encode(png)))
}

/// Gives it up.
///
/// # Errors
/// No such sign-in.
#[tauri::command]
pub async fn drop_pending<R: Runtime>(app: AppHandle<R>, desk: Desk<'_>, pending: String) -> Result<()> {
    desk.hallpass()?.drop_pending(&pending).await?;
    changed(&app);
    Ok(())
}

/// The code that the demo's own server has sent for a sign-in that waits; none outside the demo.
///
/// # Errors
/// Returns an error if the vault cannot be read.
#[tauri::command]
pub async fn demo_code(desk: Desk<'_>, pending: String) -> Result<Option<DemoCode>> {
    demo::code(&desk, &pending).await
}
