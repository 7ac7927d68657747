//! Sessions: the result of a sign-in, its expiry, and the source of that expiry.

mod actions;
mod change;
mod expiry;
mod lookup;
mod record;
mod sign_out;
mod store;
#[cfg(test)]
mod tests;
mod view;

pub use actions::Verified;
pub(crate) use actions::{Taken, new_record};
pub use expiry::SessionState;
pub(crate) use expiry::{left, state, whole_life};
pub(crate) use record::{SECRETS, SessionRecord, capabilities, is_renewable};
pub(crate) use store::{Stored, drop_for, load, save, signed_in, tokens};
pub(crate) use view::view;
pub use view::{SessionView, StateWords};
