//! A file that is dragged over the window and dropped, as a file manager does it: the XDND protocol from its other side.

use std::path::Path;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode, SELECTION_NOTIFY_EVENT,
    SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::wrapper::ConnectionExt as _;

use crate::x11::Screen;

/// What a program that is busy is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A file in the hand.
pub(crate) struct Drag<'a> {
    screen: &'a Screen,
    source: Window,
    target: Window,
    list: String,
}

impl<'a> Drag<'a> {
    /// Drags the file to the middle of Hallpass's window and waits until it would be taken there.
    pub(crate) fn over(screen: &'a Screen, file: &Path) -> Self {
        let (source, target) = (screen.server.generate_id().unwrap(), screen.window().expect("the window"));
        let kind = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        screen.server.create_window(0, source, screen.root, 0, 0, 1, 1, 0, kind.0, 0, &kind.1).unwrap();
        let drag = Self { screen, source, target, list: format!("file://{}\r\n", file.display()) };
        screen.server.set_selection_owner(source, drag.atom("XdndSelection"), x11rb::CURRENT_TIME).unwrap();
        drag.tell("XdndEnter", [source, 5 << 24, drag.atom("text/uri-list"), 0, 0]);
        drag.r#move();
        // It is asked what it is while it moves; only then it is taken.
        drag.waits_for("XdndStatus", |data| data[1] & 1 == 1, true);
        drag
    }

    /// Lets it go.
    pub(crate) fn drop(self) {
        self.tell("XdndDrop", [self.source, 0, x11rb::CURRENT_TIME, 0, 0]);
        self.waits_for("XdndFinished", |_| true, false);
    }

    fn r#move(&self) {
        let window = self.screen.server.get_geometry(self.target).unwrap().reply().unwrap();
        let at = ((u32::from(window.width) / 2) << 16) | (u32::from(window.height) / 2);
        let copy = self.atom("XdndActionCopy");
        self.tell("XdndPosition", [self.source, 0, at, x11rb::CURRENT_TIME, copy]);
    }

    fn atom(&self, name: &str) -> Atom {
        self.screen.server.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }

    fn tell(&self, kind: &str, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, self.target, self.atom(kind), data);
        self.screen.server.send_event(false, self.target, EventMask::NO_EVENT, message).unwrap();
        self.screen.server.flush().unwrap();
    }

    /// Hands out the file to whoever asks, until the message comes.
    fn waits_for(&self, kind: &str, is_it: impl Fn([u32; 5]) -> bool, moving: bool) {
        let (end, kind) = (Instant::now() + PATIENCE, (self.atom(kind), kind));
        let mut moved = Instant::now();
        while Instant::now() < end {
            match self.screen.server.poll_for_event().unwrap() {
                Some(Event::SelectionRequest(asked)) => self.hand_out(&asked),
                Some(Event::ClientMessage(message)) if message.type_ == kind.0 && is_it(message.data.as_data32()) => {
                    return;
                }
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(10)),
            }
            if moving && moved.elapsed() > Duration::from_millis(200) {
                self.r#move();
                moved = Instant::now();
            }
        }
        panic!("no {} in time", kind.1);
    }

    fn hand_out(&self, asked: &SelectionRequestEvent) {
        let server = &self.screen.server;
        if asked.target == self.atom("TARGETS") {
            let known = [self.atom("TARGETS"), self.atom("text/uri-list")];
            let kind = AtomEnum::ATOM;
            server.change_property32(PropMode::REPLACE, asked.requestor, asked.property, kind, &known).unwrap();
        } else {
            let (bytes, kind) = (self.list.as_bytes(), asked.target);
            server.change_property8(PropMode::REPLACE, asked.requestor, asked.property, kind, bytes).unwrap();
        }
        let done = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: asked.requestor,
            selection: asked.selection,
            target: asked.target,
            property: asked.property,
        };
        server.send_event(false, asked.requestor, EventMask::NO_EVENT, done).unwrap();
        server.flush().unwrap();
    }
}
