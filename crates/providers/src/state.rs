//! State kept between two steps of an operation.

use std::collections::BTreeMap;

use crate::fault::Fault;
use crate::secret::Secret;
use crate::session::{Session, Tokens};

const FACTS: &str = "session";
const TOKEN: &str = "token";
const REFRESH: &str = "refresh";

/// The progress of an operation as plain data, so that a sign-in that waits for the user survives a restart.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The step, by a name that the provider gave.
    pub step: String,
    /// What may be stored unencrypted.
    pub facts: BTreeMap<String, String>,
    /// What may not.
    pub secrets: BTreeMap<String, Secret>,
}

impl State {
    /// A step without data.
    pub fn at(step: impl Into<String>) -> Self {
        Self { step: step.into(), ..Self::default() }
    }

    /// With a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// With a secret.
    #[must_use]
    pub fn keep(mut self, name: &str, value: Secret) -> Self {
        self.secrets.insert(name.to_owned(), value);
        self
    }

    /// The same data at another step.
    #[must_use]
    pub fn to(mut self, step: impl Into<String>) -> Self {
        self.step = step.into();
        self
    }

    /// With a session, for the steps about it.
    #[must_use]
    pub fn with_session(self, session: &Session) -> Self {
        // Facts always serialise: they have text keys and no secret.
        let facts = serde_json::to_string(&session.facts).unwrap_or_default();
        let state = self.with(FACTS, facts).keep(TOKEN, session.tokens.token.clone());
        match &session.tokens.refresh {
            Some(refresh) => state.keep(REFRESH, refresh.clone()),
            None => state,
        }
    }

    /// The session that [`State::with_session`] put in.
    ///
    /// # Errors
    /// Returns [`Fault::NoToken`] if there is no token.
    pub fn session(&self) -> Result<Session, Fault> {
        let facts = serde_json::from_str(self.fact(FACTS)).unwrap_or_default();
        let token = self.secret(TOKEN).cloned().ok_or(Fault::NoToken)?;
        Ok(Session { facts, tokens: Tokens { token, refresh: self.secret(REFRESH).cloned() } })
    }

    /// A fact; empty if there is none.
    pub fn fact(&self, name: &str) -> &str {
        self.facts.get(name).map_or("", String::as_str)
    }

    /// A secret.
    pub fn secret(&self, name: &str) -> Option<&Secret> {
        self.secrets.get(name)
    }
}
