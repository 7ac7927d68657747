//! What the tries of an account are counted by at a host.

use std::fmt;

use hallpass_providers::{Descriptor, Method, Values};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// Everything that tells the account from another one at the host: never mistaken for the host, or for the account as a
/// person wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AccountKey(String);

impl AccountKey {
    /// The account itself, and what else tells it apart by name; no value holds the separator.
    pub(crate) fn new(descriptor: &Descriptor, method: &Method, values: &Values) -> Self {
        let mut parts = descriptor.account_key(method, values).into_iter();
        let account = parts.next().map(|(_, value)| value).unwrap_or_default();
        Self(parts.fold(account, |key, (name, value)| format!("{key}\u{1f}{name}={value}")))
    }

    /// These, one after another.
    pub(crate) fn of_parts(parts: &[&str]) -> Self {
        Self(parts.join("\u{1f}"))
    }

    /// All accounts of a host: its own cool-down is stored under the empty account.
    pub(super) fn whole_host() -> Self {
        Self::default()
    }

    /// The text messages of the account, whose waits say nothing about passwords.
    pub(super) fn messages(&self) -> Self {
        Self(format!("sms:{}", self.0))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToSql for AccountKey {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for AccountKey {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        String::column_result(value).map(Self)
    }
}
