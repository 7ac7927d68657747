//! Teams in the vault.

use std::collections::BTreeMap;

use hallpass_providers::Text;
use hallpass_team::{DocumentId, Name};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::drafts::StoredDraft;
use super::settings::TeamSettings;
use crate::error::{Error, ErrorCode, Result};
use crate::next_step::NextStep;
use crate::profile::ProfileId;

/// Why the last sync of a team did not come to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SyncFailure {
    /// When that was.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Timestamp,
    /// Why.
    pub error: Error,
}

/// What is known of a team apart from its settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) settings: TeamSettings,
    /// What the server calls whoever logged in, where that is not the user of the settings.
    #[serde(default)]
    pub(super) name: Option<String>,
    /// The last sync that came to its end, in seconds since 1970.
    #[serde(default)]
    pub(super) synced_at: Option<i64>,
    /// Why the one after that did not.
    #[serde(default)]
    pub(super) failure: Option<SyncFailure>,
    /// What the last sync could not use.
    #[serde(default)]
    pub(super) problems: Vec<Text>,
    /// Logins in a row that were refused after the one before was over.
    #[serde(default)]
    pub(super) refused: u32,
    /// Drafts of profiles that were removed from here, until they come again.
    #[serde(default)]
    pub(super) drafts: BTreeMap<DocumentId, StoredDraft>,
    /// Profiles that are being shared, by the document that each becomes: whether it was written is not known yet.
    #[serde(default)]
    pub(super) sharing: BTreeMap<DocumentId, ProfileId>,
}

impl Stored {
    /// Of a team that was just joined.
    pub(super) const fn new(settings: TeamSettings) -> Self {
        Self {
            settings,
            name: None,
            synced_at: None,
            failure: None,
            problems: Vec::new(),
            refused: 0,
            drafts: BTreeMap::new(),
            sharing: BTreeMap::new(),
        }
    }
}

pub(super) fn all(db: &Connection) -> Result<Vec<Stored>> {
    let mut query = db.prepare_cached("SELECT data FROM team ORDER BY alias")?;
    let rows = query.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|data| read(&data?)).collect()
}

/// The team of this name, or the only one.
pub(super) fn settings(db: &Connection, alias: Option<&str>) -> Result<TeamSettings> {
    let teams = all(db)?;
    let found = match alias {
        Some(alias) => teams.into_iter().find(|team| team.settings.alias.as_str().eq_ignore_ascii_case(alias)),
        None if teams.len() > 1 => return Err(which(&teams)),
        None => teams.into_iter().next(),
    };
    found.map(|team| team.settings).ok_or_else(|| match alias {
        Some(alias) => Error::no_such("团队", "team", alias),
        None => Error::new(ErrorCode::Usage, Text::new("尚未加入任何团队", "No team has been joined"))
            .next(NextStep::JoinTeam),
    })
}

fn which(teams: &[Stored]) -> Error {
    let names = teams.iter().map(|team| team.settings.alias.as_str()).collect::<Vec<_>>().join(", ");
    Error::made(
        ErrorCode::Usage,
        format!("已加入多个团队（{names}），请指定一个"),
        format!("Several teams have been joined ({names}); choose one"),
    )
    .field("team")
    .next(NextStep::ChooseTeam)
}

pub(super) fn save(db: &Connection, stored: &Stored) -> Result<()> {
    let data = serde_json::to_string(stored).map_err(|_| Error::internal("a team cannot be written"))?;
    db.prepare_cached(
        "INSERT INTO team (alias, data) VALUES (?1, ?2) ON CONFLICT (alias) DO UPDATE SET data = excluded.data",
    )?
    .execute(params![stored.settings.alias.as_str(), data])?;
    Ok(())
}

pub(super) fn stored(db: &Connection, alias: &Name) -> Result<Option<Stored>> {
    let mut query = db.prepare_cached("SELECT data FROM team WHERE alias = ?1")?;
    let data: Option<String> = query.query_row([alias.as_str()], |row| row.get(0)).optional()?;
    data.map(|data| read(&data)).transpose()
}

/// Changes what is known of a team, where it was joined.
pub(super) fn change(db: &Connection, alias: &Name, change: impl FnOnce(&mut Stored)) -> Result<()> {
    let Some(mut found) = stored(db, alias)? else { return Ok(()) };
    change(&mut found);
    save(db, &found)
}

pub(super) fn remove(db: &Connection, alias: &Name) -> Result<()> {
    db.prepare_cached("DELETE FROM team WHERE alias = ?1")?.execute([alias.as_str()])?;
    Ok(())
}

/// The names of the teams that were joined.
pub(crate) fn aliases(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare_cached("SELECT alias FROM team ORDER BY alias")?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read(data: &str) -> Result<Stored> {
    serde_json::from_str(data).map_err(|_| Error::internal("a stored team cannot be read"))
}
