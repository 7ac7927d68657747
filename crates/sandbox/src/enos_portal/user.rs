//! What the Portal says of a person.

use serde_json::{Value, json};

use super::accounts::{self, Account};

pub(super) fn organizations_json(account: &Account) -> Value {
    account.organizations.iter().map(|(id, name)| json!({"id": id, "name": name})).collect()
}

pub(super) fn user_id(account: &Account) -> String {
    let at = accounts::ACCOUNTS.iter().position(|known| known.name == account.name).unwrap_or(0);
    format!("u{}", 100 + at)
}

pub(super) fn email(account: &Account) -> String {
    let name = account.name.split('@').next().unwrap_or_default();
    format!("{name}@sandbox.example")
}
