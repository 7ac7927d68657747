//! The guard's tables in the vault: attempts, cool-downs, rejected passwords, remaining attempts.

use hallpass_providers::Host;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::account_key::AccountKey;
use super::attempt::{AttemptKey, CodeStep, Kind};
use super::blocked;
use super::rules::{Cooldown, History, SMS_INTERVAL, Verdict, WINDOW};
use crate::clock::Moment;
use crate::error::Result;

/// What an answer meant for a reservation.
#[derive(Debug)]
pub(super) struct PendingOutcome {
    pub(super) id: i64,
    pub(super) kind: Kind,
    pub(super) who: AttemptKey,
    pub(super) verdict: Verdict,
    pub(super) now: Moment,
}

pub(super) fn read(db: &Connection, kind: Kind, who: &AttemptKey, now: &Moment) -> Result<History> {
    let (trial_only, under_way) = trial(db, who, now)?;
    Ok(History {
        account: cooldown(db, &who.host, &who.account)?,
        host: cooldown(db, &who.host, &AccountKey::whole_host())?,
        trial_only,
        under_way,
        known_refused: known_refused(db, who)?,
        tries_left: tries_left(db, who)?,
        failed: failed(db, kind, who, now)?,
    })
}

/// Attempts older than this many seconds say nothing any more: every rule looks back 15 minutes at most.
const KEPT: i64 = 24 * 60 * 60;

/// The attempts of one account that are younger than `?3` seconds: by the machine's own clock (`?4`, `?5`) where it has
/// run through, else by the wall clock (`?6`).
const YOUNGER: &str = "host = ?1 AND account = ?2
     AND CASE WHEN boot_id = ?4 THEN ?5 - boot_micros < ?3 * 1000000 ELSE ?6 - at < ?3 END";

pub(super) fn reserve(db: &Connection, kind: Kind, who: &AttemptKey, now: &Moment) -> Result<i64> {
    let ((boot_id, boot_micros), at) = (now.boot_columns(), now.wall.as_second());
    db.prepare_cached(&format!("DELETE FROM attempt WHERE host = ?1 AND account = ?2 AND NOT ({YOUNGER})"))?
        .execute(params![who.host.as_str(), who.account, KEPT, boot_id, boot_micros, at])?;
    db.prepare_cached(
        "INSERT INTO attempt (kind, host, account, at, boot_id, boot_micros, outcome)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'reserved')",
    )?
    .execute(params![kind.id(), who.host.as_str(), who.account, at, boot_id, boot_micros])?;
    Ok(db.last_insert_rowid())
}

/// Codes of a seed that are further from the one to be sent are forgotten: no server accepts them.
const CODES_KEPT: u64 = 20;

/// Remembers a one-time code as sent, unless it was before.
pub(super) fn spend_code(db: &Connection, code: &CodeStep, now: &Moment) -> Result<()> {
    let (seed, number, kept) = (code.seed.as_slice(), code.number.cast_signed(), CODES_KEPT.cast_signed());
    db.prepare_cached("DELETE FROM sent_code WHERE seed = ?1 AND abs(number - ?2) > ?3")?
        .execute(params![seed, number, kept])?;
    let added = db
        .prepare_cached("INSERT OR IGNORE INTO sent_code (seed, number) VALUES (?1, ?2)")?
        .execute(params![seed, number])?;
    if added == 0 {
        let wait = code.expires_at.duration_since(now.wall).as_secs();
        return Err(blocked::code_sent(u64::try_from(wait).unwrap_or_default().max(1)));
    }
    Ok(())
}

pub(super) fn settle(db: &Connection, pending: &PendingOutcome) -> Result<()> {
    let PendingOutcome { id, kind, who, verdict, now } = pending;
    if let (Verdict::NotSent, Kind::Attempt | Kind::Code, Some(code)) = (verdict, kind, &who.code) {
        db.prepare_cached("DELETE FROM sent_code WHERE seed = ?1 AND number = ?2")?
            .execute(params![code.seed.as_slice(), code.number.cast_signed()])?;
    }
    db.prepare_cached("UPDATE attempt SET outcome = ?2 WHERE id = ?1")?.execute(params![id, verdict.outcome()])?;
    let (account, host) = verdict.cooldowns();
    // How often messages may be sent says nothing about passwords.
    let for_messages = *kind == Kind::Sms && matches!(verdict, Verdict::Throttled { .. } | Verdict::MessageSent { .. });
    let key = if for_messages { who.account.messages() } else { who.account.clone() };
    account.map(|seconds| set_cooldown(db, who, &key, verdict, seconds, now)).transpose()?;
    host.map(|seconds| set_cooldown(db, who, &AccountKey::whole_host(), verdict, seconds, now)).transpose()?;
    match (kind, verdict) {
        (Kind::Attempt | Kind::Code, Verdict::Accepted) => accepted(db, *id, *kind, who),
        (Kind::Attempt, Verdict::Wrong { left }) => wrong(db, *id, who, *left, now),
        // A message that was sent is no password that was accepted, and a wrong code is no wrong password.
        _ => Ok(()),
    }
}

