//! Errors: a code that callers can act on, and a message for the user.

mod answer;
#[expect(clippy::module_inception, reason = "the error itself")]
mod error;
mod vault;

pub(crate) use answer::{ends_session, odd_answer};
pub use error::{Error, ErrorCode, Result};
