//! The vault, whole: its files, its key, its processes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../support/mod.rs"]
mod support;

mod child_process;
mod damage;
mod files;
mod keyring;
mod made_with_openssl;
mod passphrase_and_memory;
mod processes;
