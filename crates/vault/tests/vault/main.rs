//! The vault, whole: its files, its key, its processes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../support/mod.rs"]
mod support;

mod damage;
mod keyring;
mod plain;
mod processes;
mod subject;
