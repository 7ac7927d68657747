//! What the desktop offers, one module for each of its services: notices, the tray, the screen's lock, the time since
//! somebody used the machine, the start with the computer, and a key combination that works everywhere.
//!
//! Each module has an implementation for Linux, which the tests run against stub services on a bus of their own. On
//! Windows and macOS a service that has none says that it is not available, and whatever shows it hides it.

pub mod autostart;
#[cfg(target_os = "linux")]
pub mod bus;
pub mod full_screen;
pub mod idle;
pub mod notices;
pub mod screen;
pub mod shortcut;
pub mod tray;
