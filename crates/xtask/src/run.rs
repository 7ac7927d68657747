//! `cargo xtask run`: builds page and window, and starts the window with the user's own vault.

use crate::command::cargo;
use crate::i18n::words;
use crate::task::Done;
use crate::{build, setup, ui};
use std::path::PathBuf;
use std::process::Command;

pub(crate) fn run(arguments: &[String]) -> Done {
    let mut command = cargo("run --locked --package hallpass-desktop --");
    prepare()?;
    let status = command.args(arguments).status().map_err(|error| format!("cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("hallpass-desktop: {status}")) }
}

/// The window's program, built with its page.
pub(crate) fn window() -> Result<PathBuf, String> {
    prepare()?;
    build::binary("hallpass-desktop", "dev")
}

fn prepare() -> Done {
    setup::ensure(&["build", "window"])?;
    ui::build()
}

/// Whether a window can be shown here: a screen, and a system that has the web view's library or can get it.
pub(crate) fn has_screen() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("WAYLAND_DISPLAY") || (set("DISPLAY") && x_answers())
}

/// `DISPLAY` may name a screen that is gone. Where the question cannot be asked it counts as there.
fn x_answers() -> bool {
    Command::new("xset").arg("q").output().map_or(true, |output| output.status.success())
}

/// Says what the window is.
pub(crate) fn say_it_opens() {
    let sentence = words(
        "窗口打开后即是内置沙箱：各登录系统、虚构的账号；关闭窗口即结束。",
        "The window opens with the built-in sandbox: every login system, invented accounts. Close it to end.",
    );
    println!("\n— {}", sentence.pick());
}
