//! What a simulated system is: its addresses, its demo accounts, and what it answers.

use serde_json::{Map, Value, json};

use crate::http::{Call, Reply};
use crate::state::SharedState;

/// Text for people in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    pub(crate) const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    pub(crate) fn json(self) -> Value {
        json!({"zh": self.zh, "en": self.en})
    }
}

/// An address of a system. The first door of a system bears the system's id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endpoint {
    pub(crate) id: &'static str,
    pub(crate) words: Words,
}

/// A simulated login system.
pub(crate) trait System: Send + Sync {
    /// Id, name and addresses.
    fn endpoints(&self) -> &'static [Endpoint];

    /// What the user should know before trying it.
    fn hint(&self) -> Words;

    /// The demo accounts.
    fn accounts(&self) -> Vec<Demo>;

    /// Answers a request that came to `endpoint`.
    fn answer(&self, endpoint: &str, call: &Call, world: &SharedState) -> Reply;

    /// Forgets every session, lock and code.
    fn reset(&self);

    /// Opens an account that was locked by wrong tries; false when it was not.
    fn unlock(&self, account: &str) -> bool;

    /// What only this system has for tests (a captcha's text, minted keys, ...), by name.
    fn hook(&self, _name: &str, _arguments: &Arguments) -> Option<Value> {
        None
    }

    /// The system's id.
    fn id(&self) -> &'static str {
        self.endpoints().first().map_or("", |endpoint| endpoint.id)
    }
}

/// The arguments of a hook.
pub(crate) type Arguments = Map<String, Value>;

/// A demo account as it is shown to people.
pub(crate) struct Demo {
    pub(crate) name: Words,
    pub(crate) method: &'static str,
    /// The address it is meant for.
    pub(crate) endpoint: &'static str,
    pub(crate) fields: Vec<(&'static str, String)>,
    pub(crate) happens: Words,
}

impl Demo {
    pub(crate) fn json(&self) -> Value {
        let fields: Map<String, Value> =
            self.fields.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str()))).collect();
        json!({"name": self.name.json(), "method": self.method, "address": self.endpoint, "fields": fields,
            "happens": self.happens.json()})
    }
}