impl Kind {
    fn id(self) -> &'static str {
        match self {
            Self::Attempt => "attempt",
            Self::Code => "code",
            Self::Sms => "sms",
        }
    }
}

/// Seconds until this account may be sent another text message.
pub(super) fn sms_wait(db: &Connection, who: &AttemptKey, now: &Moment) -> Result<Option<u64>> {
    // Nobody can override this wait: a wall clock that was set back must not make it a day.
    let left = |sent: &Moment, wait: u64| wait.saturating_sub(now.micros_since(sent).unsigned_abs() / 1_000_000);
    let stated =
        cooldown(db, &who.host, &who.account.messages())?.map_or(0, |stated| left(&stated.set_at, stated.seconds));
    let mut query = db.prepare_cached(
        "SELECT at, boot_id, boot_micros FROM attempt
         WHERE kind = 'sms' AND host = ?1 AND account = ?2 AND outcome != 'not_sent' ORDER BY id DESC LIMIT 1",
    )?;
    let last = query.query_row(params![who.host.as_str(), who.account], moment).optional()?;
    let usual = last.map_or(0, |sent| left(&sent, SMS_INTERVAL));
    Ok(Some(stated.max(usual)).filter(|seconds| *seconds > 0))
}

/// The columns `at, boot_id, boot_micros`.
fn moment(row: &Row<'_>) -> rusqlite::Result<Moment> {
    Ok(Moment::stored(wall(row.get(0)?), row.get(1)?, row.get(2)?))
}

