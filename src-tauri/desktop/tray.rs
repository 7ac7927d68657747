//! The tray, kept up to date.

use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager, Runtime};

use super::lock_now;
use super::tray_menu;
use crate::dto::{Asked, AskedFor, VaultState};
use crate::page::tell;
use crate::platform::tray::{TrayAction, TrayMenu};
use crate::state::AppState;
use crate::window;

/// The menu is replaced at most this often, unless it has to stop naming somebody.
const REBUILD: Duration = Duration::from_secs(30);

/// Keeps a tray for as long as the program runs.
#[cfg(target_os = "linux")]
pub(super) async fn run<R: Runtime>(app: AppHandle<R>, state: AppState, bus: zbus::Connection) {
    use crate::platform::tray::DesktopTray;
    let title = title(&state);
    let chosen = app.clone();
    let Ok(tray) = DesktopTray::start(title, move |action| choose(&chosen, action)).await else {
        return tracing::info!("the desktop has no tray");
    };
    // Only now: without a tray nothing may be closed to it.
    tauri::async_runtime::spawn(follow_shell(state.clone(), bus));
    keep(&state, tray).await;
}

/// The same in the taskbar's corner, which is always there.
#[cfg(windows)]
pub(super) async fn run<R: Runtime>(app: AppHandle<R>, state: AppState) {
    use crate::platform::tray::DesktopTray;
    let chosen = app.clone();
    match DesktopTray::start(&app, &title(&state), move |action| choose(&chosen, action)) {
        Ok(tray) => {
            state.desktop().tray_is_shown.store(true, std::sync::atomic::Ordering::SeqCst);
            keep(&state, tray).await;
        }
        Err(_) => tracing::info!("the desktop has no tray"),
    }
}

fn title(state: &AppState) -> String {
    hallpass_core::providers::Text::new("通行证", "Hallpass").get(state.settings().lang()).to_owned()
}

/// Keeps its menu up to date.
async fn keep(state: &AppState, tray: impl crate::platform::tray::Tray) {
    let mut woken = state.desktop().tray.subscribe();
    let (mut shown, mut at) = (TrayMenu::default(), None::<Instant>);
    loop {
        let menu = menu(state).await;
        let due = at.is_none_or(|at| at.elapsed() >= REBUILD);
        if menu != shown && (due || menu.names != shown.names) {
            tray.set(menu.clone()).await;
            (shown, at) = (menu, Some(Instant::now()));
        }
        tokio::select! {
            _ = woken.changed() => {}
            () = tokio::time::sleep(REBUILD) => {}
        }
    }
}

/// Whether a shell shows the tray may change at any time.
#[cfg(target_os = "linux")]
async fn follow_shell(state: AppState, bus: zbus::Connection) {
    use crate::platform::tray::{has_host, host_changes};
    use futures_util::StreamExt;
    use std::sync::atomic::Ordering;
    let Ok(mut changes) = host_changes(&bus).await else { return };
    loop {
        state.desktop().tray_is_shown.store(has_host(&bus).await, Ordering::SeqCst);
        if changes.next().await.is_none() {
            return;
        }
    }
}

async fn menu(state: &AppState) -> TrayMenu {
    let lang = state.settings().lang();
    let Ok(hallpass) = state.hallpass() else {
        let expiring = state.background().map_or(0, |background| background.glance().expiring);
        // Also where the key was dropped.
        return tray_menu::locked(expiring, state.vault().state == VaultState::Locked, lang);
    };
    match hallpass.signed_in().await {
        // It may have been locked meanwhile.
        Ok((signed_in, now)) if !state.is_covered() => tray_menu::open(&signed_in, now, lang),
        _ => tray_menu::locked(0, state.is_covered(), lang),
    }
}

fn choose<R: Runtime>(app: &AppHandle<R>, action: TrayAction) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        match action {
            TrayAction::Open => window::show(&app),
            TrayAction::Lock => lock_now(&app, hallpass_core::LockReason::Asked).await,
            TrayAction::Quit => window::quit(&app),
            TrayAction::Copy(name) => copy(&app, name).await,
            TrayAction::Renew(name) => renew(&app, name).await,
            TrayAction::SignIn(name) => ask(&app, AskedFor::SignIn, name, None),
            TrayAction::SignOut(name) => ask(&app, AskedFor::SignOut, name, None),
        }
    });
}

/// What requires a person's confirmation is asked in the window, by the words that it has for that.
async fn copy<R: Runtime>(app: &AppHandle<R>, name: String) {
    let state = app.state::<AppState>();
    if crate::copy::copy_plain(app, &state, &name).await.is_err() {
        ask(app, AskedFor::Copy, name, None);
    }
}

async fn renew<R: Runtime>(app: &AppHandle<R>, name: String) {
    let state = app.state::<AppState>();
    let Ok(hallpass) = state.hallpass() else { return window::show(app) };
    let end = hallpass.renew(&name).await;
    tell(app, "changed", ());
    state.desktop().refresh_tray();
    if let Err(error) = end {
        ask(app, AskedFor::Failed, name, Some(error));
    }
}

fn ask<R: Runtime>(app: &AppHandle<R>, act: AskedFor, name: String, failure: Option<hallpass_core::Error>) {
    window::show(app);
    // It may have been locked meanwhile: a locked window hears of nobody.
    if app.state::<AppState>().hallpass().is_ok() {
        tell(app, "asked", Asked { act, name, failure });
    }
}
