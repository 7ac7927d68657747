//! What a server answers. Documents are read by serde itself and checked here: the reader of providers' answers makes texts
//! fit for a screen, and a certificate in a profile must come as it was written.

mod device;
mod document;
mod json;
mod list;
mod server;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use device::{Poll, device_started, poll};
pub use document::Versioned;
pub(crate) use document::{History, document, history, member, written};
pub use list::Listed;
pub(crate) use list::list;
pub(crate) use server::{is_health, is_key_value, missing, requires_cas, says_conflict, says_no_policy};
pub use token::{Capabilities, Token, TokenFacts};
pub(crate) use token::{capabilities, token, token_facts};
