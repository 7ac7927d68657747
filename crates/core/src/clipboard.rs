//! The clipboard: copies a secret without leaving it in the clipboard history, and clears it after a timeout.

use std::time::{Duration, Instant};

use arboard::Clipboard;
use hallpass_providers::{Secret, Text};

use crate::error::{Error, ErrorCode, Result};
use crate::next_step::NextStep;

/// How long a copied secret stays.
pub const CLIPBOARD_TIME: Duration = Duration::from_secs(30);

/// How often is looked whether someone copied something else.
const LOOK: Duration = Duration::from_millis(500);

/// Whether a secret stays in the clipboard before its time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// It stays.
    On,
    /// It is taken out.
    Clear,
    /// A newer secret of ours has its place, perhaps the same once more: what is there is left alone.
    Leave,
}

/// A secret in the clipboard. On Linux it is there as long as the process that holds this.
pub struct ClipboardSecret {
    clipboard: Clipboard,
    secret: Secret,
}

impl ClipboardSecret {
    /// Puts a secret into the clipboard and asks clipboard histories to leave it out.
    ///
    /// # Errors
    /// Returns an error if there is no clipboard: no desktop session, or one that gives programs no access.
    pub fn new(secret: Secret) -> Result<Self> {
        let mut clipboard = Clipboard::new().map_err(|_| unavailable())?;
        // Reason: handing it to the clipboard is what was asked for.
        out_of_history(clipboard.set()).text(secret.expose()).map_err(|_| unavailable())?;
        Ok(Self { clipboard, secret })
    }

    /// Waits until `time` is over or someone copied something else, then clears the clipboard if the secret is still in
    /// it; says whether it was.
    pub fn hold(self, time: Duration) -> bool {
        self.hold_while(time, || Hold::On)
    }

    /// [`Self::hold`], as long as `hold` says so.
    pub fn hold_while(mut self, time: Duration, hold: impl Fn() -> Hold) -> bool {
        let end = Instant::now() + time;
        while Instant::now() < end && hold() == Hold::On && self.is_ours() {
            std::thread::sleep(LOOK.min(end.saturating_duration_since(Instant::now())));
        }
        hold() != Hold::Leave && self.is_ours() && self.clipboard.clear().is_ok()
    }

    fn is_ours(&mut self) -> bool {
        self.clipboard.get_text().is_ok_and(|text| Secret::new(text).matches(&self.secret))
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(target_os = "macos")]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

#[cfg(windows)]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows;
    set.exclude_from_history().exclude_from_cloud().exclude_from_monitoring()
}

fn unavailable() -> Error {
    Error::new(ErrorCode::Usage, Text::new("剪贴板不可用", "The clipboard is unavailable"))
        .next(NextStep::UseDesktopSession)
}
