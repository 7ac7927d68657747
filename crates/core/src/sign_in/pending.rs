//! Sign-ins that wait for the user, as they are shown.

use hallpass_providers::{ChallengeKind, Named, Refusal, TOTP_SEED};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use crate::captcha_image::safe_png;
use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::pending::{Waiting, load, remove};
use crate::profile::{Profile, by_id};

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
    /// Its environment.
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
    /// Whether its one-time code can be made from a seed that is saved in the profile.
    pub has_seed: bool,
}

impl PendingView {
    pub(super) fn new(waiting: &Waiting, profile: &Profile) -> Self {
        let challenge = &waiting.challenge;
        Self {
            pending: waiting.id.clone(),
            profile: profile.name.clone(),
            provider: profile.provider.clone(),
            environment: profile.environment.clone(),
            kind: challenge.kind,
            fields: vec![challenge.kind.field().name.to_owned()],
            options: challenge.options.clone(),
            note: challenge.note.clone(),
            sent_to: challenge.sent_to.clone(),
            again_at: waiting.after(challenge.again_after),
            ends_at: waiting.after(challenge.lives),
            asked_at: waiting.asked_at,
            has_picture: challenge.picture.is_some(),
            has_seed: challenge.kind == ChallengeKind::Mfa
                && profile.saved_secrets.iter().any(|name| name == TOTP_SEED.name),
        }
    }
}

/// Every sign-in that waits, oldest first.
pub(crate) fn pending(db: &Connection) -> Result<Vec<PendingView>> {
    let mut query = db.prepare_cached("SELECT id FROM pending")?;
    let ids = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let view = |id: &String| {
        let waiting = load(db, id)?;
        Ok(PendingView::new(&waiting, &by_id(db, &waiting.profile_id)?))
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
