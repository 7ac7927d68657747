//! Named values of a provider: from the profile and from the user's input.

use std::collections::BTreeMap;

use crate::secret::Secret;

/// One value, plain or secret.
#[derive(Debug, Clone)]
pub enum Value {
    /// May be shown and stored unencrypted.
    Plain(String),
    /// Never shown.
    Secret(Secret),
}

/// Values by field name: the profile's, its credential's, and the answers of this sign-in over them.
#[derive(Debug, Clone, Default)]
pub struct Values(BTreeMap<String, Value>);

impl Values {
    /// No values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a plain value.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.0.insert(name.into(), Value::Plain(value.into()));
        self
    }

    /// Sets a secret value.
    pub fn keep(&mut self, name: impl Into<String>, value: Secret) -> &mut Self {
        self.0.insert(name.into(), Value::Secret(value));
        self
    }

    /// A plain value; empty ones count as absent.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.0.get(name) {
            Some(Value::Plain(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// A secret value; empty ones count as absent.
    pub fn secret(&self, name: &str) -> Option<&Secret> {
        match self.0.get(name) {
            Some(Value::Secret(secret)) if !secret.is_empty() => Some(secret),
            _ => None,
        }
    }

    /// Whether there is a value that is not empty.
    pub fn has(&self, name: &str) -> bool {
        self.text(name).is_some() || self.secret(name).is_some()
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Lays other values over these.
    pub fn over(&mut self, other: Self) -> &mut Self {
        self.0.extend(other.0);
        self
    }

    /// Every value by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}
