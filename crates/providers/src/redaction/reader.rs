//! The reader through which every answer is deserialised: it hands on no text that [`Redaction`] has not seen, and no
//! array where a struct is due, since serde would read that by position.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::Redaction;
use crate::secret::AS_SENT;

/// The newtype name by which a value asks for texts without our secrets, otherwise as they were sent.
pub(crate) const EXACT: &str = "hallpass:exact";

#[derive(Clone, Copy)]
struct Manner<'r> {
    redaction: &'r Redaction,
    /// Nothing in the answer can be one of our secrets: its texts are only made safe for a screen.
    clean: bool,
    exact: bool,
    object_only: bool,
}

impl Manner<'_> {
    fn text(&self, text: &str) -> String {
        match (self.clean, self.exact) {
            (true, true) => text.to_owned(),
            (true, false) => crate::refusal::safe_words(text),
            (false, true) => self.redaction.hidden(text).into_owned(),
            (false, false) => self.redaction.words(text),
        }
    }

    fn is_secret(&self, number: &str) -> bool {
        !self.clean && self.redaction.is_secret_number(number)
    }

    fn within(self) -> Self {
        Self { object_only: false, ..self }
    }
}

/// A deserializer, a visitor or what a visitor is given, read in that manner.
pub(crate) struct Reader<'r, T> {
    inner: T,
    manner: Manner<'r>,
}

impl<'r, T> Reader<'r, T> {
    /// Reads `text` from `inner`.
    pub(crate) fn new(inner: T, text: &str, redaction: &'r Redaction) -> Self {
        let clean = !redaction.may_be_in(text);
        Self { inner, manner: Manner { redaction, clean, exact: false, object_only: false } }
    }

    fn wrap<U>(&self, inner: U) -> Reader<'r, U> {
        Reader { inner, manner: self.manner.within() }
    }
}

macro_rules! as_any {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.deserialize_any(visitor)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Reader<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(Reader { inner: visitor, manner: self.manner })
    }

    as_any! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_seq deserialize_map
        deserialize_identifier
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_option(Reader { inner: visitor, manner: self.manner })
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        if name == AS_SENT {
            return self.inner.deserialize_newtype_struct(name, visitor);
        }
        let manner = Manner { exact: self.manner.exact || name == EXACT, ..self.manner };
        self.inner.deserialize_newtype_struct(name, Reader { inner: visitor, manner })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_any(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let manner = Manner { object_only: true, ..self.manner };
        self.inner.deserialize_any(Reader { inner: visitor, manner })
    }

    /// No answer is read into an enum by its variants' names.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_ignored_any(visitor)
    }
}

macro_rules! number {
    ($($method:ident $kind:ty)*) => {$(
        fn $method<E: Error>(self, number: $kind) -> Result<V::Value, E> {
            if self.manner.is_secret(&number.to_string()) {
                return self.inner.visit_str(super::HIDDEN);
            }
            self.inner.$method(number)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Reader<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    number! { visit_i64 i64 visit_u64 u64 visit_f64 f64 }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.inner.visit_bool(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.inner.visit_string(self.manner.text(text))
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let deserializer = self.wrap(deserializer);
        self.inner.visit_some(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let deserializer = self.wrap(deserializer);
        self.inner.visit_newtype_struct(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        if self.manner.object_only {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self.inner));
        }
        let list = self.wrap(list);
        self.inner.visit_seq(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        let map = self.wrap(map);
        self.inner.visit_map(map)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Reader<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let seed = self.wrap(seed);
        self.inner.next_element_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Reader<'_, A> {
    type Error = A::Error;

    /// Names of members are looked at, and never kept.
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.inner.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let seed = self.wrap(seed);
        self.inner.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Reader<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let deserializer = self.wrap(deserializer);
        self.inner.deserialize(deserializer)
    }
}
