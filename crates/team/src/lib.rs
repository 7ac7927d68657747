//! Teams: profiles and secrets that are shared through the KV engine of an OpenBao or HashiCorp Vault server.
//!
//! This crate is the protocol and a thin client. Requests are built as a provider's [`Call`], each with its effect; who
//! sends them, the time and random bytes come from [`Outside`]. Nothing here follows a redirect, and nothing that
//! counts is decided by a read: nodes that are not, or no longer, the leader return stale data.
//!
//! | file | what |
//! |---|---|
//! | `names.rs` | names that are part of a path, checked |
//! | `request.rs`, `log_in.rs`, `device.rs` | the calls |
//! | `reply.rs`, `documents/` | what a server answers, and what others wrote into it, read strictly |
//! | `fault.rs` | what can go wrong, in both languages |
//! | `client.rs`, `leader.rs`, `list.rs`, `write.rs` | the leader, one deadline, pages, a write whose answer was lost |
//! | `policies.rs`, `administer.rs` | what an administrator sets up |
//! | `guard.rs`, `shared_attempt.rs`, `rotation.rs` | the team's half of the lockout guard |

mod administer;
mod block;
mod client;
mod device;
mod documents;
mod fault;
mod guard;
mod leader;
mod list;
mod log_in;
mod names;
mod operations;
mod outside;
mod policies;
mod reply;
mod request;
mod rotation;
mod sending;
mod shared_attempt;
mod write;

pub use block::Block;
pub use client::{Client, DEADLINE};
pub use device::{DEVICE_DEADLINE, DeviceFlow};
pub use documents::{GuardDocument, GuardState, MAX_DOCUMENT, MAX_REPLY, ProfileDocument, SecretDocument, UnderWay};
pub use fault::{BadDocument, TeamFault};
pub use guard::{AttemptEnd, LEASE_SECONDS, MOST_COOLDOWN, MOST_UNSETTLED, ROOM_PROVEN, ROOM_UNTRIED, reserve, settle};
pub use hallpass_providers::{Address, Call, Reply, Secret};
pub use log_in::LogIn;
pub use names::{DocumentId, Kind, Mount, Name, Namespace, Place, SecretReference};
pub use outside::{NoReply, Outside};
pub use policies::{SetUpStep, set_up};
pub use reply::{Capabilities, Listed, Token, TokenFacts, Versioned};
pub use rotation::Rotation;
pub use shared_attempt::SharedAttempt;
