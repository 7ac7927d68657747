//! Signing in to one profile, and to many.

use std::collections::BTreeMap;

use hallpass_core::providers::Secret;
use hallpass_core::{Answers, BulkChoice, BulkPlan, BulkProgress, Plan, Result, SignIn};
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

use super::{AppState, changed, of_page};
use crate::dto::{BatchItem, SignInReply};

/// What signing in would need, and what the guard would say.
///
/// # Errors
/// Returns an error if there is no such profile or method.
#[tauri::command]
pub async fn plan(state: AppState<'_>, name: String, method: Option<String>) -> Result<Plan> {
    state.answer(state.hallpass()?.plan(&name, method.as_deref(), &Answers::new())).await
}

/// Signs in: at most one attempt. Production that nobody has opened is asked about first.
///
/// # Errors
/// Returns an error if the guard blocks the attempt, production is not confirmed, the server refuses or cannot be
/// reached.
#[tauri::command]
pub async fn sign_in<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    name: String,
    method: Option<String>,
    answers: BTreeMap<String, Secret>,
    anyway: bool,
    remember: bool,
) -> Result<SignInReply> {
    let how = SignIn { method, answers: of_page(answers), anyway, remember, ask_production: true, ..SignIn::default() };
    let end = state.answer(state.hallpass()?.sign_in(&name, how)).await;
    changed(&app);
    end.map(SignInReply::from)
}

/// What signing in to several would send, without sending it.
///
/// # Errors
/// Returns an error if one of the profiles is not there.
#[tauri::command]
pub async fn plan_bulk(state: AppState<'_>, names: Vec<String>, choice: BulkChoice) -> Result<BulkPlan> {
    state.answer(state.hallpass()?.plan_bulk(&names, &choice)).await
}

/// Signs in to those that `plan_bulk` names, each at most once; each beginning and each result is sent over the channel as it
/// comes.
/// `run` is a number of the page's, by which it is stopped.
///
/// # Errors
/// Returns an error if the vault is not open or one of the profiles is not there.
#[tauri::command]
pub async fn sign_in_bulk<R: Runtime>(
    app: AppHandle<R>,
    state: AppState<'_>,
    names: Vec<String>,
    choice: BulkChoice,
    run: u32,
    channel: Channel<BatchItem>,
) -> Result<Vec<BatchItem>> {
    let told = |name: &str, progress: BulkProgress<'_>| {
        // Their names are not told to a locked window.
        if state.hallpass().is_err() {
            return;
        }
        if channel.send(BatchItem::of(name, progress)).is_err() {
            tracing::debug!("the page is gone");
        }
        if matches!(progress, BulkProgress::Ended(_)) {
            changed(&app);
        }
    };
    let hallpass = state.hallpass()?;
    let ends = state.answer(hallpass.sign_in_bulk(&names, &choice, state.begin_run(run), told)).await;
    state.end_run(run);
    Ok(ends?.iter().map(|(name, end)| BatchItem::new(name, end)).collect())
}

/// Stops a run of `sign_in_bulk`: nothing further is sent.
#[tauri::command]
pub fn stop_sign_in(state: AppState<'_>, run: u32) {
    state.stop_run(run);
}
