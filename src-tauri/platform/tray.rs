//! The tray: a small picture with a menu, where the desktop has a place for it.

#[cfg(target_os = "linux")]
#[path = "tray_linux.rs"]
mod linux;
#[cfg(any(target_os = "linux", windows))]
mod picture;
#[cfg(windows)]
#[path = "tray_windows.rs"]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::{DesktopTray, has_host, host_changes};
#[cfg(windows)]
pub use windows::DesktopTray;

/// What a person chose in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrayAction {
    /// Show the window.
    Open,
    /// Lock.
    Lock,
    /// End the program.
    Quit,
    /// Copy the token of a profile's session.
    Copy(String),
    /// Renew a profile's session.
    Renew(String),
    /// Show a profile's form.
    SignIn(String),
    /// End a profile's session.
    SignOut(String),
}

/// An entry of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrayEntry {
    /// Words that cannot be chosen.
    Words(String),
    /// A line between groups.
    Line,
    /// Something to do.
    Act(String, TrayAction),
    /// A name with several things to do.
    Group(String, Vec<(String, TrayAction)>),
}

/// The whole menu.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrayMenu {
    /// Its entries, from the top.
    pub entries: Vec<TrayEntry>,
    /// Whether the picture carries a dot: something is about to expire.
    pub urgent: bool,
    /// Whether it names sessions.
    pub names: bool,
}

impl TrayMenu {
    /// What its entries do, in order.
    pub fn actions(&self) -> Vec<&TrayAction> {
        let each = self.entries.iter().flat_map(|entry| match entry {
            TrayEntry::Words(_) | TrayEntry::Line => Vec::new(),
            TrayEntry::Act(_, action) => vec![action],
            TrayEntry::Group(_, acts) => acts.iter().map(|(_, action)| action).collect(),
        });
        each.collect()
    }
}

/// A tray whose menu can be replaced.
pub trait Tray: Send + Sync {
    /// Another menu takes the place of the one before. One that is open stays as it is until it is closed, unless the new
    /// one names no session where the old one did.
    fn set(&self, menu: TrayMenu) -> impl Future<Output = ()> + Send;
}
