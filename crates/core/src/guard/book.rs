//! The guard's book in the vault: attempts, cool-downs, refused passwords, tries left.

use rusqlite::{Connection, OptionalExtension, params};

use super::rules::{Cooldown, Page, SMS_INTERVAL, Verdict, WINDOW};
use super::{Kind, Settling, Who};
use crate::{Moment, Result};

/// A host's cool-down stands under the empty account.
const HOST: &str = "";

pub(super) fn read(db: &Connection, who: &Who, now: &Moment) -> Result<Page> {
    let (trial_only, under_way) = trial(db, who)?;
    Ok(Page {
        account: cooldown(db, &who.host, &who.account)?,
        host: cooldown(db, &who.host, HOST)?,
        trial_only,
        under_way,
        known_refused: known_refused(db, who)?,
        tries_left: tries_left(db, who)?,
        failed: failed(db, who, now)?,
    })
}

/// Attempts older than this many seconds say nothing any more: every rule looks back 15 minutes at most.
const KEPT: i64 = 24 * 60 * 60;

pub(super) fn reserve(db: &Connection, kind: Kind, who: &Who, now: &Moment) -> Result<i64> {
    db.prepare_cached("DELETE FROM attempt WHERE host = ?1 AND account = ?2 AND at < ?3")?.execute(params![
        who.host,
        who.account,
        now.wall.as_second() - KEPT
    ])?;
    db.prepare_cached("INSERT INTO attempt (kind, host, account, at, outcome) VALUES (?1, ?2, ?3, ?4, 'reserved')")?
        .execute(params![kind.id(), who.host, who.account, now.wall.as_second()])?;
    Ok(db.last_insert_rowid())
}

pub(super) fn settle(db: &Connection, settling: &Settling) -> Result<()> {
    let Settling { id, kind, who, verdict, now } = settling;
    db.prepare_cached("UPDATE attempt SET outcome = ?2 WHERE id = ?1")?.execute(params![id, verdict.outcome()])?;
    let (account, host) = verdict.cooldowns();
    // "Too often" of a text message says nothing about passwords.
    let for_messages = *kind == Kind::Sms && matches!(verdict, Verdict::Throttled { .. });
    let key = if for_messages { sms_key(who) } else { who.account.clone() };
    account.map(|seconds| set_cooldown(db, who, &key, verdict, seconds, now)).transpose()?;
    host.map(|seconds| set_cooldown(db, who, HOST, verdict, seconds, now)).transpose()?;
    match (kind, verdict) {
        (Kind::Attempt, Verdict::Accepted) => accepted(db, *id, who),
        (Kind::Attempt, Verdict::Wrong { left }) => wrong(db, *id, who, *left, now),
        // A message that was sent is no password that was taken.
        _ => Ok(()),
    }
}

impl Kind {
    fn id(self) -> &'static str {
        match self {
            Self::Attempt => "attempt",
            Self::Sms => "sms",
        }
    }
}

/// Seconds until this account may be sent another text message.
pub(super) fn sms_wait(db: &Connection, who: &Who, now: &Moment) -> Result<Option<u64>> {
    let wait = cooldown(db, &who.host, &sms_key(who))?.map_or(0, |cooldown| cooldown.left(now));
    let last: Option<i64> = db
        .prepare_cached(
            "SELECT max(at) FROM attempt WHERE kind = 'sms' AND host = ?1 AND account = ?2 AND outcome != 'not_sent'",
        )?
        .query_row([&who.host, &who.account], |row| row.get(0))?;
    let interval = i64::try_from(SMS_INTERVAL).unwrap_or(i64::MAX);
    let since = last.map(|at| now.wall.as_second() - at).filter(|passed| (0..interval).contains(passed));
    let usual = since.map_or(0, |passed| u64::try_from(interval - passed).unwrap_or(0));
    Ok(Some(wait.max(usual)).filter(|seconds| *seconds > 0))
}

fn sms_key(who: &Who) -> String {
    format!("sms:{}", who.account)
}

