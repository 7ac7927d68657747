//! What the page tells the desktop, and asks of it.

use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, Result};
use tauri::{AppHandle, Runtime};

use super::AppState;
use crate::desktop::shortcut;
use crate::dto::DesktopView;
use crate::platform::autostart;
use crate::platform::shortcut::ShortcutFault;
use crate::settings::Settings;
use crate::window;

/// What the desktop offers.
#[tauri::command]
pub fn desktop(state: AppState<'_>) -> DesktopView {
    DesktopView {
        tray: state.desktop().has_tray(),
        shortcut: shortcut::offer(&state),
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
pub(super) fn adopt_autostart(state: &crate::state::AppState) -> Option<bool> {
    let autostart = autostart::of_this_user()?.is_on();
    let saved = state.settings();
    if saved.autostart != autostart && state.save_settings(Settings { autostart, ..saved }).is_err() {
        tracing::info!("what the desktop starts was not saved");
    }
    Some(autostart)
}

/// What settings mean outside the window.
struct Outside<K, A> {
    shortcut: K,
    autostart: A,
}

/// Does what settings mean outside the window, and then saves them. If either fails, all is as it was: a key combination
/// that the settings do not name would work on until the end, and the one they name would not.
///
/// # Errors
/// Returns an error if the desktop does not give the key combination, or takes no entry for its start; or that of `save`.
pub(super) fn apply<R: Runtime, T>(
    app: &AppHandle<R>,
    before: &Settings,
    after: &Settings,
    save: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let outside = Outside {
        shortcut: |keys: Option<&str>| shortcut::set(app, keys),
        autostart: |on| matches!(autostart::of_this_user().map(|entry| entry.set(on)), Some(Ok(()))),
    };
    outside.apply(before, after, save)
}

impl<K, A> Outside<K, A>
where
    K: Fn(Option<&str>) -> std::result::Result<(), ShortcutFault>,
    A: Fn(bool) -> bool,
{
    fn apply<T>(&self, before: &Settings, after: &Settings, save: impl FnOnce() -> Result<T>) -> Result<T> {
        let done = self.change(before, after).and_then(|()| save());
        if done.is_err() {
            self.put_back(before, after);
        }
        done
    }

    fn change(&self, before: &Settings, after: &Settings) -> Result<()> {
        if before.shortcut != after.shortcut {
            (self.shortcut)(after.shortcut.as_deref())
                .map_err(|fault| Error::new(ErrorCode::InvalidField, words(fault)).field("shortcut"))?;
        }
        if before.autostart != after.autostart && !(self.autostart)(after.autostart) {
            let text = Text::new("无法设置随电脑启动", "Could not change the start with the computer");
            return Err(Error::new(ErrorCode::Internal, text).field("autostart"));
        }
        Ok(())
    }

    /// The one before works on. What cannot be put back either is said by the error already.
    fn put_back(&self, before: &Settings, after: &Settings) {
        if before.shortcut != after.shortcut {
            let _ = (self.shortcut)(before.shortcut.as_deref());
        }
        if before.autostart != after.autostart {
            (self.autostart)(before.autostart);
        }
    }
}

fn words(fault: ShortcutFault) -> Text {
    match fault {
        ShortcutFault::Unknown => {
            Text::new("不是有效的组合键，例如Ctrl+Alt+L", "Not a key combination, such as Ctrl+Alt+L")
        }
        ShortcutFault::Taken => Text::new("其他程序占用了这个组合键", "Another program has this key combination"),
        ShortcutFault::Declined => {
            Text::new("没有在桌面上确认这个组合键", "The key combination was not confirmed on the desktop")
        }
        ShortcutFault::Unavailable => {
            Text::new("桌面不允许程序使用全局快捷键", "The desktop does not let programs use global shortcuts")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn settings_that_fail_halfway_leave_the_desktop_as_it_was() {
        let before = Settings { shortcut: Some("Ctrl+Alt+L".to_owned()), ..Settings::default() };
        let after =
            Settings { shortcut: Some("Ctrl+Alt+K".to_owned()), autostart: !before.autostart, ..before.clone() };
        for (gives_keys, takes_entry, saves) in
            [(false, true, true), (true, false, true), (true, true, false), (true, true, true)]
        {
            let now = RefCell::new((before.shortcut.clone(), before.autostart));
            let outside = Outside {
                shortcut: |keys: Option<&str>| {
                    // As the desktop does: the one before is given back first.
                    now.borrow_mut().0 = None;
                    if keys == after.shortcut.as_deref() && !gives_keys {
                        return Err(ShortcutFault::Taken);
                    }
                    now.borrow_mut().0 = keys.map(str::to_owned);
                    Ok(())
                },
                autostart: |on| {
                    if on == after.autostart && !takes_entry {
                        return false;
                    }
                    now.borrow_mut().1 = on;
                    true
                },
            };
            let save = || if saves { Ok(()) } else { Err(Error::internal("settings")) };
            let done = outside.apply(&before, &after, save);
            let current = if done.is_ok() { &after } else { &before };
            assert_eq!(done.is_ok(), gives_keys && takes_entry && saves);
            assert_eq!(
                now.into_inner(),
                (current.shortcut.clone(), current.autostart),
                "{gives_keys} {takes_entry} {saves}"
            );
        }
    }
}
