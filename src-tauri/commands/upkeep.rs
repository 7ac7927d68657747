//! Looking after a vault: its activity, health, packs of profiles, the doctor and what it hands over.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hallpass_core::doctor::Finding;
use hallpass_core::providers::Text;
use hallpass_core::{Event, Import, Pack, PackFormat, ProfilesChange, Result, SessionView, activity_table};
use serde_json::json;
use tauri::{AppHandle, Runtime};

use super::{AppState, changed};
use crate::doctor;
use crate::dto::{HealthReport, PackFile, ProfileView, SavedFile};
use crate::files;

/// Changes several profiles alike, all of them or none.
///
/// # Errors
/// Returns an error if one of them is not there or cannot be changed so.
#[tauri::command]
pub async fn edit_profiles<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    names: Vec<String>,
    change: ProfilesChange,
) -> Result<Vec<ProfileView>> {
    let saved = state.answer(state.hallpass()?.edit_profiles(&names, change)).await?;
    changed(&app);
    Ok(saved.into_iter().map(ProfileView::from).collect())
}

/// Puts back what was removed of a profile in the last seconds; says whether there was anything.
///
/// # Errors
/// Returns an error if its name is another profile's by now.
#[tauri::command]
pub async fn undo<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, name: String) -> Result<bool> {
    let hallpass = state.hallpass()?;
    let Some(aside) = state.take_aside(&name) else { return Ok(false) };
    state.answer(hallpass.put_back(aside)).await?;
    changed(&app);
    Ok(true)
}

/// Every session in full, who would be blocked, and whose saved password could be guessed: of that the judgement alone.
///
/// # Errors
/// Returns an error if the vault cannot be read.
#[tauri::command]
pub async fn health(state: AppState<'_>) -> Result<HealthReport> {
    let hallpass = state.hallpass()?;
    let sessions: Vec<SessionView> = state.answer(hallpass.sessions()).await?;
    let blocked = state.answer(hallpass.blocked()).await?;
    Ok(HealthReport { sessions, blocked, weak_passwords: state.answer(hallpass.weak_passwords()).await? })
}

/// What an import would do; nothing is changed.
///
/// # Errors
/// Returns an error if the file is no pack or holds a value that cannot be used.
#[tauri::command]
pub async fn preview_pack(state: AppState<'_>, file: PackFile) -> Result<Import> {
    state.answer(state.hallpass()?.look_at_import(read(&file)?)).await
}

/// Adds the profiles of a pack, and changes those whose names are taken; all of it or nothing.
///
/// # Errors
/// Returns an error if the file is no pack or holds a value that cannot be used.
#[tauri::command]
pub async fn import_pack<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, file: PackFile) -> Result<Import> {
    let import = state.answer(state.hallpass()?.import(read(&file)?)).await;
    changed(&app);
    import
}

/// Writes profiles without their secrets into the folder of downloads.
///
/// # Errors
/// Returns an error if one of them is not there or the file cannot be written.
#[tauri::command]
pub async fn export_pack(state: AppState<'_>, names: Vec<String>, csv: bool) -> Result<SavedFile> {
    let hallpass = state.hallpass()?;
    let pack = state.answer(hallpass.pack(&names)).await?;
    let (format, end) = if csv { (PackFormat::Csv, "csv") } else { (PackFormat::Json, "json") };
    kept(&hallpass, "profiles", end, &pack.write(format)?)
}

/// Writes events as CSV into the folder of downloads.
///
/// # Errors
/// Returns an error if the file cannot be written.
#[tauri::command]
pub async fn export_activity(state: AppState<'_>, events: Vec<Event>) -> Result<SavedFile> {
    kept(&state.hallpass()?, "activity", "csv", &activity_table(&events)?)
}

/// What can be wrong on this machine, and with the servers of the profiles.
///
/// # Errors
/// Returns an error if the vault is not open.
#[tauri::command]
pub async fn run_doctor(state: AppState<'_>) -> Result<Vec<Finding>> {
    let all = async {
        let mut findings = doctor::look(&state).await?;
        findings.extend(state.hallpass()?.check_servers().await?);
        Ok(findings)
    };
    state.answer(all).await
}

/// Writes the support bundle into the folder of downloads, once it was searched for every stored secret.
///
/// # Errors
/// Returns an error if a stored secret was found in it or the file cannot be written.
#[tauri::command]
pub async fn support_bundle(state: AppState<'_>) -> Result<SavedFile> {
    let hallpass = state.hallpass()?;
    let about = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "system": std::env::consts::OS,
        "machine": std::env::consts::ARCH,
        "desktop": std::env::var("XDG_CURRENT_DESKTOP").ok(),
        "session_type": std::env::var("XDG_SESSION_TYPE").ok(),
        "settings": state.settings(),
        "vault_key": state.vault().source,
        "findings": doctor::look(&state).await?.iter().map(|one| json!({"about": one.about.en, "health": one.health})).collect::<Vec<_>>(),
    });
    kept(&hallpass, "support", "json", &state.answer(hallpass.support_bundle(about)).await?)
}

fn read(file: &PackFile) -> Result<Pack> {
    let bytes = BASE64_STANDARD
        .decode(&file.content)
        .map_err(|_| hallpass_core::Error::invalid("file", &Text::new("无法读取", "cannot be read")))?;
    Pack::read(&bytes, if file.csv { PackFormat::Csv } else { PackFormat::Json })
}

fn kept(hallpass: &hallpass_core::Hallpass, what: &str, end: &str, bytes: &[u8]) -> Result<SavedFile> {
    let day = hallpass.now().wall.to_string();
    let name = format!("hallpass-{what}-{}", day.get(..10).unwrap_or_default());
    Ok(SavedFile { path: hallpass_core::shown(&files::keep(&name, end, bytes)?) })
}
