//! The command as scripts and people meet it: whole sign-ins at a real sandbox, by what they print, in which files
//! they leave what, and how they end.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a helper that cannot go on fails its test")]

mod authkeys;
mod authkeys_interrupted;
mod authkeys_safety;
mod clipboard;
mod concurrency;
mod contract;
mod delivery;
mod environments;
mod failpoints;
mod files;
mod harness;
mod help;
#[cfg(target_os = "linux")]
mod keyring;
mod lists;
mod masked;
#[cfg(target_os = "linux")]
mod memory;
mod methods;
mod packs;
mod paths;
mod proxies;
mod recovery;
mod renewal;
mod sign_in;
mod team;
mod team_log_in;
mod terminal;
mod text;
mod token_export;
mod transcript;
mod trust;
