//! The whole product in a real window: WebKitGTK on a screen of its own, a real keyring, the sandbox's servers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]
#![cfg(target_os = "linux")]

mod authkeys;
mod bulk;
mod day;
mod desktop;
mod dialogs;
mod engine;
mod first_run;
mod guard;
mod harness;
mod in_view;
mod language;
mod layout;
mod lock;
mod page;
mod pointer;
mod production;
mod screens;
mod stubs;
mod systems;
mod token_export;
mod unlock;
mod x11;
