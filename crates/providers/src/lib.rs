//! Login APIs as pure protocol: no HTTP client, no async, no clock, no disk.
//!
//! A provider turns an [`Op`] into the next [`Call`] and the server's [`Reply`] into what it means. The core, which
//! drives it, sends each call once and decides nothing about the protocol.
//!
//! To add a provider: one folder here (`mod.rs`, `wire.rs`, `codes.rs`) and one line in [`registry`].

mod address;
pub mod apim;
mod authing_ldap;
pub mod authkey;
mod call;
mod challenge;
mod codes;
mod descriptor;
mod enos_iam;
mod enos_portal;
mod fault;
mod field;
mod host;
mod hzero;
mod keycloak;
mod protocol;
mod quanshi;
mod read;
mod redaction;
mod refusal;
pub mod registry;
mod reply;
mod secret;
mod session;
mod state;
mod step;
#[cfg(test)]
mod testing;
mod text;
mod values;

pub use address::{Address, AddressFault};
pub use authkey::{AuthkeyAsk, AuthkeyPage, AuthkeyRow, ExtLogin, KeyEnd};
pub use call::{Body, Call, Effect, Expect, Request, Verb, Wire};
pub use challenge::{CLIENT_CERTIFICATE, Challenge, ChallengeKind, PROFILE_SECRETS, Picture, TOTP, TOTP_SEED};
pub use codes::VendorCode;
pub use descriptor::{Descriptor, Method};
pub use fault::{BadAnswer, Fault};
pub use field::{Choice, Compare, Field, FieldKind, Group, Identity, Required, Scope};
pub use host::Host;
pub use protocol::{Context, Next, Op, Outcome, Provider, Random, read_answer};
pub use read::{OneOrMany, Scalar, date};
pub use redaction::{Redaction, secret_forms};
pub use refusal::{Refusal, RefusalKind, safe_words};
pub use reply::Reply;
pub use secret::Secret;
pub use session::{
    Account, Capability, Expiry, ExpirySource, Named, Restriction, RestrictionKind, Session, SessionFacts, Tokens,
};
pub use state::State;
pub use text::{Lang, Text};
pub use values::{Value, Values};
