//! Sessions in the vault: facts as JSON, tokens in the table of secrets.

use hallpass_providers::{Secret, Session, Tokens};
use hallpass_vault::secrets;
use rusqlite::{Connection, OptionalExtension, params};

use super::record::{SECRETS, SessionRecord};
use crate::error::{Error, Result};
use crate::profile::{Profile, ProfileId, binding};

const TOKEN: &str = "token";
pub(super) const REFRESH: &str = "refresh";

/// A session with the way it was signed in.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) record: SessionRecord,
    pub(crate) method: String,
}

/// Keeps a profile's session in place of an earlier one.
pub(crate) fn save(
    db: &Connection,
    profile: &Profile,
    method: &str,
    record: &SessionRecord,
    tokens: &Tokens,
) -> Result<()> {
    let data = serde_json::to_string(record).map_err(|_| Error::internal("a session cannot be written"))?;
    db.prepare_cached("INSERT OR REPLACE INTO session (profile_id, binding, method, data) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![profile.id, binding(profile)?, method, data])?;
    // Reason, twice: into the vault's table of secrets.
    secrets::put(db, SECRETS, profile.id.as_str(), TOKEN, tokens.token.expose())?;
    match &tokens.refresh {
        Some(refresh) => secrets::put(db, SECRETS, profile.id.as_str(), REFRESH, refresh.expose())?,
        None => drop(secrets::remove(db, SECRETS, profile.id.as_str(), REFRESH)?),
    }
    Ok(())
}

/// Rewrites what is known about a session; its tokens stay.
pub(crate) fn update(db: &Connection, profile: &Profile, record: &SessionRecord) -> Result<()> {
    let data = serde_json::to_string(record).map_err(|_| Error::internal("a session cannot be written"))?;
    db.prepare_cached("UPDATE session SET data = ?2 WHERE profile_id = ?1")?.execute(params![profile.id, data])?;
    Ok(())
}

/// A profile's session. One that was signed in for another server, account or device is no session of this profile.
pub(crate) fn load(db: &Connection, profile: &Profile) -> Result<Option<Stored>> {
    let mut query =
        db.prepare_cached("SELECT binding, method, data, unknown_renewals FROM session WHERE profile_id = ?1")?;
    let row = query.query_row([&profile.id], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, u32>(3)?))
    });
    let Some((bound, method, data, unknown_renewals)) = row.optional()? else { return Ok(None) };
    if bound != binding(profile)? {
        return Ok(None);
    }
    let record: SessionRecord =
        serde_json::from_str(&data).map_err(|_| Error::internal("a stored session cannot be read"))?;
    Ok(Some(Stored { record: SessionRecord { unknown_renewals, ..record }, method }))
}

/// The profiles that have a row, whether or not what it holds is still theirs: [`load`] says that.
pub(crate) fn signed_in(db: &Connection) -> Result<Vec<ProfileId>> {
    let mut query = db.prepare_cached("SELECT profile_id FROM session")?;
    Ok(query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Before a refresh token is sent: whatever becomes of this process, it is known that it was.
pub(crate) fn open_renewal(db: &Connection, profile_id: &ProfileId) -> Result<()> {
    db.prepare_cached("UPDATE session SET unknown_renewals = unknown_renewals + 1 WHERE profile_id = ?1")?
        .execute([profile_id])?;
    Ok(())
}

/// The server has answered, or nothing was sent: what was known before holds again. Nothing where the count is no
/// longer what [`open_renewal`] made of it: a sign-in has started it again meanwhile, and servers may give that the
/// same token.
pub(super) fn close_renewal(db: &Connection, profile_id: &ProfileId, before: u32) -> Result<()> {
    db.prepare_cached("UPDATE session SET unknown_renewals = ?2 WHERE profile_id = ?1 AND unknown_renewals = ?2 + 1")?
        .execute(params![profile_id, before])?;
    Ok(())
}

/// The tokens of a session.
pub(crate) fn tokens(db: &Connection, profile: &Profile) -> Result<Tokens> {
    let get = |name| {
        Ok::<_, Error>(secrets::get(db, SECRETS, profile.id.as_str(), name)?.map(|text| Secret::new(text.as_str())))
    };
    let token = get(TOKEN)?.ok_or_else(|| Error::no_session(&profile.name))?;
    Ok(Tokens { token, refresh: get(REFRESH)? })
}

/// Whether the profile's session is still the one with this token. While a call was on its way another process, or another
/// click, may have ended it or put a newer one in its place: what the call says is not about that one.
pub(crate) fn is_still(db: &Connection, profile_id: &ProfileId, token: &Secret) -> Result<bool> {
    let kept = secrets::get(db, SECRETS, profile_id.as_str(), TOKEN)?;
    Ok(kept.is_some_and(|kept| Secret::new(kept.as_str()).matches(token)))
}

/// A session with its tokens, as a provider expects it.
pub(crate) fn whole(db: &Connection, profile: &Profile) -> Result<(Stored, Session)> {
    let stored = load(db, profile)?.ok_or_else(|| Error::no_session(&profile.name))?;
    let session = Session { facts: stored.record.facts.clone(), tokens: tokens(db, profile)? };
    Ok((stored, session))
}

/// Drops a profile's session; says whether there was one.
pub(crate) fn drop_for(db: &Connection, profile_id: &ProfileId) -> Result<bool> {
    secrets::remove_all(db, SECRETS, profile_id.as_str())?;
    Ok(db.prepare_cached("DELETE FROM session WHERE profile_id = ?1")?.execute([profile_id])? > 0)
}
