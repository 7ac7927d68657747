//! Hallpass on the desktop while its window is closed or locked: joins the background work of the core with notices,
//! tray, screen lock, idle time and the global shortcut. Decides nothing about time.
//!
//! Tray, notices and the screen's lock are Linux's so far. On Windows and macOS the window locks when it was not used and
//! by hand, and nothing of this has been run there.
#![cfg_attr(not(target_os = "linux"), allow(dead_code, unused_imports, reason = "what only Linux has"))]

mod background;
mod idle;
mod lock;
mod notices;
mod tray;
mod tray_menu;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

use hallpass_core::{LockReason, NoticeId};
use tauri::{AppHandle, Manager, Runtime, async_runtime};
use tokio::sync::watch;

use crate::platform::autostart::HIDDEN;
use crate::platform::notices::{DesktopNotice, Notices};
use crate::platform::shortcut;
use crate::state::lock as lock_mutex;
use crate::{AppState, window};

pub(crate) use background::{follow, settings};
pub(crate) use lock::{lock_now, unlock};
pub(crate) use notices::job_over;

/// The argument that shows the window with the quick switcher: what a person binds to a key where a program gets none.
pub(crate) const SHOW: &str = "--show";

/// What the desktop offers to this window.
#[derive(Default)]
pub(crate) struct Desktop {
    notices: OnceLock<Box<dyn Notices>>,
    /// What was to be shown before the desktop could be asked to.
    early: Mutex<Vec<DesktopNotice>>,
    /// What is shown once nothing fills the screen.
    waiting: Mutex<Option<DesktopNotice>>,
    /// The notices that are shown, by what the desktop calls them.
    noticed: Mutex<Vec<(String, NoticeId)>>,
    /// Woken when the tray has something else to say.
    tray: watch::Sender<()>,
    /// Whether a shell shows the tray.
    tray_is_shown: AtomicBool,
    /// The window is not shown at the start.
    starts_hidden: AtomicBool,
    /// The window is on the screen; for background work that begins later, when the vault opens.
    window_open: AtomicBool,
    /// The quick switcher was asked for, and whether the window was hidden then; until the page has heard of it.
    switcher: Mutex<Option<bool>>,
    /// A full-screen application has the focus.
    full_screen: AtomicBool,
    /// An idle lock was announced.
    warned: AtomicBool,
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
        *lock_mutex(&self.switcher) = Some(was_hidden);
    }

    /// Whether it was, once, and whether the window was hidden then.
    pub(crate) fn take_switcher(&self) -> Option<bool> {
        lock_mutex(&self.switcher).take()
    }
}

/// Takes up what the desktop offers, once the window system runs.
pub(crate) fn begin<R: Runtime>(app: &AppHandle<R>) {
    let state = app.state::<AppState>().inner().clone();
    let keys = app.clone();
    shortcut::listen(move || window::switcher(&keys));
    if let Some(chosen) = &state.settings().shortcut
        && let Err(fault) = shortcut::set(app, Some(chosen))
    {
        tracing::info!(?fault, "the global shortcut does not work");
    }
    #[cfg(target_os = "linux")]
    async_runtime::spawn(begin_on_linux(app.clone(), state));
    #[cfg(not(target_os = "linux"))]
    async_runtime::spawn(idle::follow(
        state,
        crate::platform::idle::DesktopIdle,
        Box::new(crate::platform::full_screen::NeverFullScreen),
    ));
}

#[cfg(target_os = "linux")]
async fn begin_on_linux<R: Runtime>(app: AppHandle<R>, state: AppState) {
    use crate::platform::full_screen::{FullScreen, NeverFullScreen, X11FullScreen};
    use crate::platform::{bus, idle::DesktopIdle, notices as desktop_notices, screen};
    let (session, system) = tokio::join!(bus::session(), bus::system());
    if let Some(bus) = session.clone() {
        let pressed = app.clone();
        let shown = desktop_notices::connect(bus.clone(), move |button| notices::pressed(&pressed, button));
        state.desktop().set_notices(Box::new(shown));
        async_runtime::spawn(tray::run(app.clone(), state.clone(), bus));
    }
    let clock = DesktopIdle::connect(session.as_ref(), shortcut::is_wayland()).await;
    screen::watch(session, system, move |event| {
        async_runtime::spawn(screen_event(app.clone(), event));
    });
    let full: Box<dyn FullScreen> = match X11FullScreen::connect().filter(|_| !shortcut::is_wayland()) {
        Some(screen) => Box::new(screen),
        None => Box::new(NeverFullScreen),
    };
    idle::follow(state, clock, full).await;
}

#[cfg(target_os = "linux")]
async fn screen_event<R: Runtime>(app: AppHandle<R>, event: crate::platform::screen::ScreenEvent) {
    use crate::platform::screen::ScreenEvent;
    match event {
        ScreenEvent::Locked => lock_now(&app, LockReason::ScreenLocked).await,
        ScreenEvent::UserSwitched => lock_now(&app, LockReason::UserSwitched).await,
        ScreenEvent::Sleep(delay) => {
            lock_now(&app, LockReason::Sleep).await;
            // The machine may sleep now.
            drop(delay);
        }
        ScreenEvent::Woke => {
            if let Some(background) = app.state::<AppState>().background() {
                background.woke();
            }
        }
    }
}

/// Reads the arguments of the first start.
pub(crate) fn read_arguments(state: &AppState, mut arguments: impl Iterator<Item = String>) {
    if let Some(argument) = arguments.find(|argument| [HIDDEN, SHOW].contains(&argument.as_str())) {
        if argument == HIDDEN {
            state.desktop().starts_hidden.store(true, Ordering::SeqCst);
        } else {
            state.desktop().ask_switcher(true);
        }
    }
}

/// A second start: brings the window to the front, with the quick switcher where that was asked for.
pub(crate) fn started_again<R: Runtime>(app: &AppHandle<R>, arguments: &[String]) {
    let has = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
    if has(SHOW) {
        window::switcher(app);
    } else if !has(HIDDEN) {
        window::show(app);
    }
}
