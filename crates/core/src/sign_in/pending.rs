//! Sign-ins that wait for a person. They survive a restart.

use hallpass_providers::{Challenge, ChallengeKind, Named, Refusal, Secret, State};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{Answers, SignIn};
use crate::captcha_image::safe_png;
use crate::profile::{Profile, binding};
use crate::{Environment, Error, ErrorCode, Hallpass, Result};

/// The owner kind of what is secret in a sign-in that waits.
const SECRETS: &str = "pending";
const ANSWER: &str = "answer:";
const STATE: &str = "state:";

/// A sign-in that waits, as it may be shown.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PendingView {
    /// How it is answered.
    pub pending: String,
    /// The profile's name.
    pub profile: String,
    /// Which system.
    pub provider: String,
    /// Where it stands.
    pub environment: Environment,
    /// What is asked.
    pub kind: ChallengeKind,
    /// The fields that answer it.
    pub fields: Vec<String>,
    /// What there is to choose from.
    pub options: Vec<Named>,
    /// Why it is asked again.
    pub note: Option<Refusal>,
    /// Where a code was sent.
    pub sent_to: Option<String>,
    /// When another picture or message may be asked for.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub again_at: Option<Timestamp>,
    /// When the answer is no longer accepted.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub ends_at: Option<Timestamp>,
    /// When it was asked.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub asked_at: Timestamp,
    /// Whether there is a picture to look at.
    pub has_picture: bool,
}

/// A sign-in that waits, whole.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) id: String,
    pub(super) profile_id: String,
    pub(super) binding: String,
    pub(super) method: String,
    pub(super) remember: bool,
    pub(super) answers: Answers,
    pub(super) challenge: Challenge,
    pub(super) state: State,
    pub(super) asked_at: Timestamp,
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
    pub(super) fn new(
        id: Option<String>,
        profile: &Profile,
        method: &str,
        how: &SignIn,
        challenge: Challenge,
        state: State,
        asked_at: Timestamp,
    ) -> Result<Self> {
        Ok(Self {
            id: id.unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string()[..8].to_owned()),
            profile_id: profile.id.clone(),
            binding: binding(profile)?,
            method: method.to_owned(),
            remember: how.remember,
            answers: how.answers.clone(),
            challenge,
            state,
            asked_at,
        })
    }

    pub(super) fn how(&self) -> SignIn {
        SignIn {
            method: Some(self.method.clone()),
            answers: self.answers.clone(),
            remember: self.remember,
            ..SignIn::default()
        }
    }

    fn after(&self, seconds: Option<u64>) -> Option<Timestamp> {
        let seconds = i64::try_from(seconds?).ok()?;
        self.asked_at.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()
    }
}

impl PendingView {
    pub(super) fn new(waiting: &Waiting, profile: &Profile) -> Self {
        let challenge = &waiting.challenge;
        Self {
            pending: waiting.id.clone(),
            profile: profile.name.clone(),
            provider: profile.provider.clone(),
            environment: profile.environment,
            kind: challenge.kind,
            fields: vec![challenge.kind.field().name.to_owned()],
            options: challenge.options.clone(),
            note: challenge.note.clone(),
            sent_to: challenge.sent_to.clone(),
            again_at: waiting.after(challenge.again_after),
            ends_at: waiting.after(challenge.lives),
            asked_at: waiting.asked_at,
            has_picture: challenge.picture.is_some(),
        }
    }
}

/// Every sign-in that waits, oldest first.
pub(crate) fn pending(db: &Connection) -> Result<Vec<PendingView>> {
    let mut query = db.prepare_cached("SELECT id FROM pending")?;
    let ids = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let view = |id: &String| {
        let waiting = load(db, id)?;
        Ok(PendingView::new(&waiting, &crate::profile::by_id(db, &waiting.profile_id)?))
    };
    let mut views = ids.iter().map(view).collect::<Result<Vec<_>>>()?;
    views.sort_by_key(|view| view.asked_at);
    Ok(views)
}

impl Hallpass {
    /// Every sign-in that waits, oldest first.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read or written.
    pub async fn pending(&self) -> Result<Vec<PendingView>> {
        self.vault().read(pending).await
    }

    /// Gives up a sign-in that waits.
    ///
    /// # Errors
    /// Returns an error if there is no such sign-in.
    pub async fn drop_pending(&self, id: &str) -> Result<()> {
        let id = id.to_owned();
        self.vault()
            .write(move |tx| {
                load(tx, &id)?;
                remove(tx, &id)
            })
            .await
    }

    /// The picture that a waiting sign-in asks about as a PNG encoded here, never the server's own bytes.
    ///
    /// # Errors
    /// Returns an error if there is no such sign-in, if it has no image, or if the image is not a PNG, JPEG, GIF, BMP
    /// or WebP, or is over 256 KiB or 2000 pixels a side, or damaged.
    pub async fn picture(&self, id: &str) -> Result<Vec<u8>> {
        let id = id.to_owned();
        let picture = self.vault().read(move |db| Ok::<_, Error>(load(db, &id)?.challenge.picture)).await?;
        safe_png(&picture.ok_or_else(|| Error::missing("picture"))?.0)
    }
}

/// Keeps it, in place of what waited for the same profile.
pub(super) fn save(db: &Connection, waiting: &Waiting) -> Result<()> {
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
        secrets::put(db, SECRETS, &waiting.id, &format!("{ANSWER}{name}"), value.expose())?;
    }
    for (name, value) in &waiting.state.secrets {
        secrets::put(db, SECRETS, &waiting.id, &format!("{STATE}{name}"), value.expose())?;
    }
    Ok(())
}

pub(super) fn load(db: &Connection, id: &str) -> Result<Waiting> {
    let mut query = db.prepare_cached("SELECT profile_id, binding, data, picture FROM pending WHERE id = ?1")?;
    let row = query.query_row([id], |row| {
        let texts: (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
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
pub(super) fn waiting_of(db: &Connection, profile_id: &str) -> Result<Option<Waiting>> {
    let mut query = db.prepare_cached("SELECT id FROM pending WHERE profile_id = ?1")?;
    let id: Option<String> = query.query_row([profile_id], |row| row.get(0)).optional()?;
    id.map(|id| load(db, &id)).transpose()
}

/// Gives up what waits for a profile, with what was typed for it.
pub(crate) fn drop_waiting(db: &Connection, profile_id: &str) -> Result<()> {
    let mut query = db.prepare_cached("SELECT id FROM pending WHERE profile_id = ?1")?;
    let id: Option<String> = query.query_row([profile_id], |row| row.get(0)).optional()?;
    id.map_or(Ok(()), |id| remove(db, &id))
}

pub(super) fn remove(db: &Connection, id: &str) -> Result<()> {
    secrets::remove_all(db, SECRETS, id)?;
    db.prepare_cached("DELETE FROM pending WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// A profile that changed under a sign-in takes it no further.
pub(super) fn stale(profile: &str) -> Error {
    Error::made(
        ErrorCode::Usage,
        format!("“{profile}”的服务器或账号已变，请重新登录"),
        format!("The server or account of {profile} changed; sign in again"),
    )
}

fn no_such(id: &str) -> Error {
    Error::made(ErrorCode::Usage, format!("没有等待中的登录{id}"), format!("There is no pending sign-in {id}"))
}
