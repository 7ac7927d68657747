//! Login systems simulated on loopback, for demos, tests and benches.
//!
//! Written from the vendors' documents alone: this crate shares no code with the providers, so that a misreading on
//! one side cannot hide on the other. Each system listens on its own port of 127.0.0.1, takes real time from one
//! clock that can be shifted, counts wrong passwords and locks, and plays faults on the socket itself. All tenants,
//! people and passwords are invented.
//!
//! ```no_run
//! # async fn demo() -> std::io::Result<()> {
//! let sandbox = hallpass_sandbox::start(hallpass_sandbox::Options::default()).await?;
//! println!("{:#}", sandbox.describe());
//! sandbox.add_fault(hallpass_sandbox::FaultRule::always("http-500".parse().unwrap()).system("hzero").times(1));
//! sandbox.stop().await;
//! # Ok(()) }
//! ```
//!
//! # How it is laid out
//! | file | what |
//! |---|---|
//! | `systems.rs`, `system.rs` | the registry, and the trait a system implements |
//! | `enos_iam/`, `hzero/`, ... | one folder a system: accounts, login, sessions |
//! | `apim.rs` | the signed-call gateway in front of EnOS IAM and the Portal |
//! | `start.rs`, `sandbox.rs` | opening the ports; the methods of a running sandbox |
//! | `server.rs`, `wire.rs` | HTTP on the socket, and socket faults |
//! | `fault.rs`, `apply_fault.rs`, `quote.rs` | the faults by name, and what they do |
//! | `state.rs`, `clock.rs`, `request_log.rs`, `lockout.rs` | what systems share |
//! | `control.rs` | the control port: the methods of [`Sandbox`] as HTTP |
//!
//! # How to add a system
//! 1. Make a folder with a type that implements `System` (`system.rs`): its endpoints, demo accounts, and `answer`, a
//!    `match` over method and path. Keep what changes behind one `Mutex`, take the time from `call.now`, call
//!    `state.attempt` where a password is checked, and count wrong ones with `Lockout`.
//! 2. Add one line to `systems::all`. Ports, faults, counters, control and `describe` follow from it.
//! 3. Write down in the folder's module doc what the vendor's documents leave open and what you chose.

mod apim;
mod apply_fault;
mod authing_ldap;
mod clock;
mod control;
mod enos_iam;
mod enos_portal;
mod fault;
mod http;
mod hzero;
mod jwt;
mod keycloak;
mod lock;
mod lockout;
mod quanshi;
mod quote;
mod random;
mod request_log;
mod sandbox;
mod server;
mod start;
mod state;
mod system;
mod systems;
mod wire;

pub use authing_ldap::CANARIES;
pub use clock::Clock;
pub use fault::{Fault, UnknownFault};
pub use request_log::{Counts, Seen};
pub use sandbox::{EndpointInfo, Sandbox, SystemInfo};
pub use start::{Options, TlsFiles, start};
pub use state::FaultRule;
pub use system::Words;
