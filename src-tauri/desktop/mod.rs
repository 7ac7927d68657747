//! Hallpass on the desktop while its window is closed or locked: joins the background work of the core with notices,
//! tray, screen lock, idle time and the global shortcut. Decides nothing about time.
//!
//! Linux and Windows have all of it; nothing has been run on Windows yet. On macOS the window locks when it was not used and
//! by hand.
#![cfg_attr(
    not(any(target_os = "linux", windows)),
    allow(dead_code, unused_imports, reason = "what Linux and Windows have")
)]

mod background;
mod idle;
mod lock;
mod notices;
pub(crate) mod shortcut;
mod tray;
mod tray_menu;

use std::sync::atomic::Ordering;

use hallpass_core::LockReason;
use tauri::{AppHandle, Manager, Runtime, async_runtime};

use crate::platform::autostart::HIDDEN;
use crate::platform::shortcut as window_system;
use crate::state::AppState;
use crate::window;

pub(crate) use background::{follow, settings};
pub(crate) use lock::{lock_now, unlock};
pub(crate) use notices::job_over;

/// The argument that shows the window with the quick switcher: what a person binds to a key where a program gets none.
pub(crate) const SHOW: &str = "--show";

/// Takes up what the desktop offers, once the window system runs.
pub(crate) fn begin<R: Runtime>(app: &AppHandle<R>) {
    let state = app.state::<AppState>().inner().clone();
    let keys = app.clone();
    window_system::listen(move || window::switcher(&keys, None));
    if let Some(chosen) = &state.settings().shortcut
        && window_system::is_available()
        && let Err(fault) = window_system::set(app, Some(chosen))
    {
        tracing::info!(?fault, "the global shortcut does not work");
    }
    #[cfg(target_os = "linux")]
    async_runtime::spawn(begin_on_linux(app.clone(), state));
    #[cfg(windows)]
    async_runtime::spawn(begin_on_windows(app.clone(), state));
    #[cfg(not(any(target_os = "linux", windows)))]
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
        if window_system::is_wayland() {
            shortcut::follow_portal(&app, &state, bus.clone());
        }
        async_runtime::spawn(tray::run(app.clone(), state.clone(), bus));
    }
    let clock = DesktopIdle::connect(session.as_ref(), window_system::is_wayland()).await;
    screen::watch(session, system, move |event| {
        async_runtime::spawn(screen_event(app.clone(), event));
    });
    let full: Box<dyn FullScreen> = match X11FullScreen::connect().filter(|_| !window_system::is_wayland()) {
        Some(screen) => Box::new(screen),
        None => Box::new(NeverFullScreen),
    };
    idle::follow(state, clock, full).await;
}

#[cfg(windows)]
async fn begin_on_windows<R: Runtime>(app: AppHandle<R>, state: AppState) {
    use crate::platform::notices::DesktopNotices;
    use crate::platform::{full_screen::ShellFullScreen, idle::DesktopIdle, screen};
    let pressed = app.clone();
    let shown = DesktopNotices::new(move |button| notices::pressed(&pressed, button));
    state.desktop().set_notices(Box::new(shown));
    async_runtime::spawn(tray::run(app.clone(), state.clone()));
    screen::watch(move |event| {
        async_runtime::spawn(screen_event(app.clone(), event));
    });
    idle::follow(state, DesktopIdle, Box::new(ShellFullScreen)).await;
}

#[cfg(any(target_os = "linux", windows))]
async fn screen_event<R: Runtime>(app: AppHandle<R>, event: crate::platform::screen::ScreenEvent) {
    use crate::platform::screen::ScreenEvent;
    match event {
        ScreenEvent::Locked => lock_now(&app, LockReason::ScreenLocked).await,
        ScreenEvent::UserSwitched => lock_now(&app, LockReason::UserSwitched).await,
        // The machine may sleep once the delay is gone, and so once the window is locked.
        ScreenEvent::Sleep(_delay) => lock_now(&app, LockReason::Sleep).await,
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
    #[cfg(target_os = "linux")]
    let token = crate::platform::activation::token(arguments);
    #[cfg(not(target_os = "linux"))]
    let token = None;
    if has(SHOW) {
        window::switcher(app, token);
    } else if !has(HIDDEN) {
        window::show_with(app, token);
    }
}
