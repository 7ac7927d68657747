//! Leases in the vault: one row for each account, waiting sign-in and session.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::came::Came;
use super::process;
use crate::clock::{Moment, nearest};
use crate::error::{Error, Result};

/// A lease as it is stored. Durations are in microseconds since `at`.
pub(super) struct Stored {
    pub(super) holder: String,
    pub(super) process: String,
    pub(super) scope: String,
    pub(super) print: Vec<u8>,
    /// Something may have been sent whose outcome is not known yet.
    pub(super) sent: bool,
    pub(super) at: Moment,
    lives: i64,
    pub(super) ended: Option<i64>,
    pub(super) came: Option<Came>,
}

impl Stored {
    /// Whether its holder may still be at it.
    pub(super) fn is_held(&self, now: &Moment) -> bool {
        // A clock that runs backwards, which only the wall clock does, must not keep it for ever.
        let passed = now.micros_since(&self.at).unsigned_abs();
        self.ended.is_none() && passed < self.lives.unsigned_abs() && process::may_run(&self.process)
    }

    /// Whether it ended after a moment.
    pub(super) fn ended_after(&self, moment: &Moment) -> bool {
        self.ended.is_some_and(|ended| moment.micros_since(&self.at) < ended)
    }

    /// Whether it was taken after a moment.
    pub(super) fn taken_after(&self, moment: &Moment) -> bool {
        moment.micros_since(&self.at) < 0
    }
}

pub(super) fn load(db: &Connection, key: &str) -> Result<Option<Stored>> {
    let mut query = db.prepare_cached(
        "SELECT holder, process, scope, print, sent, at, boot_id, boot_micros, lives, ended, result
         FROM lease WHERE key = ?1",
    )?;
    let row = query.query_row([key], |row| {
        let stored = Stored {
            holder: row.get(0)?,
            process: row.get(1)?,
            scope: row.get(2)?,
            print: row.get(3)?,
            sent: row.get(4)?,
            at: Moment::stored(wall(row.get(5)?), row.get(6)?, row.get(7)?),
            lives: row.get(8)?,
            ended: row.get(9)?,
            came: None,
        };
        Ok((stored, row.get::<_, Option<String>>(10)?))
    });
    let Some((mut stored, came)) = row.optional()? else { return Ok(None) };
    let unreadable = |_| Error::internal("the result of a lease cannot be read");
    stored.came = came.map(|came| serde_json::from_str(&came).map_err(unreadable)).transpose()?;
    Ok(Some(stored))
}

fn wall(micros: i64) -> Timestamp {
    nearest(Timestamp::from_microsecond(micros), micros)
}

/// What is written when a lease is taken.
pub(super) struct Taking<'a> {
    pub(super) keys: &'a [String],
    pub(super) holder: &'a str,
    pub(super) scope: &'a str,
    pub(super) print: &'a [u8],
    pub(super) sent: bool,
    pub(super) lives: i64,
}

pub(super) fn take(db: &Connection, taking: &Taking<'_>, now: &Moment) -> Result<()> {
    let (boot_id, boot_micros) = now.boot_columns();
    let mut write = db.prepare_cached(
        "INSERT OR REPLACE INTO lease (key, holder, process, scope, print, sent, at, boot_id, boot_micros, lives)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let Taking { keys, holder, scope, print, sent, lives } = taking;
    let (process, at) = (process::this(), now.wall.as_microsecond());
    for key in *keys {
        write.execute(params![key, holder, process, scope, print, sent, at, boot_id, boot_micros, lives])?;
    }
    Ok(())
}

/// More time for a lease; `sent` where what comes next is not known to be without consequence.
pub(super) fn renew(db: &Connection, keys: &[String], holder: &str, lives: i64, sent: bool) -> Result<()> {
    let mut write =
        db.prepare_cached("UPDATE lease SET lives = ?3, sent = max(sent, ?4) WHERE key = ?1 AND holder = ?2")?;
    keys.iter().try_for_each(|key| write.execute(params![key, holder, lives, sent]).map(drop))?;
    Ok(())
}

/// What was sent has an outcome.
pub(super) fn settled(db: &Connection, keys: &[String], holder: &str, sent: bool) -> Result<()> {
    let mut write = db.prepare_cached("UPDATE lease SET sent = ?3 WHERE key = ?1 AND holder = ?2")?;
    keys.iter().try_for_each(|key| write.execute(params![key, holder, sent]).map(drop))?;
    Ok(())
}

/// Ends a lease with what it came to; without, it is as if it had never been taken.
pub(super) fn end(db: &Connection, keys: &[String], holder: &str, ended: i64, came: Option<&Came>) -> Result<()> {
    let came = came.map(serde_json::to_string).transpose();
    let came = came.map_err(|_| Error::internal("the result of a lease cannot be written"))?;
    let mut write = db.prepare_cached(match came {
        Some(_) => "UPDATE lease SET ended = ?3, result = ?4, sent = 0 WHERE key = ?1 AND holder = ?2",
        // Names every parameter, as the other one does.
        None => "DELETE FROM lease WHERE key = ?1 AND holder = ?2 AND ?3 IS NOT NULL AND ?4 IS NULL",
    })?;
    keys.iter().try_for_each(|key| write.execute(params![key, holder, ended, came]).map(drop))?;
    Ok(())
}

/// Forgets sign-ins that waited, whose ids never come again. Accounts and sessions have one row each.
pub(super) fn sweep(db: &Connection, now: &Moment) -> Result<()> {
    const KEPT: i64 = 60 * 60 * 1_000_000;
    db.prepare_cached("DELETE FROM lease WHERE key >= 'waiting:' AND key < 'waiting;' AND at < ?1")?
        .execute([now.wall.as_microsecond() - KEPT])?;
    Ok(())
}
