//! What the tests of the vault stand on: a real keyring on a bus of its own, and processes to kill.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

pub mod files;
pub mod keyring_fixture;
