//! The core's background work, on the vault that is open.

use hallpass_core::{Background, BackgroundEvent, BackgroundSettings};
use tauri::{AppHandle, Manager, Runtime, async_runtime};

use super::lock::apply;
use crate::page::tell;
use crate::settings::Settings;
use crate::state::AppState;

/// Begins or ends it with the vault.
pub(crate) fn follow<R: Runtime>(app: &AppHandle<R>) {
    let state = app.state::<AppState>();
    state.follow_vault(|hallpass| {
        let heard = app.clone();
        let chosen = settings(&state.settings(), state.is_demo());
        let background = Background::start(hallpass, chosen, move |event| hear(&heard, event));
        background.set_quiet(state.desktop().full_screen.load(std::sync::atomic::Ordering::SeqCst));
        background.set_window_open(state.desktop().is_window_open());
        background
    });
    state.desktop().refresh_tray();
}

/// What a person has chosen, as the core has it. The demo never locks itself: there is nothing to hide in it.
pub(crate) fn settings(chosen: &Settings, demo: bool) -> BackgroundSettings {
    BackgroundSettings {
        auto_renew: chosen.auto_renew,
        notice_minutes: chosen.notices.then_some(NOTICE_MINUTES),
        lock_minutes: Some(chosen.lock_minutes).filter(|minutes| *minutes > 0 && !demo),
    }
}

const NOTICE_MINUTES: u32 = 5;

fn hear<R: Runtime>(app: &AppHandle<R>, event: BackgroundEvent) {
    let state = app.state::<AppState>();
    match event {
        BackgroundEvent::Renewed { .. } | BackgroundEvent::KeptAlive { .. } | BackgroundEvent::RenewalFailed { .. } => {
            tell(app, "changed", ());
            state.desktop().refresh_tray();
            if state.is_covered() {
                // The lock screen says when the next session expires.
                state.stage_changed();
            }
        }
        BackgroundEvent::TeamSynced { .. } => {
            tell(app, "changed", ());
            state.desktop().refresh_tray();
        }
        BackgroundEvent::NoticeShown(notice) => state.desktop().show_notice(&notice, state.settings().lang()),
        BackgroundEvent::NoticeWithdrawn(id) => state.desktop().withdraw_notice(id),
        BackgroundEvent::LockWarning { at } => {
            state.desktop().set_warned(true);
            tell(app, "lock_warning", Some(at));
        }
        BackgroundEvent::LockWarningWithdrawn => {
            state.desktop().set_warned(false);
            tell(app, "lock_warning", None::<jiff::Timestamp>);
        }
        BackgroundEvent::Locked(_) => {
            let app = app.clone();
            async_runtime::spawn(async move { apply(&app).await });
        }
        BackgroundEvent::Unlocked => state.desktop().refresh_tray(),
    }
}
