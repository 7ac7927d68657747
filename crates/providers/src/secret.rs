//! Secrets: not printable, not serialisable, wiped when dropped.

use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serializer};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The newtype name by which a [`Secret`] asks the reader of an answer to be read as it was sent.
pub(crate) const AS_SENT: &str = "hallpass:as-sent";

/// A password, token or key.
///
/// It has no `Serialize` and no `Display`, and its `Debug` is `****`: handing one to a page, a log or an error does
/// not compile or shows nothing. Every [`Secret::expose`] says why in a comment beside it.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over; the caller keeps no copy.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The clear text.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is the empty text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The last four characters, or nothing where they would be more than a third of the whole.
    pub fn hint(&self) -> String {
        // Reason: four characters of a long random token tell a person which one it is and nothing else.
        let count = self.0.chars().count();
        if count < 12 { String::new() } else { self.0.chars().skip(count - 4).collect() }
    }

    /// Compares without telling by time where the two differ.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("****")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// Asks for the text as it was sent: from any other the reader of an answer takes our secrets out.
impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(AS_SENT, SecretVisitor)
    }
}

struct SecretVisitor;

impl<'de> Visitor<'de> for SecretVisitor {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Secret, D::Error> {
        String::deserialize(deserializer).map(Secret::new)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Secret, E> {
        Ok(Secret::new(text))
    }
}

/// For a field of a request body, where the secret has to be in plain text: `#[serde(serialize_with = "in_body")]`.
pub(crate) fn in_body<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    // Reason: the body of the one request that this secret is meant for.
    serializer.serialize_str(secret.expose())
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "****");
    }

    #[test]
    fn hint_is_four_characters_of_a_long_token_only() {
        assert_eq!(Secret::new("abcdefgh-wxyz").hint(), "wxyz");
        assert_eq!(Secret::new("short").hint(), "");
    }

    #[test]
    fn matching_compares_the_whole_text() {
        assert!(Secret::new("a").matches(&Secret::new("a")));
        assert!(!Secret::new("a").matches(&Secret::new("ab")));
    }
}
