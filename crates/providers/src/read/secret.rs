//! Tokens, as servers send them.

use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::object::{skip_list, skip_map};
use crate::fault::{BadAnswer, Fault};
use crate::secret::{AS_SENT, Secret};

/// A secret of an answer: a text that is not blank, or a number's digits. Anything else is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hidden {
    secret: Option<Secret>,
    /// The member is there, whatever it holds.
    named: bool,
}

impl Hidden {
    const NONE: Self = Self { secret: None, named: true };

    pub(crate) fn is_there(&self) -> bool {
        self.secret.is_some()
    }

    pub(crate) fn is_named(&self) -> bool {
        self.named
    }

    pub(crate) fn or(self, other: Self) -> Self {
        if self.is_there() { self } else { other }
    }

    /// The token that the answer is about.
    ///
    /// # Errors
    /// Returns an error if there is none, or one that no header can carry.
    pub(crate) fn token(self) -> Result<Secret, Fault> {
        token(self.secret)
    }

    /// A token that an answer may have beside the one that it is about; one that no header can carry is none.
    pub(crate) fn usable(self) -> Option<Secret> {
        self.token().ok()
    }
}

/// A token that a header can carry. A blank one is none.
///
/// # Errors
/// Returns an error if there is none, if it contains control characters, which could end a header line, or is over 64 KiB.
pub(crate) fn token(text: Option<Secret>) -> Result<Secret, Fault> {
    const MOST: usize = 64 * 1024;
    // Reason: checked for characters that no header can carry.
    let token = text.filter(|token| !token.expose().trim().is_empty()).ok_or(Fault::NoToken)?;
    let bad = |what| Err(Fault::BadAnswer { what, offset: None });
    if token.expose().len() > MOST {
        return bad(BadAnswer::TokenTooLong);
    }
    let clean = token.expose().chars().all(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}'));
    if clean { Ok(token) } else { bad(BadAnswer::Token) }
}

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(AS_SENT, HiddenVisitor)
    }
}

struct HiddenVisitor;

impl HiddenVisitor {
    fn some<E>(text: impl Into<String>) -> Result<Hidden, E> {
        let secret = Secret::new(text);
        // Reason: a blank token is none.
        Ok(Hidden { secret: Some(secret).filter(|secret| !secret.expose().trim().is_empty()), named: true })
    }
}

impl<'de> Visitor<'de> for HiddenVisitor {
    type Value = Hidden;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a token")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Hidden, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Hidden, E> {
        Self::some(text)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Hidden, E> {
        Self::some(number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Hidden, E> {
        Self::some(number.to_string())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Hidden, E> {
        Ok(Hidden::NONE)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Hidden, E> {
        Ok(Hidden::NONE)
    }

    fn visit_unit<E: Error>(self) -> Result<Hidden, E> {
        Ok(Hidden::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Hidden, A::Error> {
        skip_list(list).map(|()| Hidden::NONE)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Hidden, A::Error> {
        skip_map(map).map(|()| Hidden::NONE)
    }
}