/// What came before says nothing any more; only a try that is still under way stays in the book.
fn accepted(db: &Connection, id: i64, who: &Who) -> Result<()> {
    db.prepare_cached(
        "DELETE FROM attempt
         WHERE kind = 'attempt' AND host = ?1 AND account = ?2 AND outcome != 'reserved' AND id < ?3",
    )?
    .execute(params![who.host, who.account, id])?;
    for account in [&who.account, HOST] {
        db.prepare_cached("DELETE FROM cooldown WHERE host = ?1 AND account = ?2")?.execute([&who.host, account])?;
    }
    db.prepare_cached("DELETE FROM tries_left WHERE host = ?1 AND account = ?2")?.execute([&who.host, &who.account])?;
    if let Some(hash) = who.secret {
        db.prepare_cached("DELETE FROM refused_password WHERE hash = ?1")?.execute([hash.as_slice()])?;
    }
    Ok(())
}

fn wrong(db: &Connection, id: i64, who: &Who, left: Option<u32>, now: &Moment) -> Result<()> {
    if let Some(hash) = who.secret {
        db.prepare_cached("INSERT OR REPLACE INTO refused_password (hash, at) VALUES (?1, ?2)")?
            .execute(params![hash.as_slice(), now.wall.as_second()])?;
    }
    if let Some(count) = left {
        db.prepare_cached(
            "INSERT OR REPLACE INTO tries_left (host, account, count, at, attempt) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![who.host, who.account, count, now.wall.as_second(), id])?;
    }
    Ok(())
}

fn set_cooldown(db: &Connection, who: &Who, account: &str, why: &Verdict, seconds: u64, now: &Moment) -> Result<()> {
    let reason = if matches!(why, Verdict::LockUnclear { .. }) { "unclear" } else { why.outcome() };
    let (boot, second) = now.boot.clone().unzip();
    db.prepare_cached(
        "INSERT OR REPLACE INTO cooldown (host, account, reason, set_at, seconds, boot_id, boot_second)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![who.host, account, reason, now.wall.as_second(), seconds.cast_signed(), boot, second])?;
    Ok(())
}

fn cooldown(db: &Connection, host: &str, account: &str) -> Result<Option<Cooldown>> {
    let mut query = db.prepare_cached(
        "SELECT set_at, seconds, boot_id, boot_second FROM cooldown WHERE host = ?1 AND account = ?2",
    )?;
    let row = query.query_row([host, account], |row| {
        let boot: Option<String> = row.get(2)?;
        let second: Option<i64> = row.get(3)?;
        Ok(Cooldown { set_at: row.get(0)?, seconds: row.get::<_, i64>(1)?.unsigned_abs(), boot: boot.zip(second) })
    });
    Ok(row.optional()?)
}

/// Whether the host's last lock was unclear, and the newest attempt under way there.
fn trial(db: &Connection, who: &Who) -> Result<(bool, Option<i64>)> {
    let unclear = db
        .prepare_cached("SELECT 1 FROM cooldown WHERE host = ?1 AND account = '' AND reason = 'unclear'")?
        .exists([&who.host])?;
    let under_way = db
        .prepare_cached("SELECT max(at) FROM attempt WHERE host = ?1 AND kind = 'attempt' AND outcome = 'reserved'")?
        .query_row([&who.host], |row| row.get(0))?;
    Ok((unclear, under_way))
}

fn known_refused(db: &Connection, who: &Who) -> Result<bool> {
    let Some(hash) = who.secret else { return Ok(false) };
    Ok(db.prepare_cached("SELECT 1 FROM refused_password WHERE hash = ?1")?.exists([hash.as_slice()])?)
}

/// What the server said is left, less the tries since then that it may have counted as well.
fn tries_left(db: &Connection, who: &Who) -> Result<Option<u32>> {
    let mut query = db.prepare_cached(
        "SELECT max(0, t.count - (SELECT count(*) FROM attempt a
                                  WHERE a.kind = 'attempt' AND a.host = ?1 AND a.account = ?2 AND a.id > t.attempt
                                    AND (a.outcome = 'unknown' OR a.outcome = 'reserved')))
         FROM tries_left t WHERE t.host = ?1 AND t.account = ?2",
    )?;
    Ok(query.query_row([&who.host, &who.account], |row| row.get(0)).optional()?)
}

