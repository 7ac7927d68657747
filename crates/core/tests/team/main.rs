//! A team with a real server of OpenBao, real vaults of its members, and the simulated systems that they sign in to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod desk;
mod edits;
mod members;
mod secrets;
mod ways;

#[path = "../support/mod.rs"]
mod support;
