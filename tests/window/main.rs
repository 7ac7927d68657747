//! The whole product in a real window: WebKitGTK on a screen of its own, a real keyring, the sandbox's servers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]
#![cfg(target_os = "linux")]

mod authkeys;
mod day;
mod dialogs;
mod engine;
mod first_run;
mod ground;
mod guard;
mod hand_out;
mod in_view;
mod layout;
mod many;
mod page;
mod pointer;
mod production;
mod screens;
mod systems;
mod tongue;
mod unlock;
