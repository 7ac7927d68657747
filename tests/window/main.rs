//! The whole product in a real window: WebKitGTK on a screen of its own, a real keyring, the sandbox's servers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "tests, and measurements that a benchmark reads"
)]
#![cfg(target_os = "linux")]

mod authkeys;
mod big_list;
mod bulk;
mod day;
mod desktop;
mod dialogs;
mod drag;
mod engine;
mod environments;
mod first_run;
mod guard;
mod harness;
mod in_view;
mod language;
mod layout;
mod list_files;
mod lock;
mod measure;
mod page;
mod pointer;
mod portal;
mod production;
mod screens;
mod start;
mod stubs;
mod systems;
mod team;
mod token_export;
mod unlock;
mod x11;
