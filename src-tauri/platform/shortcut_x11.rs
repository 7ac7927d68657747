//! A key combination under X11. The server is waited for: the library that has one for the other systems asks it twenty times
//! a second, which was half of what a hidden window used, and hears of a key up to 50 ms late.

use std::sync::Arc;

use global_hotkey::hotkey::{HotKey, Modifiers};
use x11rb::CURRENT_TIME;
use x11rb::connection::Connection;
use x11rb::errors::{ReplyError, ReplyOrIdError};
use x11rb::protocol::xproto::{ConnectionExt, CreateWindowAux, EventMask, GrabMode, ModMask, Window, WindowClass};
use x11rb::protocol::{ErrorKind, Event};
use x11rb::rust_connection::RustConnection;

use super::shortcut::ShortcutFault;
use super::shortcut_trigger::keysym;

/// A combination that is ours until this is dropped.
pub(super) struct Grab {
    server: Arc<RustConnection>,
    root: Window,
    /// Never shown: that it is gone wakes the thread that waits for keys.
    end: Window,
    keycode: u8,
    held: ModMask,
}

/// The locks of a keyboard count as held: a combination with each of them is one of its own.
fn locks() -> [ModMask; 4] {
    [ModMask::from(0u16), ModMask::LOCK, ModMask::M2, ModMask::LOCK | ModMask::M2]
}

impl Grab {
    /// Takes the combination; `pressed` hears each time that it is pressed, on a thread that waits for it.
    ///
    /// # Errors
    /// Returns an error if another program has it, if the keyboard has no such key, or if there is no X server.
    pub(super) fn new(key: HotKey, pressed: impl Fn() + Send + 'static) -> Result<Self, ShortcutFault> {
        let unavailable = |error: ReplyOrIdError| {
            tracing::info!(%error, "no key combination");
            ShortcutFault::Unavailable
        };
        let symbol = keysym(key).ok_or(ShortcutFault::Unknown)?;
        let (server, screen) = RustConnection::connect(None).map_err(|_| ShortcutFault::Unavailable)?;
        let root = server.setup().roots.get(screen).ok_or(ShortcutFault::Unavailable)?.root;
        let keycode = keycode(&server, symbol).map_err(|error| unavailable(error.into()))?;
        let end = window(&server, root).map_err(unavailable)?;
        let keycode = keycode.ok_or(ShortcutFault::Unknown)?;
        // What was taken is given back where a part of it is somebody else's.
        let grab = Self { server: Arc::new(server), root, end, keycode, held: held(key.mods) };
        grab.take()?;
        let server = grab.server.clone();
        std::thread::Builder::new()
            .name("shortcut".to_owned())
            .spawn(move || wait(&server, &pressed))
            .map_err(|_| ShortcutFault::Unavailable)?;
        Ok(grab)
    }

    fn take(&self) -> Result<(), ShortcutFault> {
        for locks in locks() {
            let (mode, held) = (GrabMode::ASYNC, self.held | locks);
            let asked = self.server.grab_key(false, self.root, held, self.keycode, mode, mode);
            match asked.map_err(ReplyError::from).and_then(|asked| asked.check()) {
                Ok(()) => {}
                Err(ReplyError::X11Error(error)) if error.error_kind == ErrorKind::Access => {
                    return Err(ShortcutFault::Taken);
                }
                Err(_) => return Err(ShortcutFault::Unavailable),
            }
        }
        Ok(())
    }
}

impl Drop for Grab {
    /// It is given back when this returns, so that it can be taken again at once.
    fn drop(&mut self) {
        for locks in locks() {
            // A server that is gone has given it back.
            let _ = self.server.ungrab_key(self.keycode, self.root, self.held | locks);
        }
        let _ = self.server.destroy_window(self.end).map(|asked| asked.check());
    }
}

/// Hears of keys until the window is gone.
fn wait(server: &RustConnection, pressed: &impl Fn()) {
    // A held key repeats: it is released and pressed in the same moment.
    let mut released = CURRENT_TIME;
    loop {
        match server.wait_for_event() {
            Ok(Event::KeyPress(key)) if key.time != released => pressed(),
            Ok(Event::KeyRelease(key)) => released = key.time,
            Ok(Event::DestroyNotify(_)) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn window(server: &RustConnection, root: Window) -> Result<Window, ReplyOrIdError> {
    let window = server.generate_id()?;
    let events = CreateWindowAux::new().event_mask(EventMask::STRUCTURE_NOTIFY);
    server.create_window(0, window, root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &events)?.check()?;
    Ok(window)
}

/// The key with this symbol, in whichever layout of the keyboard.
fn keycode(server: &RustConnection, symbol: u32) -> Result<Option<u8>, ReplyError> {
    let (first, last) = (server.setup().min_keycode, server.setup().max_keycode);
    let keys = server.get_keyboard_mapping(first, last - first + 1)?.reply()?;
    let each = keys.keysyms.chunks(usize::from(keys.keysyms_per_keycode).max(1));
    Ok((first..=last).zip(each).find(|(_, symbols)| symbols.contains(&symbol)).map(|(keycode, _)| keycode))
}

fn held(mods: Modifiers) -> ModMask {
    let each = [
        (Modifiers::SHIFT, ModMask::SHIFT),
        (Modifiers::CONTROL, ModMask::CONTROL),
        (Modifiers::ALT, ModMask::M1),
        (Modifiers::META, ModMask::M4),
    ];
    let held = each.into_iter().filter(|(held, _)| mods.intersects(*held));
    held.fold(ModMask::from(0u16), |all, (_, mask)| all | mask)
}
