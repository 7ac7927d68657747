//! What the page tells the desktop, and asks of it.

use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, Result};
use tauri::{AppHandle, Runtime};

use super::AppState;
use crate::dto::DesktopView;
use crate::platform::autostart::{Autostart, XdgAutostart};
use crate::platform::shortcut::{self, ShortcutFault};
use crate::settings::Settings;
use crate::window;

/// What the desktop offers.
#[tauri::command]
pub fn desktop(state: AppState<'_>) -> DesktopView {
    DesktopView {
        tray: state.desktop().has_tray(),
        shortcut: shortcut::is_available(),
        autostart: adopt_autostart(&state),
    }
}

/// Somebody uses the window: an idle lock that was announced is taken back.
#[tauri::command]
pub fn used(state: AppState<'_>) {
    // Nobody has proved themselves to a locked window.
    if let Some(background) = state.background().filter(|_| !state.is_covered()) {
        background.used();
    }
}

/// Whether the quick switcher was asked for outside the window, once; `true` where the window was hidden then.
#[tauri::command]
pub fn take_switcher(state: AppState<'_>) -> Option<bool> {
    state.desktop().take_switcher()
}

/// Takes the window away, as the quick switcher does once it has copied.
#[tauri::command]
pub fn hide_window<R: Runtime>(app: AppHandle<R>) {
    window::hide(&app);
}

/// Whether this program starts with the computer. A person may have changed that outside it: it is what they have chosen
/// from then on, so that the next change here is one.
pub(super) fn adopt_autostart(state: &crate::AppState) -> Option<bool> {
    let autostart = XdgAutostart::of_this_user()?.is_on();
    let saved = state.settings();
    if saved.autostart != autostart && state.save_settings(Settings { autostart, ..saved }).is_err() {
        tracing::info!("what the desktop starts was not saved");
    }
    Some(autostart)
}

/// Does what settings mean outside the window, before they are saved.
///
/// # Errors
/// Returns an error if the desktop does not give the key combination, or takes no entry for its start.
pub(super) fn apply<R: Runtime>(app: &AppHandle<R>, before: &Settings, after: &Settings) -> Result<()> {
    if before.shortcut != after.shortcut {
        let end = shortcut::set(app, after.shortcut.as_deref());
        if let Err(fault) = end {
            // The one before works on.
            let _ = shortcut::set(app, before.shortcut.as_deref());
            return Err(Error::new(ErrorCode::InvalidField, words(fault)).field("shortcut"));
        }
    }
    if before.autostart != after.autostart {
        let set = XdgAutostart::of_this_user().map(|entry| entry.set(after.autostart));
        if !matches!(set, Some(Ok(()))) {
            let text = Text::new("无法设置随电脑启动", "Could not change the start with the computer");
            return Err(Error::new(ErrorCode::Internal, text).field("autostart"));
        }
    }
    Ok(())
}

fn words(fault: ShortcutFault) -> Text {
    match fault {
        ShortcutFault::Unknown => {
            Text::new("不是有效的组合键，例如Ctrl+Alt+L", "Not a key combination, such as Ctrl+Alt+L")
        }
        ShortcutFault::Taken => Text::new("其他程序占用了这个组合键", "Another program has this key combination"),
        ShortcutFault::Unavailable => {
            Text::new("桌面不允许程序使用全局快捷键", "The desktop does not let programs use global shortcuts")
        }
    }
}
