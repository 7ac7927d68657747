//! The profiles that have a session: what a tray lists. The others are not read.

use jiff::Timestamp;
use rusqlite::Connection;

use crate::error::Result;
use crate::hallpass::Hallpass;
use crate::overview::{SessionSummary, brief, spelled};
use crate::profile::by_id;
use crate::session::{load, signed_in};

/// A profile that has a session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The profile's name.
    pub name: String,
    /// What it is sorted by: pinyin for Chinese.
    pub order: String,
    /// Its session.
    pub session: SessionSummary,
}

impl Hallpass {
    /// The profiles that have a session, expired ones too, and when they were read. Takes time in proportion to these.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read.
    pub async fn signed_in(&self) -> Result<(Vec<SignedIn>, Timestamp)> {
        let now = self.now().wall;
        Ok((self.vault().read(move |db| rows(db, now)).await?, now))
    }
}

fn rows(db: &Connection, now: Timestamp) -> Result<Vec<SignedIn>> {
    let mut all = Vec::new();
    for id in signed_in(db)? {
        let profile = by_id(db, &id)?;
        if let Some(stored) = load(db, &profile)? {
            let session = brief(&stored.record, now);
            all.push(SignedIn { order: spelled(&profile.name).0, name: profile.name, session });
        }
    }
    Ok(all)
}
