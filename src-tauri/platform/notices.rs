//! Notices of the desktop: shown, replaced, taken back, and with buttons that act.

#[cfg(target_os = "linux")]
#[path = "notices_linux.rs"]
mod linux;

#[cfg(target_os = "linux")]
pub use linux::{DesktopNotices, connect};

#[cfg(any(windows, test))]
mod toast;
#[cfg(windows)]
#[path = "notices_windows.rs"]
mod windows;

#[cfg(windows)]
pub use windows::DesktopNotices;

/// A notice. It names no account and holds no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesktopNotice {
    /// What it is about: a newer one about the same takes its place.
    pub about: String,
    /// Its sentence.
    pub text: String,
    /// Its buttons, in order.
    pub buttons: Vec<Button>,
}

/// A button of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What is heard when it is pressed.
    pub id: &'static str,
    /// What is written on it.
    pub label: String,
}

/// The id that is heard when a person presses the notice itself.
pub const DEFAULT: &str = "default";

/// A person pressed a button of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressed {
    /// What the notice is about.
    pub about: String,
    /// The button.
    pub button: String,
}

/// Shows notices.
pub trait Notices: Send + Sync {
    /// Shows a notice, in place of the one about the same.
    fn show(&self, notice: DesktopNotice);
    /// Takes back the one about this, where there is one.
    fn withdraw(&self, about: &str);
    /// Takes back all of them.
    fn withdraw_all(&self);
}
