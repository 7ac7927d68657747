//! The one window: made hidden, shown at its first paint, and kept at home.

use std::time::Instant;

use hallpass_core::providers::Lang;
use tauri::utils::config::Color;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, DragDropEvent, Manager, Runtime, Theme as System, Url, WebviewUrl, WebviewWindowBuilder, Window,
    WindowEvent,
};

use crate::dto::Dragged;
use crate::page::tell;
use crate::settings::{Settings, Theme};
use crate::state::AppState;

/// `--bg-app` of the two themes: what is seen before the page has drawn.
const LIGHT: Color = Color(0xf5, 0xf7, 0xf9, 0xff);
const DARK: Color = Color(0x0d, 0x0e, 0x12, 0xff);

/// Makes the window.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let settings = app.state::<AppState>().settings();
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App(page(&settings).into()))
        .title("Hallpass")
        .inner_size(1180.0, 760.0)
        .min_inner_size(900.0, 580.0)
        .visible(false)
        .zoom_hotkeys_enabled(true)
        .theme(of_system(settings.theme))
        .on_navigation(is_home)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    // On Linux the builder's theme is not heard of, and the engine would draw lists and menus white in the dark.
    if let Some(theme) = of_system(settings.theme) {
        window.set_theme(Some(theme))?;
    }
    let dark = window.theme().is_ok_and(|theme| theme == System::Dark);
    window.set_background_color(Some(if dark { DARK } else { LIGHT }))
}

fn of_system(theme: Theme) -> Option<System> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(System::Light),
        Theme::Dark => Some(System::Dark),
    }
}

/// The page, told of theme and language before its first frame.
fn page(settings: &Settings) -> String {
    let theme = match settings.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let lang = if settings.lang() == Lang::Zh { "zh" } else { "en" };
    format!("index.html?theme={theme}&lang={lang}")
}

/// Only the page that came with the program.
fn is_home(url: &Url) -> bool {
    let local = url.scheme() == "tauri" && url.host_str() == Some("localhost");
    local || (cfg!(windows) && url.host_str() == Some("tauri.localhost"))
}

/// What happens to the window: files are dropped on it, and it is closed while jobs run.
pub(crate) fn event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let (app, state) = (window.app_handle(), window.state::<AppState>());
    match event {
        WindowEvent::CloseRequested { api, .. } if state.settings().close_to_tray && state.desktop().has_tray() => {
            api.prevent_close();
            hide(app);
        }
        WindowEvent::CloseRequested { api, .. } if state.jobs().any_running() => {
            api.prevent_close();
            // The page may not answer: whoever closes it again pauses the jobs and goes.
            if state.jobs().is_closed_again(Instant::now()) {
                tauri::async_runtime::spawn(leave(app.clone(), false));
            } else {
                tell(app, "closing", ());
            }
        }
        WindowEvent::Focused(true) => {
            if let Some(background) = state.background() {
                background.focused();
            }
        }
        WindowEvent::DragDrop(DragDropEvent::Enter { .. }) => tell(app, "dragged", Dragged::Over),
        WindowEvent::DragDrop(DragDropEvent::Leave) => tell(app, "dragged", Dragged::Gone),
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
            let file = paths.first().filter(|path| path.is_file());
            if let Some(file) = file {
                state.jobs().drop_file(file.clone());
            }
            tell(app, "dragged", if file.is_some() { Dragged::Dropped } else { Dragged::Gone });
        }
        _ => {}
    }
}

/// Takes it away, while jobs run on.
pub(crate) fn hide<R: Runtime>(app: &AppHandle<R>) {
    if app.get_webview_window("main").is_some_and(|window| window.hide().is_err()) {
        tracing::debug!("the window stays");
    }
    tell_background(app, false);
}

/// Whether it is on the screen.
pub(crate) fn is_shown<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window("main").is_some_and(|window| window.is_visible().unwrap_or(true))
}

/// Shows it with the quick switcher.
pub(crate) fn switcher<R: Runtime>(app: &AppHandle<R>, token: Option<String>) {
    app.state::<AppState>().desktop().ask_switcher(!is_shown(app));
    show_with(app, token);
    tell(app, "switcher", ());
}

/// Ends the program, unless jobs run: then it is asked in the window.
pub(crate) fn quit<R: Runtime>(app: &AppHandle<R>) {
    if app.state::<AppState>().jobs().any_running() {
        show(app);
        return tell(app, "closing", ());
    }
    app.exit(0);
}

/// A session may be set to be renewed only while the window is open.
fn tell_background<R: Runtime>(app: &AppHandle<R>, open: bool) {
    let state = app.state::<AppState>();
    state.desktop().set_window_open(open);
    if let Some(background) = state.background() {
        background.set_window_open(open);
    }
}

/// Shows it with the desktop's token: under Wayland a window comes to the front with one alone.
pub(crate) fn show_with<R: Runtime>(app: &AppHandle<R>, token: Option<String>) {
    #[cfg(target_os = "linux")]
    if let Some(token) = token {
        use gtk::prelude::GtkWindowExt;
        let window = app.clone();
        let told = app.run_on_main_thread(move || {
            if let Some(Ok(window)) = window.get_webview_window("main").map(|window| window.gtk_window()) {
                window.set_startup_id(&token);
            }
        });
        if told.is_err() {
            tracing::debug!("the window comes without its token");
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = token;
    show(app);
}

/// Shows it and brings it to the front.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    // Whoever brings it back does not want the program to end.
    app.state::<AppState>().jobs().set_leaving(false);
    tell_background(app, true);
    if let Some(window) = app.get_webview_window("main") {
        for done in [window.show(), window.unminimize(), window.set_focus()] {
            if done.is_err() {
                tracing::debug!("the window cannot be brought to the front");
            }
        }
    }
}

/// Follows the theme that a person chose.
pub(crate) fn follow<R: Runtime>(app: &AppHandle<R>, theme: Theme) {
    if let Some(window) = app.get_webview_window("main")
        && window.set_theme(of_system(theme)).is_err()
    {
        tracing::debug!("the window keeps its theme");
    }
}

/// Ends the program once its jobs are paused, or with `background` once the last of them has ended.
pub(crate) async fn leave<R: Runtime>(app: AppHandle<R>, background: bool) {
    let jobs = app.state::<AppState>().jobs().clone();
    jobs.set_leaving(true);
    if background {
        hide(&app);
    } else {
        jobs.pause_all().await;
    }
    tauri::async_runtime::spawn(async move {
        jobs.all_over().await;
        // A person may have come back meanwhile.
        if jobs.is_leaving() {
            app.exit(0);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::is_home;

    #[test]
    fn the_window_goes_nowhere_else() {
        let home = |url: &str| is_home(&url.parse().unwrap());
        assert!(home("tauri://localhost/index.html"));
        for away in [
            "https://example.com/",
            "tauri://evil/",
            "file:///etc/passwd",
            "about:blank",
            "data:text/html,x",
            "http://localhost:1420/",
        ] {
            assert!(!home(away), "{away}");
        }
    }
}
