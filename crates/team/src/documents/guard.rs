//! The guard record of a shared secret: version numbers and who is using it, never the secret or a hash of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Document, FORM, check_name};
use crate::fault::BadDocument;

/// Attempts under way that a record may name; a longer list is tampering.
const MAX_UNDER_WAY: usize = 16;

/// What is known of a version of a shared secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuardState {
    /// Nobody has signed in with it yet.
    Untried,
    /// Someone has signed in with it.
    Proven,
    /// A server has rejected it.
    Refused,
    /// Someone is changing it.
    Changing,
}

/// The guard of one shared secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuardDocument {
    pub(crate) v: u64,
    pub(crate) op: Uuid,
    /// The version of the secret that it is about.
    pub secret: u64,
    /// What is known of that.
    pub state: GuardState,
    /// Who found that out, as they call themselves.
    #[serde(default)]
    pub by: String,
    /// Attempts that were reserved and not settled.
    #[serde(default)]
    pub under_way: Vec<UnderWay>,
    /// Until when the account is left alone, in seconds since 1970 by the server's clock.
    #[serde(default)]
    pub cooldown: Option<i64>,
    /// Attempts with this version whose time passed without a word of what became of them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unsettled: u32,
    /// For whom a server has rejected this version, while someone is changing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// An attempt that was reserved and not settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnderWay {
    /// Whose it is: the write that reserved it.
    pub op: Uuid,
    /// Until when it counts, in seconds since 1970 by the server's clock.
    pub until: i64,
}

impl GuardDocument {
    /// Of a version that nobody has tried.
    pub fn untried(secret: u64, by: &str) -> Self {
        Self {
            v: FORM,
            op: Uuid::nil(),
            secret,
            state: GuardState::Untried,
            by: by.to_owned(),
            under_way: Vec::new(),
            cooldown: None,
            unsettled: 0,
            refused: None,
        }
    }
}

impl Document for GuardDocument {
    fn op(&self) -> Uuid {
        self.op
    }

    fn check(&self) -> Result<(), BadDocument> {
        if self.under_way.len() > MAX_UNDER_WAY {
            return Err(BadDocument::Shape);
        }
        check_name(&self.by)?;
        self.refused.as_deref().map_or(Ok(()), check_name)
    }
}
