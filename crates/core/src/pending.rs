//! Sign-ins that wait for the user, as they are kept in the vault: they survive a restart.

use hallpass_providers::{Challenge, Secret, State};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::answers::Answers;
use crate::error::{Error, ErrorCode, Result};
use crate::profile::{Profile, ProfileId, binding};

/// The owner kind of what is secret in a sign-in that waits.
const SECRETS: &str = "pending";
const ANSWER: &str = "answer:";
const STATE: &str = "state:";

/// A sign-in that waits, whole.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    pub(crate) id: String,
    pub(crate) profile_id: ProfileId,
    pub(crate) binding: String,
    pub(crate) method: String,
    pub(crate) remember: bool,
    pub(crate) answers: Answers,
    pub(crate) challenge: Challenge,
    pub(crate) state: State,
    pub(crate) asked_at: Timestamp,
}

/// What of it may be stored unencrypted.
#[derive(Serialize, Deserialize)]
struct Data {
    method: String,
    remember: bool,
    challenge: Challenge,
    step: String,
    facts: std::collections::BTreeMap<String, String>,
    asked_at: Timestamp,
}

impl Waiting {
    pub(crate) fn new(
        id: Option<String>,
        profile: &Profile,
        method: &str,
        (answers, remember): (Answers, bool),
        challenge: Challenge,
        state: State,
        asked_at: Timestamp,
    ) -> Result<Self> {
        Ok(Self {
            id: id.unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string()[..8].to_owned()),
            profile_id: profile.id.clone(),
            binding: binding(profile)?,
            method: method.to_owned(),
            remember,
            answers,
            challenge,
            state,
            asked_at,
        })
    }

    /// So many seconds after it was asked.
    pub(crate) fn after(&self, seconds: Option<u64>) -> Option<Timestamp> {
        let seconds = i64::try_from(seconds?).ok()?;
        self.asked_at.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()
    }
}

/// Keeps it, in place of what waited for the same profile.
pub(crate) fn save(db: &Connection, waiting: &Waiting) -> Result<()> {
    drop_waiting(db, &waiting.profile_id)?;
    let data = Data {
        method: waiting.method.clone(),
        remember: waiting.remember,
        challenge: waiting.challenge.clone(),
        step: waiting.state.step.clone(),
        facts: waiting.state.facts.clone(),
        asked_at: waiting.asked_at,
    };
    let data = serde_json::to_string(&data).map_err(|_| Error::internal("a waiting sign-in cannot be written"))?;
    let picture = waiting.challenge.picture.as_ref().map(|picture| picture.0.as_slice());
    db.prepare_cached("INSERT INTO pending (id, profile_id, binding, data, picture) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![waiting.id, waiting.profile_id, waiting.binding, data, picture])?;
    // Reason, twice: into the vault's table of secrets, so that the sign-in survives a restart.
    for (name, value) in waiting.answers.iter() {
        secrets::put(db, SECRETS, waiting.id.as_str(), &format!("{ANSWER}{name}"), value.expose())?;
    }
    for (name, value) in &waiting.state.secrets {
        secrets::put(db, SECRETS, waiting.id.as_str(), &format!("{STATE}{name}"), value.expose())?;
    }
    Ok(())
}

pub(crate) fn load(db: &Connection, id: &str) -> Result<Waiting> {
    let mut query = db.prepare_cached("SELECT profile_id, binding, data, picture FROM pending WHERE id = ?1")?;
    let row = query.query_row([id], |row| {
        let texts: (ProfileId, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((texts, row.get::<_, Option<Vec<u8>>>(3)?))
    });
    let ((profile_id, binding, data), picture) = row.optional()?.ok_or_else(|| no_such(id))?;
    let data: Data = serde_json::from_str(&data).map_err(|_| Error::internal("a waiting sign-in cannot be read"))?;
    let mut answers = Answers::new();
    let mut state = State { step: data.step, facts: data.facts, secrets: std::collections::BTreeMap::new() };
    for (name, value) in secrets::list(db, SECRETS, id)? {
        let value = Secret::new(value.as_str());
        if let Some(field) = name.strip_prefix(ANSWER) {
            answers.set(field, value);
        } else if let Some(field) = name.strip_prefix(STATE) {
            state.secrets.insert(field.to_owned(), value);
        }
    }
    let challenge = Challenge { picture: picture.map(hallpass_providers::Picture), ..data.challenge };
    let (method, remember, asked_at) = (data.method, data.remember, data.asked_at);
    Ok(Waiting { id: id.to_owned(), profile_id, binding, method, remember, answers, challenge, state, asked_at })
}

/// What waits for a profile.
pub(crate) fn waiting_of(db: &Connection, profile_id: &ProfileId) -> Result<Option<Waiting>> {
    let mut query = db.prepare_cached("SELECT id FROM pending WHERE profile_id = ?1")?;
    let id: Option<String> = query.query_row([profile_id], |row| row.get(0)).optional()?;
    id.map(|id| load(db, &id)).transpose()
}

/// Gives up what waits for a profile, with what was typed for it.
pub(crate) fn drop_waiting(db: &Connection, profile_id: &ProfileId) -> Result<()> {
    let mut query = db.prepare_cached("SELECT id FROM pending WHERE profile_id = ?1")?;
    let id: Option<String> = query.query_row([profile_id], |row| row.get(0)).optional()?;
    id.map_or(Ok(()), |id| remove(db, &id))
}

pub(crate) fn remove(db: &Connection, id: &str) -> Result<()> {
    secrets::remove_all(db, SECRETS, id)?;
    db.prepare_cached("DELETE FROM pending WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// A sign-in does not continue if its profile was changed.
pub(crate) fn stale(profile: &str) -> Error {
    Error::made(
        ErrorCode::Usage,
        format!("“{profile}”的服务器或账号已变，请重新登录"),
        format!("The server or account of {profile} changed; sign in again"),
    )
}

fn no_such(id: &str) -> Error {
    Error::made(ErrorCode::Usage, format!("没有等待中的登录{id}"), format!("There is no pending sign-in {id}"))
}
