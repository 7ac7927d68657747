//! What needs a screen.

use super::{Row, row};
use crate::windows::trial::{Trial, expect, feed, has};
use std::process::{Child, Command, Stdio};

pub(super) const ROWS: &[Row] =
    &[row("a copied token is kept out of the clipboard's history and of the cloud", copied)];

/// What Windows' clipboard history and its cloud look for, and what other programs agreed upon.
const LEFT_OUT: [&str; 3] =
    ["ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"];

struct Screen(Child, String);

impl Screen {
    /// An X server that nobody sees, which chooses its number.
    fn start() -> Result<Self, String> {
        use std::io::{BufRead as _, BufReader};
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-screen", "0", "800x600x24"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = server.spawn().map_err(|error| format!("Xvfb: {error}"))?;
        let mut number = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut number).map_err(|error| format!("Xvfb: {error}"))?;
        }
        Ok(Self(child, format!(":{}", number.trim())))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

fn copied(trial: &Trial) -> Result<(), String> {
    let screen = Screen::start()?;
    let exe = trial.wine.folder().join("clipboard.exe");
    trial.wine.compile("clipboard.c", &exe, &["-luser32"])?;
    let token = trial.printed(&["token", "enos-iam"])?;
    // A Wine that started without a screen does not look for one again.
    let _ = trial.wine.tool("wineserver").arg("-k").status();
    // Not by its output: under Wine the process that holds the clipboard has that open as well.
    let mut copy = trial.hallpass(&["copy", "enos-iam"]);
    copy.env("DISPLAY", &screen.1).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let ended = copy.status().map_err(|error| error.to_string())?;
    expect(ended.success(), "copy", ended)?;
    let look = || feed(trial.wine.program(&exe).env("DISPLAY", &screen.1), "");
    let found = look()?;
    found.ended(0)?;
    for format in LEFT_OUT {
        has(&found.out, format)?;
    }
    has(&found.out, token.trim())?;
    // It is cleared after 30 seconds; this bounds the wait and measures nothing.
    for _ in 0..90 {
        if !look()?.out.contains(token.trim()) {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    expect(false, "the token is still in the clipboard", "")
}
