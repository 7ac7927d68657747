//! A team with a real server of OpenBao, real vaults of its members, and the simulated systems that they sign in to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod browser;
mod by_itself;
mod certificates;
mod desk;
mod edits;
mod faults;
#[path = "../fault_matrix/front/mod.rs"]
mod front;
mod members;
mod places;
mod secrets;
mod unshared;
mod ways;

#[path = "../suite/support/mod.rs"]
mod support;
