//! The results of a job: its rows, the keys that expire soon, and one key for the clipboard.

use std::time::Duration;

use hallpass_core::{JobPages, JobRow, Result, RowFilter, Share};
use tauri::{AppHandle, Runtime};

use super::super::AppState;
use crate::copy::hold;
use crate::dto::CopyResult;
use crate::jobs::{ExpiringKeys, SoonKey};

/// Where the pages of a job's results begin.
///
/// # Errors
/// Returns an error if there is no such job, or if its file cannot be read.
#[tauri::command]
pub async fn job_pages(state: AppState<'_>, job: String, filter: RowFilter) -> Result<JobPages> {
    state.answer(state.hallpass()?.job_pages(&job, filter)).await
}

/// A page of a job's results, from the account with the number `first` on.
///
/// # Errors
/// Returns an error if there is no such job, or if its file cannot be read.
#[tauri::command]
pub async fn job_rows(state: AppState<'_>, job: String, filter: RowFilter, first: i64) -> Result<Vec<JobRow>> {
    state.answer(state.hallpass()?.job_rows(&job, filter, first)).await
}

/// The results of the accounts, by their place in the list.
///
/// # Errors
/// Returns an error if there is no such job, or if its file cannot be read.
#[tauri::command]
pub async fn job_shares(state: AppState<'_>, job: String) -> Result<Vec<Share>> {
    state.answer(state.hallpass()?.job_shares(&job)).await
}

/// Keys of kept jobs that expire within so many days.
///
/// # Errors
/// Returns an error if the file of a job cannot be read.
#[tauri::command]
pub async fn expiring_keys(state: AppState<'_>, days: u32) -> Result<ExpiringKeys> {
    let within = Duration::from_secs(u64::from(days) * 86_400);
    let (keys, count) = state.answer(state.hallpass()?.expiring_keys(within)).await?;
    Ok(ExpiringKeys { keys: keys.into_iter().map(SoonKey::from).collect(), count })
}

/// Copies the key of one account; the clipboard is cleared when its time is over.
///
/// # Errors
/// Returns an error if there is no such key, if production is not confirmed, or if there is no clipboard.
#[tauri::command]
pub async fn copy_key<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    job: String,
    seq: i64,
    confirmed: bool,
) -> Result<CopyResult> {
    let key = state.hallpass()?.job_key(&job, seq, confirmed).await?;
    hold(&app, &state, key)
}
