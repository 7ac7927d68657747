//! The program `hallpass-desktop`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

/// Freed memory is wiped: what a person typed does not stay in it.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> std::process::ExitCode {
    hallpass_desktop::run()
}
