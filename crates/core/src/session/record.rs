//! A session as it is kept, and what can be done with it.

use hallpass_providers::{Capability, SessionFacts};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The owner kind of a session's tokens in the vault; the id is the profile's.
pub(crate) const SECRETS: &str = "session";

/// A session as it is kept, without its tokens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SessionRecord {
    pub(crate) facts: SessionFacts,
    /// The last characters of the token.
    pub(crate) hint: String,
    /// Whether there is a token to renew with.
    pub(crate) refreshable: bool,
    /// When it was signed in, by the clock here.
    pub(crate) signed_in_at: Timestamp,
    /// Server's clock minus the clock here.
    pub(crate) clock_offset_seconds: i64,
    /// When the server last accepted the token.
    #[serde(default)]
    pub(crate) verified_at: Option<Timestamp>,
    /// The server said that it no longer accepts the token.
    #[serde(default)]
    pub(crate) dead: bool,
    /// How often its refresh token was sent without a response that said what became of it. In a column of its own, since
    /// it is written before the token is sent.
    #[serde(skip)]
    pub(crate) unknown_renewals: u32,
}

/// A refresh token that was sent and not answered may be used up: it is tried once more, and then no more.
pub(super) const MAX_UNKNOWN_RENEWALS: u32 = 2;

/// Whether it can be renewed without a password.
pub(crate) fn is_renewable(record: &SessionRecord) -> bool {
    record.facts.can.contains(&Capability::Renew) && record.unknown_renewals < MAX_UNKNOWN_RENEWALS
}

/// What can be done with it now.
pub(crate) fn capabilities(record: &SessionRecord) -> Vec<Capability> {
    let renewable = is_renewable(record);
    record.facts.can.iter().copied().filter(|can| renewable || *can != Capability::Renew).collect()
}
