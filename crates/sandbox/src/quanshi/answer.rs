//! The answer of `authkey/get`.

use serde::{Serialize, Serializer};

use super::accounts::Account;

/// One account's row.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    user_id: u64,
    loginname: String,
    #[serde(skip_serializing_if = "Cell::absent")]
    auth_key: Cell<String>,
    #[serde(skip_serializing_if = "Cell::absent")]
    expire_time: Cell<i64>,
}

/// A value, or one of the forms of a missing one.
#[derive(Clone)]
pub(super) enum Cell<T> {
    Value(T),
    Null,
    EmptyText,
    Absent,
}

impl<T> Cell<T> {
    fn absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// "Empty" as the document has it, in one of the three forms.
    fn nothing(which: u64) -> Self {
        match which % 3 {
            0 => Self::Null,
            1 => Self::EmptyText,
            _ => Self::Absent,
        }
    }
}

impl<T: Serialize> Serialize for Cell<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::EmptyText => serializer.serialize_str(""),
            Self::Null | Self::Absent => serializer.serialize_none(),
        }
    }
}

impl Row {
    pub(super) fn with_key(account: &Account, minted: u32, expire_time: i64) -> Self {
        Self {
            user_id: account.user_id,
            loginname: account.login.clone(),
            auth_key: Cell::Value(account.key(minted)),
            expire_time: Cell::Value(expire_time),
        }
    }

    pub(super) fn without_key(account: &Account) -> Self {
        Self {
            user_id: account.user_id,
            loginname: account.login.clone(),
            auth_key: Cell::nothing(account.trait_number(3)),
            expire_time: Cell::nothing(account.trait_number(4)),
        }
    }

    /// A row nobody asked for.
    pub(super) fn stranger(number: u64) -> Self {
        let account =
            Account::named(&format!("stranger{number}@elsewhere.example"), super::accounts::Shares::default());
        Self::with_key(&account, 0, -1)
    }
}

/// The whole answer.
#[derive(Serialize)]
pub(super) struct Answer {
    pub(super) status: i64,
    pub(super) result: Option<Vec<Row>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) msg: Option<&'static str>,
    pub(super) request_id: String,
    pub(super) timestamp: i64,
    pub(super) content_type: &'static str,
    pub(super) request_duration: &'static str,
}

impl Answer {
    pub(super) fn new(now: i64, serial: u64) -> Self {
        Self {
            status: 0,
            result: None,
            msg: None,
            request_id: format!("confopenapiserver-192.0.2.10-{}.{:03}000000.{serial}", now / 1000, now % 1000),
            timestamp: now,
            content_type: "application/json",
            request_duration: "1.7ms",
        }
    }
}
