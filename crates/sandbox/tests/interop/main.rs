//! Clients that others wrote, each in its own language, against the sandbox and the providers: what they and we
//! understand alike was not misread by one author.
//!
//! | file | whose client |
//! |---|---|
//! | `authing.rs`, `authing.cjs` | Authing's own SDK |
//! | `hzero.rs` | the RSA of HZERO: `jsencrypt.cjs` as its login page does, `Peer.java` as its server does |
//! | `tools.rs` | running node with the packages of `package.json`, and Java |
#![allow(clippy::unwrap_used, clippy::panic)]

mod authing;
mod hzero;
mod tools;

use hallpass_sandbox::{Options, Sandbox, start};
use serde_json::Value;

async fn sandbox() -> Sandbox {
    start(Options::default()).await.unwrap()
}

/// The fields of the demo account with this name, as the sandbox describes it.
fn account(sandbox: &Sandbox, system: &str, name: &str) -> Value {
    let described = sandbox.describe();
    let mut systems = described["systems"].as_array().unwrap().iter();
    let accounts = systems.find(|one| one["id"] == system).unwrap()["accounts"].as_array().unwrap();
    accounts.iter().find(|one| one["fields"]["account"] == name).unwrap()["fields"].clone()
}
