//! A key combination that works while another program has the focus: under X11, on Windows and on macOS. Wayland gives
//! none to a program: its desktop's portal does, or a person binds `hallpass-desktop --show` in the desktop's settings.

use std::cell::RefCell;
use std::sync::{Arc, mpsc};

use global_hotkey::hotkey::HotKey;
use global_hotkey::{GlobalHotKeyEvent, GlobalHotKeyManager, HotKeyState};
use tauri::{AppHandle, Runtime};

thread_local! {
    /// The main thread's: Windows and macOS give the keys to the thread that asked.
    #[allow(clippy::missing_const_for_thread_local, reason = "it is const; clippy does not see that for Windows")]
    static KEYS: RefCell<Option<(GlobalHotKeyManager, HotKey)>> = const { RefCell::new(None) };
}

/// Why a key combination does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortcutFault {
    /// It is no key combination, or one without Ctrl, Alt or the system's key.
    Unknown,
    /// Another program has it.
    Taken,
    /// This desktop gives none.
    Unavailable,
    /// The person did not confirm it when the desktop asked.
    Declined,
}

/// Whether the window system gives one to a program.
pub fn is_available() -> bool {
    !cfg!(target_os = "linux") || !(is_wayland() || std::env::var_os("DISPLAY").is_none())
}

/// Whether the desktop is one of Wayland.
pub fn is_wayland() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty())
}

/// Hears of the combination for as long as the program runs. `pressed` is called on a thread of its own: the one that
/// hears of keys is waited for where a combination is given back, by the thread that draws windows.
pub fn listen(pressed: impl Fn() + Send + Sync + 'static) {
    GlobalHotKeyEvent::set_event_handler(Some(aside(pressed)));
}

fn aside(pressed: impl Fn() + Send + Sync + 'static) -> impl Fn(GlobalHotKeyEvent) + Send + Sync + 'static {
    let pressed = Arc::new(pressed);
    move |event| {
        if event.state == HotKeyState::Pressed {
            let pressed = Arc::clone(&pressed);
            std::thread::spawn(move || pressed());
        }
    }
}

/// Reads a combination such as `Ctrl+Alt+L`.
///
/// # Errors
/// Returns an error if it is none, or would take a key away that is typed.
pub fn read(keys: &str) -> Result<HotKey, ShortcutFault> {
    use global_hotkey::hotkey::Modifiers;
    let key: HotKey = keys.parse().map_err(|_| ShortcutFault::Unknown)?;
    let held = Modifiers::CONTROL | Modifiers::ALT | Modifiers::META;
    if key.mods.intersects(held) { Ok(key) } else { Err(ShortcutFault::Unknown) }
}

/// Gives the combination to Hallpass, in place of the one before; `None` gives it back.
///
/// # Errors
/// Returns an error if the desktop does not give it; then none is set.
pub fn set<R: Runtime>(app: &AppHandle<R>, keys: Option<&str>) -> Result<(), ShortcutFault> {
    let key = keys.map(read).transpose()?;
    if key.is_some() && !is_available() {
        return Err(ShortcutFault::Unavailable);
    }
    let (told, answer) = mpsc::channel();
    let asked = app.run_on_main_thread(move || {
        let _ = told.send(KEYS.with_borrow_mut(|keys| take(keys, key)));
    });
    match asked {
        Ok(()) => answer.recv().unwrap_or(Err(ShortcutFault::Unavailable)),
        Err(_) => Err(ShortcutFault::Unavailable),
    }
}

fn take(keys: &mut Option<(GlobalHotKeyManager, HotKey)>, key: Option<HotKey>) -> Result<(), ShortcutFault> {
    if let Some((manager, before)) = keys.take() {
        // What cannot be given back goes with its manager.
        let _ = manager.unregister(before);
    }
    let Some(key) = key else { return Ok(()) };
    let manager = GlobalHotKeyManager::new().map_err(|_| ShortcutFault::Unavailable)?;
    manager.register(key).map_err(|_| ShortcutFault::Taken)?;
    *keys = Some((manager, key));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_hears_of_keys_waits_for_nobody() {
        let (go_on, wait) = mpsc::channel::<()>();
        let (told, heard) = mpsc::channel();
        let wait = std::sync::Mutex::new(wait);
        let hear = aside(move || {
            let _ = wait.lock().unwrap().recv();
            let _ = told.send(());
        });
        // Would not return, were the handler run here.
        hear(GlobalHotKeyEvent { id: 1, state: HotKeyState::Pressed });
        hear(GlobalHotKeyEvent { id: 1, state: HotKeyState::Released });
        go_on.send(()).unwrap();
        heard.recv().unwrap();
        assert!(heard.try_recv().is_err(), "a key that is let go is no second one");
    }

    #[test]
    fn a_combination_needs_a_key_that_is_held() {
        for good in ["Ctrl+Alt+L", "ctrl+alt+KeyL", "Super+Space", "Alt+Shift+F2"] {
            assert!(read(good).is_ok(), "{good}");
        }
        for bad in ["", "L", "Shift+L", "Ctrl", "Ctrl+Alt", "Ctrl+L+K", "hello"] {
            assert_eq!(read(bad).err(), Some(ShortcutFault::Unknown), "{bad}");
        }
    }
}
