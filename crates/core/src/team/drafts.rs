//! Edits that could not be written: kept until they are sent or discarded.

use hallpass_providers::Text;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::packs::{Difference, Packed};
use crate::profile::ProfileId;

/// An edit that could not be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamDraft {
    /// The profile's name here.
    pub profile: String,
    /// When it was made.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub made_at: Timestamp,
    /// Why it was not written.
    pub why: Text,
    /// What it changes.
    pub differences: Vec<Difference>,
    /// Someone else has written a version meanwhile: both are shown before it is written over.
    pub conflict: bool,
}

/// A draft as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StoredDraft {
    pub(super) packed: Packed,
    /// The version that it was made from.
    pub(super) base: u64,
    pub(super) made_at: Timestamp,
    pub(super) why: Text,
    /// The version of someone else's that was last shown beside it: it may be written over that one and no other.
    #[serde(default)]
    pub(super) shown: Option<u64>,
}

pub(super) fn save(db: &Connection, profile: &ProfileId, draft: &StoredDraft) -> Result<()> {
    let data = serde_json::to_string(draft).map_err(|_| Error::internal("a draft cannot be written"))?;
    db.prepare_cached(
        "INSERT INTO team_draft (profile_id, data) VALUES (?1, ?2)
         ON CONFLICT (profile_id) DO UPDATE SET data = excluded.data",
    )?
    .execute(params![profile, data])?;
    Ok(())
}

pub(super) fn find(db: &Connection, profile: &ProfileId) -> Result<Option<StoredDraft>> {
    let mut query = db.prepare_cached("SELECT data FROM team_draft WHERE profile_id = ?1")?;
    let data: Option<String> = query.query_row([profile], |row| row.get(0)).optional()?;
    let read = |data: String| serde_json::from_str(&data).map_err(|_| Error::internal("a draft cannot be read"));
    data.map(read).transpose()
}

pub(super) fn remove(db: &Connection, profile: &ProfileId) -> Result<()> {
    db.prepare_cached("DELETE FROM team_draft WHERE profile_id = ?1")?.execute([profile])?;
    Ok(())
}