fn wall(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// What came before says nothing any more; only what is still under way is kept.
fn accepted(db: &Connection, id: i64, kind: Kind, who: &AttemptKey) -> Result<()> {
    db.prepare_cached(
        "DELETE FROM attempt WHERE kind = ?4 AND host = ?1 AND account = ?2 AND outcome != 'reserved' AND id < ?3",
    )?
    .execute(params![who.host.as_str(), who.account, id, kind.id()])?;
    for account in [&who.account, &AccountKey::whole_host()] {
        db.prepare_cached("DELETE FROM cooldown WHERE host = ?1 AND account = ?2")?
            .execute(params![who.host.as_str(), account])?;
    }
    if kind == Kind::Code {
        // Of passwords it says no more than the password that was accepted before it.
        return Ok(());
    }
    db.prepare_cached("DELETE FROM tries_left WHERE host = ?1 AND account = ?2")?
        .execute(params![who.host.as_str(), who.account])?;
    if let Some(hash) = who.secret {
        db.prepare_cached("DELETE FROM refused_password WHERE hash = ?1")?.execute([hash.as_slice()])?;
    }
    Ok(())
}

fn wrong(db: &Connection, id: i64, who: &AttemptKey, left: Option<u32>, now: &Moment) -> Result<()> {
    if let Some(hash) = who.secret {
        db.prepare_cached("INSERT OR REPLACE INTO refused_password (hash, at) VALUES (?1, ?2)")?
            .execute(params![hash.as_slice(), now.wall.as_second()])?;
    }
    if let Some(count) = left {
        db.prepare_cached(
            "INSERT OR REPLACE INTO tries_left (host, account, count, at, attempt) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![who.host.as_str(), who.account, count, now.wall.as_second(), id])?;
    }
    Ok(())
}

fn set_cooldown(
    db: &Connection,
    who: &AttemptKey,
    account: &AccountKey,
    why: &Verdict,
    seconds: u64,
    now: &Moment,
) -> Result<()> {
    let reason = if matches!(why, Verdict::LockUnclear { .. }) { "unclear" } else { why.outcome() };
    // Rounded up, so that no wait is shorter than it should be.
    let second = |uptime: &crate::clock::Uptime| (uptime.elapsed + SignedDuration::from_nanos(999_999_999)).as_secs();
    let (boot_id, second) = (now.boot_columns().0, now.boot.as_ref().map(second));
    db.prepare_cached(
        "INSERT OR REPLACE INTO cooldown (host, account, reason, set_at, seconds, boot_id, boot_second)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        who.host.as_str(),
        account,
        reason,
        now.wall.as_second(),
        seconds.cast_signed(),
        boot_id,
        second
    ])?;
    Ok(())
}

fn cooldown(db: &Connection, host: &Host, account: &AccountKey) -> Result<Option<Cooldown>> {
    let mut query = db.prepare_cached(
        "SELECT set_at, boot_id, boot_second, seconds FROM cooldown WHERE host = ?1 AND account = ?2",
    )?;
    Ok(query.query_row(params![host.as_str(), account], stored_cooldown).optional()?)
}

fn stored_cooldown(row: &Row<'_>) -> rusqlite::Result<Cooldown> {
    let micros = row.get::<_, Option<i64>>(2)?.map(|second| second.saturating_mul(1_000_000));
    let set_at = Moment::stored(wall(row.get(0)?), row.get(1)?, micros);
    Ok(Cooldown { set_at, seconds: row.get::<_, i64>(3)?.unsigned_abs() })
}

/// The cool-downs that a server's lock has started, by host and account, ended ones among them.
pub(super) fn locks(db: &Connection) -> Result<Vec<((Host, AccountKey), Cooldown)>> {
    let mut query = db.prepare_cached(
        "SELECT set_at, boot_id, boot_second, seconds, host, account FROM cooldown
         WHERE reason IN ('locked', 'unclear')",
    )?;
    let rows =
        query.query_map([], |row| Ok(((Host::from(row.get::<_, String>(4)?), row.get(5)?), stored_cooldown(row)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether the host's last lock was unclear, and the ages of the attempts under way there.
fn trial(db: &Connection, who: &AttemptKey, now: &Moment) -> Result<(bool, Vec<u64>)> {
    let unclear = db
        .prepare_cached("SELECT 1 FROM cooldown WHERE host = ?1 AND account = '' AND reason = 'unclear'")?
        .exists([who.host.as_str()])?;
    if !unclear {
        return Ok((false, Vec::new()));
    }
    let mut query = db.prepare_cached(
        "SELECT at, boot_id, boot_micros FROM attempt WHERE host = ?1 AND kind != 'sms' AND outcome = 'reserved'",
    )?;
    Ok((true, ages(query.query_map([who.host.as_str()], moment)?, now)?))
}

fn ages(rows: impl Iterator<Item = rusqlite::Result<Moment>>, now: &Moment) -> Result<Vec<u64>> {
    Ok(rows.map(|row| row.map(|at| now.seconds_since(&at))).collect::<rusqlite::Result<_>>()?)
}

fn known_refused(db: &Connection, who: &AttemptKey) -> Result<bool> {
    let Some(hash) = who.secret else { return Ok(false) };
    Ok(db.prepare_cached("SELECT 1 FROM refused_password WHERE hash = ?1")?.exists([hash.as_slice()])?)
}

/// What the server said is left, less the tries since then that it may have counted as well.
fn tries_left(db: &Connection, who: &AttemptKey) -> Result<Option<u32>> {
    let mut query = db.prepare_cached(
        "SELECT max(0, t.count - (SELECT count(*) FROM attempt a
                                  WHERE a.kind = 'attempt' AND a.host = ?1 AND a.account = ?2 AND a.id > t.attempt
                                    AND (a.outcome = 'unknown' OR a.outcome = 'reserved')))
         FROM tries_left t WHERE t.host = ?1 AND t.account = ?2",
    )?;
    Ok(query.query_row(params![who.host.as_str(), who.account], |row| row.get(0)).optional()?)
}

/// The ages of what failed or may have failed since the last success: `reserved` is one whose end nobody saw.
fn failed(db: &Connection, kind: Kind, who: &AttemptKey, now: &Moment) -> Result<Vec<u64>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT at, boot_id, boot_micros FROM attempt
         WHERE kind = ?7 AND {YOUNGER} AND (outcome = 'wrong' OR outcome = 'unknown' OR outcome = 'reserved')
           AND id > coalesce((SELECT max(id) FROM attempt
                              WHERE kind = ?7 AND host = ?1 AND account = ?2 AND outcome = 'accepted'), 0)",
    ))?;
    let ((boot_id, boot_micros), at) = (now.boot_columns(), now.wall.as_second());
    let kind = kind.id();
    let rows = query.query_map(
        params![who.host.as_str(), who.account, WINDOW.cast_signed(), boot_id, boot_micros, at, kind],
        moment,
    )?;
    ages(rows, now)
}

#[cfg(test)]
mod tests;
