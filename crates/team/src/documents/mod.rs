//! The documents of a team. Input from other members is untrusted: types, sizes, characters and ids are checked, and an
//! invalid document is ignored on its own.

mod guard;
mod object;

use hallpass_providers::{Secret, safe_words};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use guard::{GuardDocument, GuardState, UnderWay};
pub(crate) use object::Object;

use crate::fault::BadDocument;
use crate::log_in::in_body;
use crate::names::DocumentId;

/// Bytes of a document at most; the server's own limit for a value.
pub const MAX_DOCUMENT: usize = 1024 * 1024;

/// Bytes of an answer at most: a document, and what the server says beside it.
pub const MAX_REPLY: usize = MAX_DOCUMENT + 64 * 1024;

/// The form of documents that this version writes and reads.
pub(crate) const FORM: u64 = 1;

/// Bytes of a shared secret at most.
const MAX_SECRET: usize = 64 * 1024;

/// A document: checked, and known by who wrote it.
pub(crate) trait Document: Serialize + DeserializeOwned {
    /// The write that made it.
    fn op(&self) -> Uuid;

    /// Looks at what types cannot say.
    fn check(&self) -> Result<(), BadDocument>;
}

/// A shared profile; `P` is the profile as the core packs it, and is checked there as if it were typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileDocument<P> {
    v: u64,
    op: Uuid,
    /// The profile without secrets; nothing where it was removed from the team.
    pub profile: Option<P>,
    /// The secret that it shares.
    #[serde(default)]
    pub secret: Option<DocumentId>,
    /// Who wrote it, as they call themselves; the audit log knows better.
    #[serde(default)]
    pub by: String,
}

impl<P> ProfileDocument<P> {
    /// To be written once.
    pub fn new(op: Uuid, profile: Option<P>, secret: Option<DocumentId>, by: &str) -> Self {
        Self { v: FORM, op, profile, secret, by: by.to_owned() }
    }
}

impl<P: Serialize + DeserializeOwned> Document for ProfileDocument<P> {
    fn op(&self) -> Uuid {
        self.op
    }

    fn check(&self) -> Result<(), BadDocument> {
        check_name(&self.by)
    }
}

/// A shared secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretDocument {
    v: u64,
    op: Uuid,
    /// It.
    #[serde(serialize_with = "in_body")]
    pub password: Secret,
    /// Who wrote it, as they call themselves.
    #[serde(default)]
    pub by: String,
}

impl SecretDocument {
    /// To be written once.
    pub fn new(op: Uuid, password: Secret, by: &str) -> Self {
        Self { v: FORM, op, password, by: by.to_owned() }
    }
}

impl Document for SecretDocument {
    fn op(&self) -> Uuid {
        self.op
    }

    fn check(&self) -> Result<(), BadDocument> {
        // Reason: checked for characters that no field of a form can hold.
        let text = self.password.expose();
        let good = !text.is_empty() && text.len() <= MAX_SECRET && !text.chars().any(char::is_control);
        if good { check_name(&self.by) } else { Err(BadDocument::Text) }
    }
}

/// The name of a person that is shown beside what they did.
pub(crate) fn check_name(name: &str) -> Result<(), BadDocument> {
    const MOST: usize = 256;
    // What a screen would show in another way than it is.
    let plain = name.len() <= MOST && safe_words(name) == name;
    if plain { Ok(()) } else { Err(BadDocument::Text) }
}
