//! A real OpenBao server of its own, of one node or three: raft storage, TLS, an audit log, an administrator.
//!
//! The server is a pinned package, installed once below `target/`. A node ends with the process that started it, also when
//! that is killed, and takes its folder with it. Beside it, an OpenID Connect provider for logins in a browser.

mod certificate;
mod cluster;
mod identity_provider;
mod install;
mod node;

pub use certificate::ClientAuthority;
pub use cluster::Cluster;
pub use identity_provider::{CLIENT, COMPLETE, IdentityProvider};
pub use install::bao;

/// The administrator's user name at `auth/userpass`.
pub const ADMIN: &str = "boss";

/// The administrator's password.
pub const ADMIN_PASSWORD: &str = "Not-Real-boss-1";
