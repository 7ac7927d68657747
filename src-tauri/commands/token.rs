//! Exports a token: to the clipboard, or to the screen for a limited time.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hallpass_core::providers::{Secret, Text};
use hallpass_core::{Error, ErrorCode, EventKind, Result, TokenFormat, TokenUse};
use qrcode::QrCode;
use qrcode::render::svg;
use tauri::{AppHandle, Runtime};

use super::{AppState, changed};
use crate::copy::copied;
use crate::dto::{CopyResult, Reveal, RevealForm, Revealed};

/// Copies a token in a form; the clipboard is cleared when its time is over.
///
/// # Errors
/// Returns an error if there is no session, if it has expired, if production is not confirmed, or if there is no
/// clipboard.
#[tauri::command]
pub async fn copy<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    name: String,
    format: String,
    expired_ok: bool,
    confirmed: bool,
) -> Result<CopyResult> {
    let known = TokenFormat::ALL.iter().find(|(id, _)| *id == format);
    let (_, format) = *known.ok_or_else(|| Error::invalid("format", &Text::new("未知", "is not known")))?;
    let how = TokenUse { expired_ok, production_ok: confirmed, ..TokenUse::default() };
    copied(&app, &state, &name, &how, format).await
}

/// Clears a token of ours out of the clipboard.
#[tauri::command(async)]
pub fn clear_clipboard(state: AppState<'_>) {
    state.clear_clipboard();
}

/// Shows a secret for a time: a token as text or as a QR code, or the recovery key of a new vault, once. The one
/// command whose answer holds a secret; it is noted in the activity.
///
/// # Errors
/// As copying, and an error if the recovery key was shown already.
#[tauri::command]
pub async fn reveal<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, what: Reveal) -> Result<Revealed> {
    let seconds = state.settings().reveal_seconds;
    match what {
        Reveal::Recovery { .. } => recovery(&state).await,
        Reveal::Token { name, form, confirmed } => {
            let how = TokenUse { expired_ok: confirmed, production_ok: confirmed, ..TokenUse::default() };
            let asked = state.hallpass()?;
            let token = state.answer(asked.token(&name, &how, TokenFormat::Raw, EventKind::Revealed)).await?;
            changed(&app);
            shown(&token, form, seconds)
        }
    }
}

/// Production stays open for some minutes for the profile's group.
///
/// # Errors
/// Returns an error if there is no such profile.
#[tauri::command]
pub async fn confirm_production<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, name: String) -> Result<()> {
    let hallpass = state.hallpass()?;
    hallpass.open_production(&state.answer(hallpass.profile(&name)).await?);
    changed(&app);
    Ok(())
}

/// Closes all production at once.
///
/// # Errors
/// Returns an error if the vault is not open.
#[tauri::command]
pub fn close_production<R: Runtime>(app: AppHandle<R>, state: AppState<'_>) -> Result<()> {
    state.hallpass()?.close_production();
    changed(&app);
    Ok(())
}

/// The vault counts from here on: its key goes to the page with this answer.
async fn recovery(state: &AppState<'_>) -> Result<Revealed> {
    let new = state.show_recovery().ok_or_else(|| {
        Error::new(ErrorCode::Usage, Text::new("恢复密钥只显示一次", "The recovery key is shown once"))
    })?;
    let (_, key) = new.keep().await?;
    // Reason: the person writes it down; the page keeps it until they say so.
    Ok(Revealed { text: Some(key.expose().as_str().to_owned()), picture: None, seconds: 0 })
}

fn shown(token: &Secret, form: RevealForm, seconds: u32) -> Result<Revealed> {
    // Reason: showing it is what was asked for.
    let clear = token.expose();
    Ok(match form {
        RevealForm::Text => Revealed { text: Some(clear.to_owned()), picture: None, seconds },
        RevealForm::Qr => Revealed { text: None, picture: Some(qr(clear)?), seconds },
    })
}

fn qr(text: &str) -> Result<String> {
    let code = QrCode::new(text.as_bytes()).map_err(|_| {
        let words = Text::new("令牌过长，放不进二维码", "The token is too long for a QR code");
        Error::new(ErrorCode::Usage, words)
    })?;
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(320, 320).quiet_zone(true).build();
    Ok(format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(drawing)))
}
