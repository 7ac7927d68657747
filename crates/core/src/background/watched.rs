//! Sessions as the schedule sees them.

use hallpass_providers::{Address, Capability, Host};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use crate::environment::Environment;
use crate::error::Result;
use crate::profile::{Profile, Renewal, by_id};
use crate::session::{SessionRecord, SessionState, is_renewable, load, signed_in, state};

/// A session with what decides about its time. Every moment is of the clock here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Watched {
    /// The profile's id: names may change.
    pub(crate) id: String,
    /// The profile's name.
    pub(crate) profile: String,
    pub(crate) environment: Environment,
    pub(crate) host: Host,
    /// When it was issued.
    pub(crate) began: Timestamp,
    /// When it expires, where that is known.
    pub(crate) expires_at: Option<Timestamp>,
    /// Whether it can be renewed without a password.
    pub(crate) renewable: bool,
    /// Until when, where the server says so.
    pub(crate) renewable_until: Option<Timestamp>,
    /// The server has said that it no longer accepts the token.
    pub(crate) dead: bool,
    /// It is in its last part, or over.
    pub(crate) expiring: bool,
    /// Whether the server can be asked about it, which is use that may extend it.
    pub(crate) verifiable: bool,
    /// Whether use extends it.
    pub(crate) use_extends: bool,
    /// When this session came into the vault; a renewed one is another.
    pub(crate) version: Timestamp,
    /// When it was last signed in, renewed or verified.
    pub(crate) touched_at: Timestamp,
    /// What the profile says.
    pub(crate) renewal: Renewal,
}

/// Every session there is.
pub(super) fn watched(db: &Connection, now: Timestamp) -> Result<Vec<Watched>> {
    let mut all = Vec::new();
    for id in signed_in(db)? {
        let profile = by_id(db, &id)?;
        if let Some(stored) = load(db, &profile)? {
            all.push(one(&profile, &stored.record, now));
        }
    }
    Ok(all)
}

fn one(profile: &Profile, record: &SessionRecord, now: Timestamp) -> Watched {
    let facts = &record.facts;
    let offset = SignedDuration::from_secs(record.clock_offset_seconds);
    let here = |at: Timestamp| at.checked_sub(offset).unwrap_or(at);
    let host = Address::parse(&profile.server).map_or_else(|_| profile.server.clone().into(), |server| server.host());
    Watched {
        id: profile.id.to_string(),
        profile: profile.name.clone(),
        environment: profile.environment.clone(),
        host,
        began: facts.issued_at.map_or(record.signed_in_at, here),
        expires_at: facts.expiry.at.filter(|_| !facts.expiry.never).map(here),
        renewable: is_renewable(record),
        renewable_until: facts.renewable_until.map(here),
        dead: record.dead,
        expiring: matches!(state(record, now), SessionState::Expired | SessionState::Expiring),
        verifiable: facts.can.contains(&Capability::Verify),
        use_extends: facts.expiry.may_be_later,
        version: record.signed_in_at,
        touched_at: record.verified_at.map_or(record.signed_in_at, |verified| verified.max(record.signed_in_at)),
        renewal: profile.renewal,
    }
}
