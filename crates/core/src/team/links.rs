//! Shared profiles in the vault: which document and version each is from.

use hallpass_providers::{Address, Text};
use hallpass_team::{DocumentId, Name};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::edit::remove;
use crate::error::{Error, ErrorCode, Result};
use crate::packs::{Difference, Packed, differences};
use crate::profile::{Profile, ProfileId, find_by_id};

/// A version that was read and is not used yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) version: u64,
    pub(super) packed: Packed,
    pub(super) secret: Option<DocumentId>,
    pub(super) by: String,
    pub(super) written_at: String,
}

/// A shared profile as it was last read or written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Link {
    /// Nothing where it was removed from the team, or cannot be used.
    pub(super) packed: Option<Packed>,
    pub(super) secret: Option<DocumentId>,
    pub(super) by: String,
    pub(super) written_at: String,
    /// Why it, or a newer version, cannot be used.
    #[serde(default)]
    pub(super) problem: Option<Text>,
    /// A newer version that the user has to accept first.
    #[serde(default)]
    pub(super) held: Option<Held>,
    /// What this version changed here.
    #[serde(default)]
    pub(super) changed: Vec<Difference>,
    /// The person has stopped sharing it, and it is not known whether the team was told: it stays here in any case.
    #[serde(default)]
    pub(super) unsharing: bool,
}

impl Link {
    /// Of a version that is used.
    pub(super) fn new(packed: Packed, secret: Option<DocumentId>, by: &str, written_at: &str) -> Self {
        let (by, written_at) = (by.to_owned(), written_at.to_owned());
        Self {
            packed: Some(packed),
            secret,
            by,
            written_at,
            problem: None,
            held: None,
            changed: Vec::new(),
            unsharing: false,
        }
    }

    /// With what it changed here.
    pub(super) fn after(self, before: &Profile, now: &Profile) -> Self {
        Self { changed: differences(Some(before), now), ..self }
    }
}

/// A shared profile with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Linked {
    pub(super) alias: Name,
    pub(super) document: DocumentId,
    pub(super) version: u64,
    pub(super) profile: Option<ProfileId>,
    pub(super) link: Link,
}

const COLUMNS: &str = "alias, document, version, profile_id, data";
type Row = (String, String, i64, Option<ProfileId>, String);

pub(super) fn linked(db: &Connection, alias: &Name) -> Result<Vec<Linked>> {
    let mut query =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM team_profile WHERE alias = ?1 ORDER BY document"))?;
    let rows = query.query_map([alias.as_str()], columns)?;
    rows.map(|row| of_row(row?)).collect()
}

pub(super) fn link_of(db: &Connection, profile_id: &ProfileId) -> Result<Option<Linked>> {
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM team_profile WHERE profile_id = ?1"))?;
    query.query_row([profile_id], columns).optional()?.map(of_row).transpose()
}

pub(super) fn save_link(db: &Connection, linked: &Linked) -> Result<()> {
    let data =
        serde_json::to_string(&linked.link).map_err(|_| Error::internal("a shared profile cannot be written"))?;
    db.prepare_cached(
        "INSERT INTO team_profile (alias, document, version, profile_id, data) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (alias, document) DO UPDATE
         SET version = excluded.version, profile_id = excluded.profile_id, data = excluded.data",
    )?
    .execute(params![
        linked.alias.as_str(),
        linked.document.as_str(),
        linked.version.cast_signed(),
        linked.profile,
        data
    ])?;
    Ok(())
}

pub(super) fn remove_link(db: &Connection, alias: &Name, document: &DocumentId) -> Result<()> {
    db.prepare_cached("DELETE FROM team_profile WHERE alias = ?1 AND document = ?2")?
        .execute([alias.as_str(), document.as_str()])?;
    Ok(())
}

/// Removes one shared profile from here.
pub(super) fn forget(
    db: &Connection,
    now: Timestamp,
    alias: &Name,
    document: &DocumentId,
    profile: Option<&ProfileId>,
) -> Result<()> {
    remove_link(db, alias, document)?;
    match profile.map(|id| find_by_id(db, id)).transpose()?.flatten() {
        Some(profile) => remove(db, now, &profile),
        None => Ok(()),
    }
}

/// The team and the shared secret that a profile signs in with.
///
/// # Errors
/// Returns an error if the profile is not reached as the team shared it: its secret is for that way alone.
pub(crate) fn secret_of(db: &Connection, profile: &Profile) -> Result<Option<(Name, DocumentId)>> {
    let Some(Linked { alias, link, .. }) = link_of(db, &profile.id)? else { return Ok(None) };
    let Some(secret) = link.secret else { return Ok(None) };
    let same = |packed: &Packed| {
        let server = Address::parse(&packed.server).is_ok_and(|server| server.as_str() == profile.server);
        server && packed.network == profile.network
    };
    if link.packed.as_ref().is_some_and(same) {
        return Ok(Some((alias, secret)));
    }
    Err(Error::made(
        ErrorCode::Usage,
        format!("“{}”的服务器、代理或证书与团队{alias}共享的不同；没有使用共享密码", profile.name),
        format!(
            "The server, proxy or certificate of {} differs from what team {alias} shares; its shared secret was not \
            used",
            profile.name
        ),
    )
    .advice(Text::new("同步团队后再试", "Sync the team, then try again")))
}

fn columns(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn of_row((alias, document, version, profile, data): Row) -> Result<Linked> {
    let bad = || Error::internal("a stored team profile cannot be read");
    Ok(Linked {
        alias: alias.parse().map_err(|_| bad())?,
        document: document.parse().map_err(|_| bad())?,
        version: version.cast_unsigned(),
        profile,
        link: serde_json::from_str(&data).map_err(|_| bad())?,
    })
}
