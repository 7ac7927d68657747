//! What the desktop offers, one module for each of its services: notices, the tray, the screen's lock, the time since
//! someone used the machine, the start with the computer, and a key combination that works everywhere. `graphics` and
//! `freed_memory` fit the window to the machine.
//!
//! Each module has an implementation for Linux, which the tests run against stub services on a bus of their own, and one
//! for Windows, which is compiled and has not been run. On macOS a service that has none says that it is not available, and
//! whatever shows it hides it.

#[cfg(target_os = "linux")]
pub mod activation;
pub mod autostart;
#[cfg(target_os = "linux")]
pub mod bus;
pub mod freed_memory;
pub mod full_screen;
#[cfg(target_os = "linux")]
pub mod graphics;
pub mod idle;
pub mod notices;
pub mod screen;
#[cfg(target_os = "linux")]
pub mod services;
pub mod shortcut;
#[cfg(target_os = "linux")]
pub mod shortcut_portal;
#[cfg(target_os = "linux")]
mod shortcut_trigger;
#[cfg(target_os = "linux")]
mod shortcut_x11;
pub mod tray;
