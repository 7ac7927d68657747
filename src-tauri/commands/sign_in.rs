//! Signing in to one profile, and to many.

use std::collections::BTreeMap;

use hallpass_core::providers::Secret;
use hallpass_core::{Answers, Plan, Result, SignIn};
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

/// Signs in: at most one attempt.
///
/// # Errors
/// The guard's, the server's refusal, the way's.
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
    let how = SignIn { method, answers: of_page(answers), anyway, remember };
    let end = desk.hallpass()?.sign_in(&name, how).await;
    changed(&app);
    end.map(End::from)
}

/// Signs in to each at most once; every end is told over the channel as it comes.
///
/// # Errors
/// The vault is not open.
#[tauri::command]
pub async fn sign_in_many<R: Runtime>(
    app: AppHandle<R>,
    desk: Desk<'_>,
    names: Vec<String>,
    channel: Channel<One>,
) -> Result<Vec<One>> {
    let told = |name: &str, end: &Result<_>| {
        if channel.send(One::new(name, end)).is_err() {
            tracing::debug!("the page is gone");
        }
        changed(&app);
    };
    let ends = desk.hallpass()?.sign_in_many(&names, &SignIn::default(), told).await;
    Ok(ends.iter().map(|(name, end)| One::new(name, end)).collect())
}
