//! Keys of kept jobs that end soon.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::facts::Facts;
use super::file::Places;
use super::{JobState, store};
use crate::{Error, Hallpass, Result};

/// A key that ends soon; the key itself is not told.
#[derive(Debug, Clone, Serialize)]
pub struct ExpiringKey {
    /// The job that read it.
    pub job: String,
    /// Its profile.
    pub profile: String,
    /// The account's name in the list.
    pub account: String,
    /// The server's id of it.
    pub user_id: Option<String>,
    /// The login name that the server gave.
    pub login_name: Option<String>,
    /// When the key ends, as the server last said in that job.
    pub expires_at: Timestamp,
}

/// More are not listed; the second part of the answer says how many there are.
const MOST: usize = 1000;

impl Hallpass {
    /// The keys of kept jobs that end between now and then, soonest first, at most a thousand; and how many there are.
    ///
    /// # Errors
    /// The vault's, or a job's file that cannot be opened.
    pub async fn expiring_keys(&self, within: Duration) -> Result<(Vec<ExpiringKey>, u64)> {
        let now = self.wall();
        let within = SignedDuration::try_from(within).map_err(|_| Error::internal("a span is too long"))?;
        let until = now.checked_add(within).unwrap_or(Timestamp::MAX);
        let (mut found, mut count) = (Vec::new(), 0);
        // An end may differ from what was asked for, so every file is looked into.
        for facts in self.vault().read(kept).await? {
            let annex = Places::new(self, &facts.id)?.open(self).await?;
            let part = annex.read(move |db| read(db, &facts, now, until)).await;
            annex.close().await;
            let (keys, all) = part?;
            found.extend(keys);
            count += all;
        }
        found.sort_by(|one: &ExpiringKey, two| (one.expires_at, &one.account).cmp(&(two.expires_at, &two.account)));
        found.truncate(MOST);
        Ok((found, count))
    }
}

/// Jobs with a file that can be read: one that was killed while it was made or forgotten has none.
fn kept(db: &Connection) -> Result<Vec<Facts>> {
    let all = store::all(db)?.into_iter();
    Ok(all.filter(|facts| facts.state != JobState::Reading && store::key(db, &facts.id).is_ok()).collect())
}

fn read(db: &Connection, facts: &Facts, now: Timestamp, until: Timestamp) -> Result<(Vec<ExpiringKey>, u64)> {
    const SOON: &str = "answer r WHERE r.status = 'ok' AND r.expires_ms BETWEEN ?1 AND ?2";
    let (from, to) = (now.as_millisecond(), until.as_millisecond());
    let count: i64 = db.query_row(&format!("SELECT count(*) FROM {SOON}"), [from, to], |row| row.get(0))?;
    if count == 0 {
        return Ok((Vec::new(), 0));
    }
    let mut query = db.prepare(&format!(
        "SELECT (SELECT name FROM account a WHERE a.seq = r.seq), r.user_id, r.login_name, r.expires_ms
         FROM {SOON} ORDER BY r.seq LIMIT ?3"
    ))?;
    let mut rows = query.query(params![from, to, MOST.cast_signed()])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(ExpiringKey {
            job: facts.id.clone(),
            profile: facts.profile.clone(),
            account: row.get(0)?,
            user_id: row.get(1)?,
            login_name: row.get(2)?,
            expires_at: Timestamp::from_millisecond(row.get(3)?).map_err(|_| Error::internal("the end of a key"))?,
        });
    }
    Ok((keys, count.unsigned_abs()))
}
