//! How serde reads a row: by hand, in one pass. Untagged enums would keep a copy of every member first, and an answer
//! has fifty rows, of thousands of answers.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Number;

use super::rows::{Cell, Members, Row};
use crate::redaction::EXACT;

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RowVisitor)
    }
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let (mut members, mut seen, mut twice) = (Members::default(), [false; 4], false);
        let mut first = |place: usize| twice |= std::mem::replace(&mut seen[place], true);
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            match &*name {
                "userId" => {
                    first(0);
                    members.user_id = map.next_value()?;
                }
                "loginname" | "loginName" => {
                    first(1);
                    members.login_name = map.next_value()?;
                }
                "authKey" => {
                    first(2);
                    members.auth_key = map.next_value()?;
                }
                "expireTime" => {
                    first(3);
                    members.expire_time = map.next_value()?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        // Which of two is meant is not for us to say.
        Ok(if twice { Row::Else } else { Row::Read(members) })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Row, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Row::Else)
    }

    fn visit_unit<E: Error>(self) -> Result<Row, E> {
        Ok(Row::Else)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Row, E> {
        Ok(Row::Else)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Row, E> {
        Ok(Row::Else)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Row, E> {
        Ok(Row::Else)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Row, E> {
        Ok(Row::Else)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Row, E> {
        Ok(Row::Else)
    }
}

/// Text as the field expects it: what is no secret is not kept as one.
impl<'de, T: From<String>> Deserialize<'de> for Cell<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Characters that a name cannot hold make it unreadable: made visible, it could be another account's.
        deserializer.deserialize_newtype_struct(EXACT, CellVisitor(PhantomData))
    }
}

struct CellVisitor<T>(PhantomData<T>);

impl<'de, T: From<String>> Visitor<'de> for CellVisitor<T> {
    type Value = Cell<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a member of a row")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Cell::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Cell::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Number::from_f64(number).map_or(Cell::Else, Cell::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cell::Text(text.to_owned().into()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Cell::Else)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cell::Else)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell::Else)
    }
}
