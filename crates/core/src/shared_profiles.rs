//! Which profiles are shared by a team: what a team shares is changed there, not here.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use crate::error::{Error, ErrorCode, Result};
use crate::next_step::NextStep;
use crate::profile::{Profile, ProfileDraft, ProfileId, find};

/// The team of every shared profile, by the profile's id.
pub(crate) fn teams_of_profiles(db: &Connection) -> Result<BTreeMap<ProfileId, String>> {
    let query = "SELECT profile_id, alias FROM team_profile WHERE profile_id IS NOT NULL";
    let mut query = db.prepare_cached(query)?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The team that shares a profile, if one does.
fn team_of(db: &Connection, profile_id: &ProfileId) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT alias FROM team_profile WHERE profile_id = ?1")?;
    Ok(query.query_row([profile_id], |row| row.get(0)).optional()?)
}

/// A shared profile is changed in its team, or the next sync would take the change back.
///
/// # Errors
/// Returns an error if the profile is a team's.
pub(crate) fn check_own(db: &Connection, profile: &Profile) -> Result<()> {
    match team_of(db, &profile.id)? {
        None => Ok(()),
        Some(team) => Err(of_team(&profile.name, &team)),
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

fn of_team(name: &str, alias: &str) -> Error {
    Error::made(ErrorCode::Usage, format!("“{name}”由团队{alias}共享"), format!("{name} is shared by team {alias}"))
        .next(NextStep::EditShared { profile: name.to_owned() })
}
