//! A key combination that works while another program has the focus: under X11, on Windows and on macOS. Wayland gives
//! none to a program: its desktop's portal does, or a person binds `hallpass-desktop --show` in the desktop's settings.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock, mpsc};

use global_hotkey::hotkey::HotKey;
use tauri::{AppHandle, Runtime};

#[cfg(not(target_os = "linux"))]
use self::system::Grab;
#[cfg(target_os = "linux")]
use super::shortcut_x11::Grab;

thread_local! {
    /// The main thread's: Windows and macOS give the keys to the thread that asked.
    #[allow(clippy::missing_const_for_thread_local, reason = "it is const; clippy does not see that for Windows")]
    static TAKEN: RefCell<Option<Grab>> = const { RefCell::new(None) };
}

/// Who hears of the combination.
static PRESSED: OnceLock<Box<dyn Fn() + Send + Sync>> = OnceLock::new();

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
    // The first is the program's; there is no second.
    let _ = PRESSED.set(Box::new(aside(pressed)));
}

fn aside(pressed: impl Fn() + Send + Sync + 'static) -> impl Fn() + Send + Sync {
    let pressed = Arc::new(pressed);
    move || {
        let pressed = Arc::clone(&pressed);
        std::thread::spawn(move || pressed());
    }
}

fn heard() {
    if let Some(pressed) = PRESSED.get() {
        pressed();
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
        let _ = told.send(TAKEN.with_borrow_mut(|taken| take(taken, key)));
    });
    match asked {
        Ok(()) => answer.recv().unwrap_or(Err(ShortcutFault::Unavailable)),
        Err(_) => Err(ShortcutFault::Unavailable),
    }
}

fn take(taken: &mut Option<Grab>, key: Option<HotKey>) -> Result<(), ShortcutFault> {
    // First the one before: the new one may be the same.
    drop(taken.take());
    *taken = key.map(|key| Grab::new(key, heard)).transpose()?;
    Ok(())
}

/// Windows and macOS, by the library.
#[cfg(not(target_os = "linux"))]
mod system {
    use global_hotkey::hotkey::HotKey;
    use global_hotkey::{GlobalHotKeyEvent, GlobalHotKeyManager, HotKeyState};

    use super::ShortcutFault;

    pub(super) struct Grab {
        manager: GlobalHotKeyManager,
        key: HotKey,
    }

    impl Grab {
        pub(super) fn new(key: HotKey, pressed: impl Fn() + Send + Sync + 'static) -> Result<Self, ShortcutFault> {
            GlobalHotKeyEvent::set_event_handler(Some(move |event: GlobalHotKeyEvent| {
                if event.state == HotKeyState::Pressed {
                    pressed();
                }
            }));
            let manager = GlobalHotKeyManager::new().map_err(|_| ShortcutFault::Unavailable)?;
            manager.register(key).map_err(|_| ShortcutFault::Taken)?;
            Ok(Self { manager, key })
        }
    }

    impl Drop for Grab {
        fn drop(&mut self) {
            // What cannot be given back goes with its manager.
            let _ = self.manager.unregister(self.key);
        }
    }
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
        hear();
        go_on.send(()).unwrap();
        heard.recv().unwrap();
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
