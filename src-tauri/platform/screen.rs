//! What happens to the screen: it is locked, the machine goes to sleep, another user's desktop is switched to.

#[cfg(target_os = "linux")]
#[path = "screen_linux.rs"]
mod linux;

#[cfg(target_os = "linux")]
pub use linux::watch;

#[cfg(windows)]
#[path = "screen_windows.rs"]
mod windows;

#[cfg(windows)]
pub use windows::watch;

/// Why nobody sees the window any more.
#[derive(Debug)]
pub enum ScreenEvent {
    /// The screen was locked.
    Locked,
    /// The machine sleeps as soon as this is dropped, or after some seconds in any case.
    Sleep(SleepDelay),
    /// Another user's desktop was switched to.
    UserSwitched,
    /// The machine woke up.
    Woke,
}

/// Keeps the machine awake for a moment, until Hallpass is locked.
#[derive(Debug, Default)]
pub struct SleepDelay {
    #[cfg(target_os = "linux")]
    _inhibitor: Option<zbus::zvariant::OwnedFd>,
}
