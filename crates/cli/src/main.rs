//! The `hallpass` command: it prints and prompts, and decides nothing.

mod args;
mod commands;
mod context;
mod directory_config;
mod exit;
mod i18n;
mod input;
mod key;
mod open;
mod output;
mod signals;
mod trace;
mod trust;

use std::process::ExitCode;

/// Wipes memory when it is freed, so that a secret does not outlive its use.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    hallpass_core::vault::no_core_dumps();
    hallpass_core::vault::not_readable_by_others();
    hallpass_core::Client::Command.is_this();
    signals::listen();
    commands::main(std::env::args_os().collect())
}
