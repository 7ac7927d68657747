//! The token with which a Linux desktop lets a program that a person starts bring its window to the front. Without it
//! Wayland only says that a window is ready, and X11 may keep it behind.
//!
//! Of a second start the first window is told the arguments and nothing else, so the token goes there.

use std::os::unix::process::CommandExt;
use std::process::Command;

use gtk::prelude::GtkWindowExt;
use tauri::{AppHandle, Manager, Runtime};

const ARGUMENT: &str = "--activation-token=";
/// Wayland's name for it, and X11's.
const VARIABLES: [&str; 2] = ["XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"];

/// Starts the program again in this process, with the token among its arguments; without a token, or where that fails,
/// nothing changes.
pub fn into_arguments() {
    if std::env::args().any(|argument| argument.starts_with(ARGUMENT)) {
        return;
    }
    let token = VARIABLES.iter().find_map(|name| std::env::var(name).ok().filter(|token| !token.is_empty()));
    if let (Some(token), Ok(program)) = (token, std::env::current_exe()) {
        let mut again = Command::new(program);
        again.args(std::env::args_os().skip(1)).arg(format!("{ARGUMENT}{token}"));
        tracing::debug!(error = ?again.exec(), "the program is not started again");
    }
}

/// Gives the window the token of a second start, for the next time that it comes to the front.
pub fn hand_over<R: Runtime>(app: &AppHandle<R>, arguments: &[String]) {
    let token = arguments.iter().find_map(|argument| argument.strip_prefix(ARGUMENT)).map(str::to_owned);
    let (Some(token), Some(window)) = (token, app.get_webview_window("main")) else { return };
    let on_main_thread = app.run_on_main_thread(move || {
        if let Ok(window) = window.gtk_window() {
            window.set_startup_id(&token);
        }
    });
    if on_main_thread.is_err() {
        tracing::debug!("the window does not get its token");
    }
}
