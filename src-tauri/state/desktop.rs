//! What the desktop offers to this window, and what was asked of it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

use hallpass_core::NoticeId;
use tokio::sync::watch;

use crate::mutex::lock;
use crate::platform::notices::{DesktopNotice, Notices};
#[cfg(target_os = "linux")]
use crate::platform::shortcut_portal::ShortcutPortal;

/// What the desktop offers to this window.
#[derive(Default)]
pub(crate) struct Desktop {
    pub(crate) notices: OnceLock<Box<dyn Notices>>,
    /// What was to be shown before the desktop could be asked to.
    pub(crate) early: Mutex<Vec<DesktopNotice>>,
    /// What is shown once nothing fills the screen.
    pub(crate) waiting: Mutex<Option<DesktopNotice>>,
    /// The notices that are shown, by what the desktop calls them.
    pub(crate) noticed: Mutex<Vec<(String, NoticeId)>>,
    /// Woken when the tray has something else to say.
    pub(crate) tray: watch::Sender<()>,
    /// Whether a shell shows the tray.
    pub(crate) tray_is_shown: AtomicBool,
    /// The window is not shown at the start.
    pub(crate) starts_hidden: AtomicBool,
    /// The window is on the screen; for background work that begins later, when the vault opens.
    pub(crate) window_open: AtomicBool,
    /// The quick switcher was asked for, and whether the window was hidden then; until the page has heard of it.
    pub(crate) switcher: Mutex<Option<bool>>,
    /// The desktop's portal for key combinations, where the window system gives none.
    #[cfg(target_os = "linux")]
    portal: OnceLock<ShortcutPortal>,
    /// A full-screen application has the focus.
    pub(crate) full_screen: AtomicBool,
    /// An idle lock was announced.
    pub(crate) warned: AtomicBool,
}

impl Desktop {
    /// Whether a shell shows the tray, so that the window may be closed to it.
    pub(crate) fn has_tray(&self) -> bool {
        self.tray_is_shown.load(Ordering::SeqCst)
    }

    /// The tray has something else to say.
    pub(crate) fn refresh_tray(&self) {
        self.tray.send_replace(());
    }

    /// The page has drawn itself: whether the window is shown now.
    pub(crate) fn first_paint(&self) -> bool {
        !self.starts_hidden.swap(false, Ordering::SeqCst)
    }

    /// The window is shown or hidden.
    pub(crate) fn set_window_open(&self, open: bool) {
        self.window_open.store(open, Ordering::SeqCst);
    }

    /// Whether it is shown. One that starts hidden has never been.
    pub(crate) fn is_window_open(&self) -> bool {
        self.window_open.load(Ordering::SeqCst)
    }

    /// The quick switcher was asked for.
    pub(crate) fn ask_switcher(&self, was_hidden: bool) {
        *lock(&self.switcher) = Some(was_hidden);
    }

    /// Whether a portal gives key combinations.
    pub(crate) fn has_shortcut_portal(&self) -> bool {
        #[cfg(target_os = "linux")]
        return self.portal.get().is_some_and(ShortcutPortal::is_there);
        #[cfg(not(target_os = "linux"))]
        false
    }

    /// The portal, where it is the one to be asked.
    #[cfg(target_os = "linux")]
    pub(crate) fn shortcut_portal(&self) -> Option<&ShortcutPortal> {
        self.portal.get()
    }

    /// It is spoken to from now on.
    #[cfg(target_os = "linux")]
    pub(crate) fn set_shortcut_portal(&self, portal: ShortcutPortal) {
        let _ = self.portal.set(portal);
    }

    /// Whether it was, once, and whether the window was hidden then.
    pub(crate) fn take_switcher(&self) -> Option<bool> {
        lock(&self.switcher).take()
    }
}
