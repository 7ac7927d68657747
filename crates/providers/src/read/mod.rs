//! Lenient readers for values that vendors write in several forms: numbers as text, dates in several formats, single
//! values or lists. A field of an unexpected type reads as absent; it never fails a response.

mod date;
mod object;
mod secret;

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

pub use date::date;
pub(crate) use date::moment;
pub(crate) use object::Objects;
pub(crate) use secret::{Hidden, token};

/// A number, digits as text, or text; `null` and "" read as nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Scalar {
    /// No value, or one of another type.
    #[default]
    Nothing,
    /// A text, or the digits of a whole number.
    Text(String),
    /// No id and no code, but a length or a time.
    Fraction(f64),
}

impl Scalar {
    /// Its text, or its digits.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Nothing | Self::Fraction(_) => None,
        }
    }

    /// This, or where it is nothing the other: a member that has two names.
    pub(crate) fn or<'a>(&'a self, other: &'a Self) -> &'a Self {
        if *self == Self::Nothing { other } else { self }
    }

    /// The whole number in front of the point, also of digits as text.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => integer(text),
            Self::Fraction(number) => truncated(*number),
        }
    }

    /// The next whole number, for how long to wait.
    pub fn rounded_up(&self) -> Option<i64> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => text.trim().parse().ok().or_else(|| truncated(text.trim().parse::<f64>().ok()?.ceil())),
            Self::Fraction(number) => truncated(number.ceil()),
        }
    }

    /// A moment: seconds or milliseconds since 1970, or a date as text.
    pub(crate) fn moment(&self) -> Option<jiff::Timestamp> {
        match self.int() {
            Some(number) => moment(number),
            None => date(self.text()?),
        }
    }

    /// Yes or no, in the spellings that they have.
    pub fn is(&self, yes: bool) -> bool {
        match self.text() {
            Some("true" | "1") => yes,
            Some("false" | "0") => !yes,
            _ => false,
        }
    }

    fn float(number: f64) -> Self {
        const EXACT: f64 = 9e15;
        if number.fract() == 0.0 && number.abs() < EXACT {
            Self::Text(format!("{number:.0}"))
        } else {
            Self::Fraction(number)
        }
    }
}

/// The whole number in front of the point of a number as text.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    text.parse().ok().or_else(|| truncated(text.parse().ok()?))
}

fn truncated(number: f64) -> Option<i64> {
    const MOST: f64 = 9e15;
    // Within these bounds a float is exact in front of the point; what is no number is beyond them as well.
    (number.abs() < MOST).then_some(number.trunc() as i64)
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a number or a text")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Text(number.to_string()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Text(number.to_string()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::float(number))
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Scalar, E> {
        Ok(Scalar::Text(yes.to_string()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::from(text))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Scalar, A::Error> {
        object::skip_list(list).map(|()| Scalar::Nothing)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Scalar, A::Error> {
        object::skip_map(map).map(|()| Scalar::Nothing)
    }
}

/// One thing, or a list of it, or nothing. For objects there is `Objects`.
#[derive(Debug, Clone)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

/// By hand, since an untagged enum would first keep a copy of the whole list.
struct OneOrManyVisitor<T>(PhantomData<T>);

impl<T> OneOrManyVisitor<T> {
    fn one<'de, V: IntoDeserializer<'de, E>, E: de::Error>(value: V) -> Result<OneOrMany<T>, E>
    where
        T: Deserialize<'de>,
    {
        T::deserialize(value.into_deserializer()).map(|one| OneOrMany(vec![one]))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("one thing or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(OneOrMany)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|one| OneOrMany(vec![one]))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(OneOrMany::default())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        Self::one(value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        Self::one(value)
    }
}

#[cfg(test)]
mod tests;
