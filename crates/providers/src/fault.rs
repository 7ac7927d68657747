//! Failures of an operation other than a refusal by the server.

use crate::text::Text;

/// Why an operation could not continue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// This provider, or this session, cannot do that.
    Unsupported,
    /// The answer is not this API's: a web page, another service.
    NotTheApi,
    /// The server has nothing under the path that was called.
    NoSuchPath,
    /// The answer looks like the API's and cannot be read.
    BadAnswer {
        /// What is wrong with it.
        what: BadAnswer,
        /// Where, in bytes from the start.
        offset: Option<usize>,
    },
    /// The server says that it worked and gives no token.
    NoToken,
    /// A value cannot be used.
    Invalid {
        /// The field's name.
        field: &'static str,
        /// Why.
        text: Text,
    },
    /// A value is needed and absent.
    Missing {
        /// The field's name.
        field: &'static str,
    },
}

/// What is wrong with an answer. The answer itself is never quoted: it may hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadAnswer {
    /// It ends too early.
    Cut,
    /// It is not JSON.
    Syntax,
    /// A member has an unexpected type or is missing or doubled.
    Shape,
    /// It is not UTF-8.
    Encoding,
    /// Nothing came.
    Empty,
    /// A token in it contains control characters.
    Token,
    /// A token in it is over 64 KiB.
    TokenTooLong,
}