/// When tries failed or may have failed since the last success: `reserved` is one whose end nobody saw.
fn failed(db: &Connection, who: &Who, now: &Moment) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached(
        "SELECT at FROM attempt
         WHERE kind = 'attempt' AND host = ?1 AND account = ?2 AND at > ?3
           AND (outcome = 'wrong' OR outcome = 'unknown' OR outcome = 'reserved')
           AND id > coalesce((SELECT max(id) FROM attempt
                              WHERE kind = 'attempt' AND host = ?1 AND account = ?2 AND outcome = 'accepted'), 0)
         ORDER BY at",
    )?;
    let rows = query.query_map(params![who.host, who.account, now.wall.as_second() - WINDOW], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::MIGRATIONS;

    fn book() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE secret (owner_kind, owner_id)").unwrap();
        MIGRATIONS.iter().for_each(|step| db.execute_batch(step).unwrap());
        db
    }

    fn who() -> Who {
        Who { host: "h".to_owned(), account: "13800000000".to_owned(), secret: Some([1; 32]) }
    }

    fn now() -> Moment {
        Moment { wall: Timestamp::from_second(1_000_000).unwrap(), boot: None }
    }

    /// An attempt or message from its reservation to its end.
    fn went(db: &Connection, kind: Kind, verdict: Verdict) {
        let id = reserve(db, kind, &who(), &now()).unwrap();
        settle(db, &Settling { id, kind, who: who(), verdict, now: now() }).unwrap();
    }

    fn page(db: &Connection) -> Page {
        read(db, &who(), &now()).unwrap()
    }

    #[test]
    fn tries_that_may_have_counted_are_taken_from_what_was_left() {
        let db = book();
        went(&db, Kind::Attempt, Verdict::Wrong { left: Some(3) });
        assert_eq!(page(&db).tries_left, Some(3));
        went(&db, Kind::Attempt, Verdict::NotSent);
        went(&db, Kind::Attempt, Verdict::Unknown);
        assert_eq!(page(&db).tries_left, Some(2));
        for left in [1, 0, 0] {
            let _under_way = reserve(&db, Kind::Attempt, &who(), &now()).unwrap();
            assert_eq!(page(&db).tries_left, Some(left));
        }
        went(&db, Kind::Attempt, Verdict::Wrong { left: Some(2) });
        assert_eq!(page(&db).tries_left, Some(2), "the server has counted anew");
        went(&db, Kind::Attempt, Verdict::Accepted);
        assert_eq!(page(&db).tries_left, None);
    }

    #[test]
    fn a_message_that_was_sent_takes_nothing_back() {
        let db = book();
        went(&db, Kind::Attempt, Verdict::Wrong { left: Some(1) });
        went(&db, Kind::Attempt, Verdict::LockUnclear { wait: None });
        went(&db, Kind::Sms, Verdict::Accepted);
        let page = page(&db);
        assert_eq!((page.failed.len(), page.tries_left, page.known_refused, page.trial_only), (1, Some(1), true, true));
        assert!(page.account.is_some() && page.host.is_some());
    }

    #[test]
    fn the_servers_wait_for_messages_is_not_one_for_passwords() {
        let db = book();
        went(&db, Kind::Sms, Verdict::Throttled { wait: Some(3600) });
        assert_eq!(sms_wait(&db, &who(), &now()).unwrap(), Some(3600));
        assert!(page(&db).account.is_none());
        went(&db, Kind::Attempt, Verdict::Throttled { wait: Some(60) });
        assert!(page(&db).account.is_some());
    }
}
