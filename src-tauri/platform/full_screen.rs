//! Whether a full-screen application has the focus, such as a presentation: nothing is shown over it.

/// Asks the desktop.
pub trait FullScreen: Send + Sync {
    /// Whether one has the focus; `false` where the desktop does not say.
    fn has_focus(&self) -> bool;
}

#[cfg(target_os = "linux")]
pub use linux::X11FullScreen;

#[cfg(windows)]
pub use windows::ShellFullScreen;

#[cfg(windows)]
mod windows {
    use windows_sys::Win32::UI::Shell::{
        QUNS_BUSY, QUNS_PRESENTATION_MODE, QUNS_RUNNING_D3D_FULL_SCREEN, SHQueryUserNotificationState,
    };

    use super::FullScreen;

    /// By what Windows itself asks before it shows a notice.
    #[derive(Debug, Clone, Copy, Default)]
    pub struct ShellFullScreen;

    impl FullScreen for ShellFullScreen {
        #[allow(unsafe_code, reason = "a call of Windows; it writes the one number that it is given")]
        fn has_focus(&self) -> bool {
            let mut state = 0;
            let told = unsafe { SHQueryUserNotificationState(&mut state) } == 0;
            told && [QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN, QUNS_PRESENTATION_MODE].contains(&state)
        }
    }
}

/// Where the desktop does not say.
#[derive(Debug, Clone, Copy, Default)]
pub struct NeverFullScreen;

impl FullScreen for NeverFullScreen {
    fn has_focus(&self) -> bool {
        false
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use x11rb::connection::Connection as _;
    use x11rb::protocol::xproto::{Atom, AtomEnum, ConnectionExt as _, Window};
    use x11rb::rust_connection::RustConnection;

    use super::FullScreen;

    /// No window has more states, and no property of ours is longer.
    const MOST: u32 = 64;

    /// By the properties that window managers set on the X server. Wayland tells a program nothing of others.
    pub struct X11FullScreen {
        server: RustConnection,
        root: Window,
        active: Atom,
        state: Atom,
        full: Atom,
    }

    impl X11FullScreen {
        /// On the server that `DISPLAY` names; `None` where there is none.
        pub fn connect() -> Option<Self> {
            let (server, screen) = RustConnection::connect(None).ok()?;
            let root = server.setup().roots.get(screen)?.root;
            let atom = |name: &str| Some(server.intern_atom(false, name.as_bytes()).ok()?.reply().ok()?.atom);
            let active = atom("_NET_ACTIVE_WINDOW")?;
            let (state, full) = (atom("_NET_WM_STATE")?, atom("_NET_WM_STATE_FULLSCREEN")?);
            Some(Self { server, root, active, state, full })
        }

        fn values(&self, window: Window, property: Atom, kind: AtomEnum) -> Option<Vec<u32>> {
            let asked = self.server.get_property(false, window, property, kind, 0, MOST).ok()?;
            Some(asked.reply().ok()?.value32()?.collect())
        }
    }

    impl FullScreen for X11FullScreen {
        fn has_focus(&self) -> bool {
            let active = self.values(self.root, self.active, AtomEnum::WINDOW);
            let Some(window) = active.and_then(|windows| windows.first().copied()) else { return false };
            self.values(window, self.state, AtomEnum::ATOM).is_some_and(|states| states.contains(&self.full))
        }
    }
}
