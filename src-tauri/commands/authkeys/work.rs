//! Running jobs: listed, resumed, paused, moved and forgotten.

use hallpass_core::{Confirmed, Hallpass, JobPlan, JobRun, JobView, MINT_WAIT, Result};
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

use super::super::{AppState, changed};
use super::item;
use crate::jobs::{JobItem, JobUpdates, pick_place};

/// Every job, newest first.
///
/// # Errors
/// Returns an error if the vault cannot be read.
#[tauri::command]
pub async fn jobs(state: AppState<'_>) -> Result<Vec<JobItem>> {
    let hallpass = state.hallpass()?;
    let all = state.answer(hallpass.jobs()).await?;
    Ok(all.into_iter().map(|view| item(&state, &hallpass, view)).collect())
}

/// Tells how far the jobs of this window are, until another call takes this one's place.
///
/// # Errors
/// Returns no error.
#[tauri::command]
pub async fn watch_jobs(state: AppState<'_>, channel: Channel<JobUpdates>) -> Result<()> {
    let jobs = state.jobs().clone();
    tauri::async_runtime::spawn(async move { jobs.tell(channel).await });
    Ok(())
}

/// What must be confirmed before a job continues.
///
/// # Errors
/// Returns an error if there is no such job, or if its profile is gone.
#[tauri::command]
pub async fn plan_resume(state: AppState<'_>, job: String) -> Result<JobPlan> {
    state.answer(state.hallpass()?.plan_resume(&job)).await
}

/// Resumes a job; a finished one requests again what failed, or only one `account` of it.
///
/// # Errors
/// Returns an error if something is not confirmed, if there is no such job, or if another process works on it.
#[tauri::command]
pub async fn resume_job<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    job: String,
    confirmed: Confirmed,
    account: Option<i64>,
) -> Result<JobItem> {
    let hallpass = state.hallpass()?;
    state.answer(hallpass.confirm_resume(&job, confirmed)).await?;
    run(&app, &state, &hallpass, &job, account.map_or(MINT_WAIT.into(), JobRun::of_account));
    changed(&app);
    let view = state.answer(view(&hallpass, &job)).await?;
    Ok(item(&state, &hallpass, view))
}

/// Nothing more is sent for a job. Requests already sent are waited for, unless `at_once`.
///
/// # Errors
/// Returns no error.
#[tauri::command]
pub async fn pause_job(state: AppState<'_>, job: String, at_once: bool) -> Result<()> {
    state.jobs().pause(&job, at_once);
    Ok(())
}

/// Lets a job write its table to another place, which the system's dialog asks for; none where that was cancelled.
///
/// # Errors
/// Returns an error if there is no such job, or if a process works on it.
#[tauri::command]
pub async fn move_job<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, job: String) -> Result<Option<JobItem>> {
    let hallpass = state.hallpass()?;
    let known = state.answer(view(&hallpass, &job)).await?;
    let end = if known.sealed { format!("{}.age", known.format) } else { known.format.clone() };
    let Some(out) = pick_place(&app, state.settings().lang(), &known.out, &end).await else { return Ok(None) };
    let view = state.answer(hallpass.move_job(&job, &out)).await?;
    changed(&app);
    Ok(Some(item(&state, &hallpass, view)))
}

/// Shows the folder of a job's table in the system's file manager.
///
/// # Errors
/// Returns an error if there is no such job, or if the system has no file manager.
#[tauri::command]
pub async fn show_table(state: AppState<'_>, job: String) -> Result<()> {
    let known = state.answer(view(&state.hallpass()?, &job)).await?;
    let folder = known.out.parent().map(std::path::Path::to_owned).unwrap_or_default();
    opener::open(folder).map_err(|_| {
        let text = hallpass_core::providers::Text::new("无法打开文件夹", "Could not open the folder");
        hallpass_core::Error::new(hallpass_core::ErrorCode::Internal, text)
    })
}

/// Removes a job with its copy of the keys; a table that was written stays.
///
/// # Errors
/// Returns an error if there is no such job, or if a process works on it.
#[tauri::command]
pub async fn forget_job<R: Runtime>(app: AppHandle<R>, state: AppState<'_>, job: String) -> Result<()> {
    state.answer(state.hallpass()?.forget_job(&job)).await?;
    changed(&app);
    Ok(())
}

/// Ends the program, as a person answered who closed the window while jobs ran: now, with the jobs paused, or with
/// `background` once the last job has ended.
///
/// # Errors
/// Returns no error.
#[tauri::command]
pub async fn leave<R: Runtime>(app: AppHandle<R>, background: bool) -> Result<()> {
    crate::window::leave(app, background).await;
    Ok(())
}

/// Begins a job in the background.
pub(super) fn run<R: Runtime>(
    app: &AppHandle<R>,
    state: &crate::state::AppState,
    hallpass: &Hallpass,
    job: &str,
    how: JobRun,
) {
    let (page, of) = (app.clone(), job.to_owned());
    let over = move || {
        changed(&page);
        tauri::async_runtime::spawn(crate::desktop::job_over(page.clone(), of));
    };
    state.jobs().run(hallpass.clone(), job.to_owned(), how, over);
}

async fn view(hallpass: &Hallpass, job: &str) -> Result<JobView> {
    hallpass.job_view(job).await
}
