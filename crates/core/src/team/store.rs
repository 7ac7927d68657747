//! Teams in the vault.

use std::collections::BTreeMap;

use hallpass_providers::{Address, Text};
use hallpass_team::{DocumentId, Name};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::TeamSettings;
use super::drafts::StoredDraft;
use super::held::Held;
use crate::packs::Packed;
use crate::profile::{Profile, find};
use crate::{Error, ErrorCode, NextStep, ProfileDraft, Result};

/// What is known of a team beside its settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) settings: TeamSettings,
    /// The last sync that came to its end, in seconds since 1970.
    #[serde(default)]
    pub(super) synced_at: Option<i64>,
    /// Log-ins in a row that were refused after the one before was over.
    #[serde(default)]
    pub(super) refused: u32,
    /// Drafts of profiles that were removed from here, until they come again.
    #[serde(default)]
    pub(super) drafts: BTreeMap<DocumentId, StoredDraft>,
}

impl Stored {
    /// Of a team that was just joined.
    pub(super) const fn new(settings: TeamSettings) -> Self {
        Self { settings, synced_at: None, refused: 0, drafts: BTreeMap::new() }
    }
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
    /// A newer version that a person has to accept first.
    #[serde(default)]
    pub(super) held: Option<Held>,
}

impl Link {
    /// Of a version that is used.
    pub(super) fn new(packed: Packed, secret: Option<DocumentId>, by: &str, written_at: &str) -> Self {
        let (by, written_at) = (by.to_owned(), written_at.to_owned());
        Self { packed: Some(packed), secret, by, written_at, problem: None, held: None }
    }
}

/// A shared profile with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Linked {
    pub(super) alias: Name,
    pub(super) document: DocumentId,
    pub(super) version: u64,
    pub(super) profile: Option<String>,
    pub(super) link: Link,
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

pub(super) fn remove(db: &Connection, alias: &Name) -> Result<()> {
    db.prepare_cached("DELETE FROM team WHERE alias = ?1")?.execute([alias.as_str()])?;
    Ok(())
}

const COLUMNS: &str = "alias, document, version, profile_id, data";
type Row = (String, String, i64, Option<String>, String);

pub(super) fn linked(db: &Connection, alias: &Name) -> Result<Vec<Linked>> {
    let mut query =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM team_profile WHERE alias = ?1 ORDER BY document"))?;
    let rows = query.query_map([alias.as_str()], columns)?;
    rows.map(|row| of_row(row?)).collect()
}

pub(super) fn link_of(db: &Connection, profile_id: &str) -> Result<Option<Linked>> {
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
            "The server, proxy or certificate of {} is not what the team {alias} shares; its shared secret is not used",
            profile.name
        ),
    )
    .advice(Text::new("同步团队后再试", "Sync the team, then try again")))
}

/// A shared profile is changed in its team, or the next sync would take the change back.
///
/// # Errors
/// Returns an error if the profile is a team's.
pub(crate) fn check_own(db: &Connection, profile: &Profile) -> Result<()> {
    match link_of(db, &profile.id)? {
        None => Ok(()),
        Some(linked) => Err(of_team(&profile.name, &linked.alias)),
    }
}

/// As [`check_own`]; a person's own secrets beside a shared profile are their own matter.
pub(crate) fn check_own_edit(db: &Connection, name: &str, draft: &ProfileDraft) -> Result<()> {
    let ProfileDraft { secrets, credential, .. } = draft.clone();
    let only_secrets = format!("{:?}", ProfileDraft { secrets, credential, ..ProfileDraft::default() });
    match find(db, name)? {
        // A secret is **** in both.
        Some(profile) if format!("{draft:?}") != only_secrets => check_own(db, &profile),
        _ => Ok(()),
    }
}

fn of_team(name: &str, alias: &Name) -> Error {
    Error::made(ErrorCode::Usage, format!("“{name}”由团队{alias}共享"), format!("{name} is shared by the team {alias}"))
        .next(NextStep::EditShared { profile: name.to_owned() })
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

fn read(data: &str) -> Result<Stored> {
    serde_json::from_str(data).map_err(|_| Error::internal("a stored team cannot be read"))
}
