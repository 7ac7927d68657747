//! The table of `docs/windows.md`: each row one thing that must hold for the command on Windows.

mod console;
mod desktop;
mod export;
mod files;
mod sessions;
mod vault;

use super::trial::Trial;

/// One row.
pub(super) struct Row {
    /// What holds.
    pub(super) name: &'static str,
    /// Tries it; an error says what was found instead.
    pub(super) holds: fn(&Trial) -> Result<(), String>,
    /// Others need what it makes.
    pub(super) needed: bool,
}

const fn row(name: &'static str, holds: fn(&Trial) -> Result<(), String>) -> Row {
    Row { name, holds, needed: false }
}

const fn needed(name: &'static str, holds: fn(&Trial) -> Result<(), String>) -> Row {
    Row { name, holds, needed: true }
}

/// In this order: later ones use what earlier ones made.
pub(super) fn all() -> impl Iterator<Item = &'static Row> {
    [vault::ROWS, sessions::ROWS, export::ROWS, files::ROWS, console::ROWS, desktop::ROWS].into_iter().flatten()
}
