//! Lenient readers for what the vendors write in several ways: numbers as text, one thing or a list of it.

use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A number, digits as text, or text; `null` and "" read as nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Scalar(Option<String>);

impl Scalar {
    pub(crate) fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub(crate) fn int(&self) -> Option<i64> {
        self.0.as_deref()?.parse().ok()
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Any {
            Int(i64),
            Big(u64),
            Float(f64),
            Bool(bool),
            Text(String),
            Other(IgnoredAny),
        }
        Ok(Self(match Option::<Any>::deserialize(deserializer)? {
            Some(Any::Int(number)) => Some(number.to_string()),
            Some(Any::Big(number)) => Some(number.to_string()),
            Some(Any::Float(number)) => whole(number),
            Some(Any::Bool(yes)) => Some(yes.to_string()),
            Some(Any::Text(text)) => Some(text).filter(|text| !text.is_empty()),
            Some(Any::Other(_)) | None => None,
        }))
    }
}

/// `1.0` reads as 1; what is no whole number is no id, code or time.
fn whole(number: f64) -> Option<String> {
    (number.fract() == 0.0 && number.abs() < 9e15).then(|| format!("{number:.0}"))
}

/// One thing, or a list of it, or nothing.
#[derive(Debug, Clone)]
pub(crate) struct OneOrMany<T>(pub(crate) Vec<T>);

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

/// A moment from seconds or milliseconds since 1970: what is over 10^11 can only be milliseconds.
pub(crate) fn moment(number: i64) -> Option<Timestamp> {
    const FIRST_MILLISECONDS: i64 = 100_000_000_000;
    match number {
        ..=0 => None,
        1..FIRST_MILLISECONDS => Timestamp::from_second(number).ok(),
        _ => Timestamp::from_millisecond(number).ok(),
    }
}

/// A token as a server sent it; one with control characters could end a header line and is not kept.
pub(crate) fn token(text: Option<crate::Secret>) -> Result<crate::Secret, crate::Fault> {
    let token = text.filter(|token| !token.is_empty()).ok_or(crate::Fault::NoToken)?;
    // Reason: looked at for characters that no header can carry.
    let clean = token.expose().chars().all(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}'));
    let short = token.expose().len() <= 64 * 1024;
    if clean && short {
        Ok(token)
    } else {
        Err(crate::Fault::BadAnswer { what: crate::BadAnswer::Token, offset: None })
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{OneOrMany, Scalar, moment};

    #[derive(Deserialize)]
    struct Wire {
        #[serde(default)]
        x: Scalar,
        #[serde(default)]
        many: OneOrMany<u8>,
    }

    fn scalar(json: &str) -> Option<String> {
        serde_json::from_str::<Wire>(json).unwrap().x.text().map(str::to_owned)
    }

    #[test]
    fn scalars_in_every_spelling() {
        for (json, want) in [
            (r#"{"x":7}"#, Some("7")),
            (r#"{"x":"7"}"#, Some("7")),
            (r#"{"x":7.0}"#, Some("7")),
            (r#"{"x":18446744073709551615}"#, Some("18446744073709551615")),
            (r#"{"x":"MEDIUM"}"#, Some("MEDIUM")),
            (r#"{"x":""}"#, None),
            (r#"{"x":null}"#, None),
            (r#"{"x":{"y":1}}"#, None),
            (r#"{}"#, None),
        ] {
            assert_eq!(scalar(json).as_deref(), want, "{json}");
        }
    }

    #[test]
    fn one_or_many() {
        for (json, want) in [(r#"{"many":1}"#, 1), (r#"{"many":[1,2]}"#, 2), (r#"{"many":null}"#, 0), ("{}", 0)] {
            assert_eq!(serde_json::from_str::<Wire>(json).unwrap().many.0.len(), want, "{json}");
        }
    }

    #[test]
    fn moments_in_seconds_and_milliseconds() {
        assert_eq!(moment(1_562_849_746), moment(1_562_849_746_000));
        assert_eq!(moment(0), None);
        assert_eq!(moment(-1), None);
        assert_eq!(moment(i64::MAX), None);
    }
}
