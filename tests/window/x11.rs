//! The screen's own view of the window, and keys as a keyboard sends them.

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, ImageFormat, InputFocus, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::harness::until;

const PRESS: u8 = 2;
const RELEASE: u8 = 3;

pub(crate) const CONTROL: u32 = 0xffe3;
pub(crate) const ALT: u32 = 0xffe9;
pub(crate) const RETURN: u32 = 0xff0d;

pub(crate) struct Screen {
    pub(crate) server: RustConnection,
    pub(crate) root: Window,
}

impl Screen {
    pub(crate) fn connect(display: &str) -> Self {
        let (server, screen) = RustConnection::connect(Some(display)).unwrap();
        let root = server.setup().roots[screen].root;
        Self { server, root }
    }

    /// Hallpass's window.
    pub(crate) fn window(&self) -> Option<Window> {
        self.window_of("Hallpass")
    }

    /// The window of that name: the largest, since GTK has small ones beside it.
    fn window_of(&self, title: &str) -> Option<Window> {
        let all = self.server.query_tree(self.root).unwrap().reply().unwrap().children;
        let named = all.into_iter().filter(|window| {
            // One that is being closed at this moment has no name any more.
            let name = self.server.get_property(false, *window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64);
            name.unwrap().reply().is_ok_and(|name| name.value == title.as_bytes())
        });
        let wide = |window: &Window| self.server.get_geometry(*window).unwrap().reply().map_or(0, |is| is.width);
        named.max_by_key(wide)
    }

    /// Waits for a dialog of the system and gives it the keyboard, as its window manager would.
    pub(crate) fn enter_dialog(&self, title: &str) {
        until(title, || self.window_of(title).is_some_and(|window| self.is_viewable(window)));
        let window = self.window_of(title).unwrap();
        self.server.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME).unwrap();
        self.server.flush().unwrap();
        std::thread::sleep(Duration::from_millis(300));
    }

    /// Waits until a dialog is gone.
    pub(crate) fn dialog_is_gone(&self, title: &str) {
        until("the dialog is closed", || !self.window_of(title).is_some_and(|window| self.is_viewable(window)));
    }

    fn is_viewable(&self, window: Window) -> bool {
        let about = self.server.get_window_attributes(window).unwrap().reply();
        about.is_ok_and(|about| about.map_state == MapState::VIEWABLE)
    }

    /// Whether it is on the screen.
    pub(crate) fn is_shown(&self) -> bool {
        // One that was never shown is not there at all.
        self.window().is_some_and(|window| self.is_viewable(window))
    }

    /// The token that it was last shown with.
    pub(crate) fn token(&self) -> String {
        let Some(window) = self.window() else { return String::new() };
        let name = self.server.intern_atom(false, b"_NET_STARTUP_ID").unwrap().reply().unwrap().atom;
        let token = self.server.get_property(false, window, name, AtomEnum::ANY, 0, 64).unwrap().reply();
        token.map_or_else(|_| String::new(), |token| String::from_utf8_lossy(&token.value).into_owned())
    }

    /// Whether something is drawn in it: its upper part has more than one colour.
    pub(crate) fn shows_something(&self) -> bool {
        let Some(window) = self.window().filter(|window| self.is_viewable(*window)) else { return false };
        let picture = self.server.get_image(ImageFormat::Z_PIXMAP, window, 0, 0, 600, 120, u32::MAX).unwrap().reply();
        picture.is_ok_and(|picture| {
            let mut pixels = picture.data.chunks_exact(4);
            pixels.next().is_some_and(|first| pixels.any(|pixel| pixel != first))
        })
    }

    /// A person closes it by its frame.
    pub(crate) fn close_window(&self) {
        let window = self.window().expect("the window");
        let atom = |name: &str| self.server.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), [atom("WM_DELETE_WINDOW"), 0, 0, 0, 0]);
        self.server.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
        self.server.flush().unwrap();
    }

    /// A full-screen application gets the focus, as its window manager says it, or loses it.
    pub(crate) fn full_screen(&self, is: bool) {
        use x11rb::protocol::xproto::{CreateWindowAux, PropMode, WindowClass};
        use x11rb::wrapper::ConnectionExt as _;
        let atom = |name: &str| self.server.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let window = self.server.generate_id().unwrap();
        let (kind, look) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        self.server.create_window(0, window, self.root, 0, 0, 1, 1, 0, kind, 0, &look).unwrap();
        let states = if is { vec![atom("_NET_WM_STATE_FULLSCREEN")] } else { Vec::new() };
        let (state, active) = (atom("_NET_WM_STATE"), atom("_NET_ACTIVE_WINDOW"));
        self.server.change_property32(PropMode::REPLACE, window, state, AtomEnum::ATOM, &states).unwrap();
        self.server.change_property32(PropMode::REPLACE, self.root, active, AtomEnum::WINDOW, &[window]).unwrap();
        self.server.sync().unwrap();
    }

    /// Takes every window off the screen.
    pub(crate) fn unmap_all(&self) {
        for window in self.server.query_tree(self.root).unwrap().reply().unwrap().children {
            self.server.unmap_window(window).unwrap();
        }
        self.server.flush().unwrap();
    }

    /// Presses keys together, the last one last, and lets them go. Answers when the last one went down.
    pub(crate) fn press(&self, keys: &[u32]) -> Instant {
        let codes: Vec<u8> = keys.iter().map(|key| self.code(*key)).collect();
        let mut down = Instant::now();
        for code in &codes {
            down = Instant::now();
            self.key(PRESS, *code);
        }
        for code in codes.iter().rev() {
            self.key(RELEASE, *code);
        }
        down
    }

    fn key(&self, kind: u8, code: u8) {
        self.server.xtest_fake_input(kind, code, 0, self.root, 0, 0, 0).unwrap();
        self.server.flush().unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }

    fn code(&self, keysym: u32) -> u8 {
        let (first, last) = (self.server.setup().min_keycode, self.server.setup().max_keycode);
        let map = self.server.get_keyboard_mapping(first, last - first + 1).unwrap().reply().unwrap();
        let each = usize::from(map.keysyms_per_keycode);
        let at = map.keysyms.chunks(each).position(|row| row.contains(&keysym)).expect("a key for it");
        first + u8::try_from(at).unwrap()
    }
}
