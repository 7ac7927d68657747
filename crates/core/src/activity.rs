//! What happened, without secrets: who signed in, what was copied, what was refused.

use std::sync::OnceLock;

use hallpass_vault::Vault;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::clock::nearest;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Event {
    /// When, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Timestamp,
    /// The profile's name at that time.
    pub profile: String,
    /// What.
    pub kind: EventKind,
    /// More about it: a server's code, a format, the last characters of a token.
    pub detail: String,
    /// Which program did it; none of what earlier versions recorded.
    #[serde(default)]
    pub client: Option<Client>,
}

/// A program of Hallpass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Client {
    /// The one with a window.
    Window,
    /// The one for terminals and scripts.
    Command,
}

/// Which of them this process is: what it does is recorded as theirs.
static THIS: OnceLock<Client> = OnceLock::new();

impl Client {
    /// Says once, at the start, which program this process is.
    pub fn is_this(self) {
        // Only the first value counts: a program stays what it is.
        let _ = THIS.set(self);
    }

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Command => "command",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        [Self::Window, Self::Command].into_iter().find(|client| client.id() == id)
    }
}

/// The kinds of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum EventKind {
    SignedIn,
    Refused,
    Unreachable,
    HeldBack,
    Challenge,
    Renewed,
    Verified,
    Chosen,
    SignedOut,
    TokenHandedOut,
    Copied,
    Revealed,
    Exported,
    ProfileChanged,
    EnvironmentChanged,
    SessionDropped,
}

/// Who caused what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// A person, or a script of theirs.
    Person,
    /// The schedule: nobody asked.
    Schedule,
}

/// What the detail of an event begins with that nobody asked for.
pub const AUTOMATIC: &str = "automatic ";

impl By {
    /// The detail of an event, which says when nobody asked for it.
    pub(crate) fn detail(self, detail: &str) -> String {
        match self {
            Self::Person => detail.to_owned(),
            Self::Schedule => format!("{AUTOMATIC}{detail}"),
        }
    }
}

impl Hallpass {
    /// What happened since a moment, newest first.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read or written.
    pub async fn activity(&self, since: Timestamp) -> Result<Vec<Event>> {
        self.vault().read(move |db| list(db, since)).await
    }
}

fn list(db: &Connection, since: Timestamp) -> Result<Vec<Event>> {
    let mut query = db.prepare_cached(
        "SELECT at, profile, kind, detail, client FROM activity WHERE at >= ?1 ORDER BY id DESC LIMIT 10000",
    )?;
    let rows = query.query_map([since.as_millisecond()], |row| {
        let client: Option<String> = row.get(4)?;
        Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get(3)?, client))
    })?;
    rows.map(|row| {
        let (at, profile, kind, detail, client) = row?;
        let kind = serde_json::from_value(kind.into()).map_err(|_| Error::internal("activity kind"))?;
        let at = nearest(Timestamp::from_millisecond(at), at);
        Ok(Event { at, profile, kind, detail, client: client.as_deref().and_then(Client::from_id) })
    })
    .collect()
}

/// Writes an event inside the caller's transaction.
pub(crate) fn record(db: &Connection, at: Timestamp, profile: &str, kind: EventKind, detail: &str) -> Result<()> {
    record_numbered(db, at, profile, kind, detail).map(drop)
}

/// [`record`], with the event's number.
fn record_numbered(db: &Connection, at: Timestamp, profile: &str, kind: EventKind, detail: &str) -> Result<i64> {
    let kind = serde_json::to_value(kind).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
    db.prepare_cached("INSERT INTO activity (at, profile, kind, detail, client) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![at.as_millisecond(), profile, kind, detail, THIS.get().copied().map(Client::id)])?;
    Ok(db.last_insert_rowid())
}

/// Writes an event on its own.
pub(crate) async fn note(vault: &Vault, at: Timestamp, profile: &str, kind: EventKind, detail: &str) -> Result<()> {
    note_numbered(vault, at, profile, kind, detail).await.map(drop)
}

/// [`note`], with the event's number, for what may still fail.
pub(crate) async fn note_numbered(
    vault: &Vault,
    at: Timestamp,
    profile: &str,
    kind: EventKind,
    detail: &str,
) -> Result<i64> {
    let (profile, detail) = (profile.to_owned(), detail.to_owned());
    vault.write(move |tx| record_numbered(tx, at, &profile, kind, &detail)).await
}

/// Takes an event back that did not come about.
pub(crate) async fn take_back(vault: &Vault, event: i64) -> Result<()> {
    vault
        .write(move |tx| {
            tx.execute("DELETE FROM activity WHERE id = ?1", [event])?;
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::MIGRATIONS;

    #[test]
    fn events_stay_when_their_table_changes_and_come_newest_first() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE secret (owner_kind, owner_id)").unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let (then, since) = MIGRATIONS.split_at(3);
        then.iter().for_each(|step| db.execute_batch(step).unwrap());
        db.execute("INSERT INTO activity (at, profile, kind, detail) VALUES (100000, 'old', 'signed_in', '')", [])
            .unwrap();
        since.iter().for_each(|step| db.execute_batch(step).unwrap());
        // The clock was set back in between.
        record(&db, at(200), "new", EventKind::Renewed, "").unwrap();
        record(&db, at(150), "newest", EventKind::SignedOut, "").unwrap();
        let names = |since| list(&db, at(since)).unwrap().into_iter().map(|event| event.profile).collect::<Vec<_>>();
        assert_eq!(names(100), ["newest", "new", "old"]);
        assert_eq!(names(151), ["new"]);
    }
}
