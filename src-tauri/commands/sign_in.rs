//! Signing in to one profile, and to many.

use std::collections::BTreeMap;

use hallpass_core::providers::Secret;
use hallpass_core::{Answers, BulkChoice, BulkPlan, Plan, Result, SignIn};
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

use super::{Desk, changed, of_page};
use crate::payload::{End, One};

/// What signing in would need, and what the guard would say.
///
/// # Errors
/// No such profile or method.
#[tauri::command]
pub async fn plan(desk: Desk<'_>, name: String, method: Option<String>) -> Result<Plan> {
    desk.hallpass()?.plan(&name, method.as_deref(), &Answers::new()).await
}

/// Signs in: at most one attempt. Production that nobody has opened is asked about first.
///
/// # Errors
/// The guard's, the server's refusal, the way's; production that is not confirmed.
#[tauri::command]
pub async fn sign_in<R: Runtime>(
    app: AppHandle<R>,
    desk: Desk<'_>,
    name: String,
    method: Option<String>,
    answers: BTreeMap<String, Secret>,
    anyway: bool,
    remember: bool,
) -> Result<End> {
    let how = SignIn { method, answers: of_page(answers), anyway, remember, ask_production: true, ..SignIn::default() };
    let end = desk.hallpass()?.sign_in(&name, how).await;
    changed(&app);
    end.map(End::from)
}

/// What signing in to several would send, without sending it.
///
/// # Errors
/// Returns an error if one of the profiles is not there.
#[tauri::command]
pub async fn plan_bulk(desk: Desk<'_>, names: Vec<String>, choice: BulkChoice) -> Result<BulkPlan> {
    desk.hallpass()?.plan_bulk(&names, &choice).await
}

/// Signs in to those that `plan_bulk` names, each at most once; every end is told over the channel as it comes. `run` is
/// a number of the page's, by which it is stopped.
///
/// # Errors
/// Returns an error if the vault is not open or one of the profiles is not there.
#[tauri::command]
pub async fn sign_in_bulk<R: Runtime>(
    app: AppHandle<R>,
    desk: Desk<'_>,
    names: Vec<String>,
    choice: BulkChoice,
    run: u32,
    channel: Channel<One>,
) -> Result<Vec<One>> {
    let told = |name: &str, end: &Result<_>| {
        if channel.send(One::new(name, end)).is_err() {
            tracing::debug!("the page is gone");
        }
        changed(&app);
    };
    let hallpass = desk.hallpass()?;
    let ends = hallpass.sign_in_bulk(&names, &choice, desk.begin_run(run), told).await;
    desk.end_run(run);
    Ok(ends?.iter().map(|(name, end)| One::new(name, end)).collect())
}

/// Stops a run of `sign_in_bulk`: nothing further is sent.
#[tauri::command]
pub fn stop_sign_in(desk: Desk<'_>, run: u32) {
    desk.stop_run(run);
}
