//! Joining a team, or logging in to it again: with what a person types, a certificate, or a confirmation in a browser.

use hallpass_core::providers::{Secret, Text};
use hallpass_core::{Error, ErrorCode, Hallpass, Result, TeamDetails, TeamSettings, TeamSync};
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

use super::{AppState, changed};
use crate::draft::CertificateFile;
use crate::team::LogInPage;

/// Joins a team, or logs in to it again: one attempt. What it shares is brought at once. For the method `cert`,
/// `certificate` is sent where the one of the last login is not to be used.
///
/// # Errors
/// Returns an error that names the field, or one that says why the server refuses or cannot be asked.
#[tauri::command]
pub async fn join_team<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    form: TeamDetails,
    secret: Secret,
    certificate: Option<CertificateFile>,
) -> Result<TeamSync> {
    let hallpass = state.hallpass()?;
    let joined = async {
        let secret = certificate.map_or(Ok(secret), |file| file.read())?;
        let settings = hallpass.team_written(form).await?;
        let alias = settings.alias.clone();
        hallpass.join_team(settings, secret).await?;
        hallpass.sync_team(Some(alias.as_str())).await
    };
    let end = state.answer(joined).await;
    changed(&app);
    end
}

/// The same with a confirmation in a browser: one login request. The page to open is sent over the channel, and the answer
/// comes when it is confirmed. Another such login, a lock or `stop_browser_log_in` ends it.
///
/// # Errors
/// Returns an error if it was stopped, denied or not confirmed in time, and as `join_team`.
#[tauri::command]
pub async fn join_team_in_browser<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    form: TeamDetails,
    channel: Channel<LogInPage>,
) -> Result<TeamSync> {
    let hallpass = state.hallpass()?;
    let joined = async {
        let settings = hallpass.team_written(form).await?;
        let alias = settings.alias.clone();
        confirmed(&state, &hallpass, settings, &channel).await?;
        hallpass.sync_team(Some(alias.as_str())).await
    };
    let end = state.answer(joined).await;
    changed(&app);
    end
}

/// Logs in: says what to open, and waits until someone has confirmed there or stops it here.
async fn confirmed(
    state: &AppState<'_>,
    hallpass: &Hallpass,
    settings: TeamSettings,
    channel: &Channel<LogInPage>,
) -> Result<()> {
    let turn = state.begin_browser_log_in();
    // What was locked before its turn does not stop it.
    state.hallpass()?;
    let started = hallpass.start_device_log_in(settings).await?;
    if !turn.show(started.url()) {
        return Err(not_logged_in());
    }
    if channel.send(LogInPage::of(&started)).is_err() {
        tracing::debug!("the page is gone");
    }
    tokio::select! {
        () = turn.stopped() => Err(not_logged_in()),
        end = hallpass.finish_device_log_in(started) => end.map(drop),
    }
}

/// Opens the page of the login that waits, in the system's browser.
///
/// # Errors
/// Returns an error if the vault is not open, no login waits, or the system has no browser.
#[tauri::command]
pub fn open_log_in_page(state: AppState<'_>) -> Result<()> {
    state.hallpass()?;
    let page = state.browser_log_in_page().ok_or_else(not_logged_in)?;
    opener::open(page).map_err(|_| {
        let text = Text::new("无法打开浏览器", "Could not open the browser");
        let advice = Text::new("请自行在浏览器中打开该地址", "Open the address in a browser yourself");
        Error::new(ErrorCode::Internal, text).advice(advice)
    })
}

/// Stops the login that waits or is being started; nothing more is asked of the server.
#[tauri::command]
pub fn stop_browser_log_in(state: AppState<'_>) {
    state.end_browser_log_in();
}

fn not_logged_in() -> Error {
    Error::new(ErrorCode::Stopped, Text::new("已停止，没有登录", "Stopped; you are not logged in"))
}
