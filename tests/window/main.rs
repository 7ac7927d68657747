//! The whole product in a real window: WebKitGTK on a screen of its own, a real keyring, the sandbox's servers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod first_run;
mod ground;
mod page;
