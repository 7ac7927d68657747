//! The desktop shell: a thin reader of the core, with a window. It decides nothing.

use std::process::ExitCode;
/// Runs.
pub fn run() -> ExitCode {
    match tauri::Builder::default().run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
