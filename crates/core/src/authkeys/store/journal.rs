//! Stores responses, and what is recorded before a key is created.

use hallpass_providers::{Secret, Text};
use rusqlite::{Connection, OptionalExtension, Statement, params};

use crate::authkeys::store::message::{message, unanswered};
use crate::authkeys::store::outcome::{AccountOutcome, Settled};
use crate::authkeys::store::queue::{AccountStatus, Due, FollowUp, Pick};
use crate::authkeys::store::record::Counts;
use crate::error::Result;

/// Who an answer is about: the same person under two names is one. Each column names its table: in a subquery a bare
/// `seq` would be that of the subquery's own table, and its index could not be used.
const PERSON: &str = "coalesce('id ' || answer.user_id, 'name ' || lower(answer.login_name), 'seq ' || answer.seq)";

/// Keeps what calls came to.
pub(in crate::authkeys) fn keep(db: &Connection, settled: &[Settled]) -> Result<()> {
    let requests: u64 = settled.iter().map(|settled| settled.requests).sum();
    let mut outcomes: Vec<&AccountOutcome> = settled.iter().flat_map(|settled| &settled.outcomes).collect();
    // In the file's order, most of them are appended.
    outcomes.sort_unstable_by_key(|outcome| outcome.seq);
    let (mut first, mut again) = (db.prepare_cached(FIRST)?, db.prepare_cached(AGAIN)?);
    let mut answered = db.prepare_cached("UPDATE mint SET unanswered = 0 WHERE seq = ?1 AND unanswered = 1")?;
    for outcome in outcomes {
        keep_one(if outcome.was.is_none() { &mut first } else { &mut again }, outcome)?;
        if outcome.was.is_some() {
            answered.execute([outcome.seq])?;
        }
    }
    let mut stranger = db.prepare_cached("INSERT OR IGNORE INTO stranger (user_id, login_name) VALUES (?1, ?2)")?;
    for (user_id, login_name) in settled.iter().flat_map(|settled| &settled.strangers) {
        stranger.execute([user_id, login_name])?;
    }
    db.prepare_cached("UPDATE tally SET requests = requests + ?1")?.execute([requests.cast_signed()])?;
    Ok(())
}

// Not one statement for both: "insert or replace" copies each page that it touches, to be able to take it back.
const FIRST: &str = "INSERT INTO answer (seq, status, next, user_id, login_name, auth_key, expires_ms, message)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const AGAIN: &str = "UPDATE answer SET status = ?2, next = ?3, user_id = ?4, login_name = ?5, auth_key = ?6,
    expires_ms = ?7, message = ?8 WHERE seq = ?1";

fn keep_one(statement: &mut Statement<'_>, outcome: &AccountOutcome) -> Result<()> {
    let message = outcome.message.as_ref().map(message).transpose()?;
    statement.execute(params![
        outcome.seq,
        outcome.status.id(),
        outcome.next as i64,
        outcome.user_id,
        outcome.login_name,
        // Reason: into the job's own encrypted file, from which the table is written.
        outcome.auth_key.as_ref().map(Secret::expose),
        outcome.expires_ms,
        message,
    ])?;
    Ok(())
}

/// Prepares another run: what failed is requested again, what is unknown is read again. Where commits are `lost`, mints
/// may be among them: everyone without a key is read again before one is made.
pub(in crate::authkeys) fn take_up(db: &Connection, lost: bool) -> Result<()> {
    mark_unanswered(db)?;
    if lost {
        db.execute(
            "UPDATE answer SET next = ?1 WHERE status = ?2",
            params![FollowUp::Again as i64, AccountStatus::Empty.id()],
        )?;
    }
    db.execute("DELETE FROM answer WHERE status = ?1", [AccountStatus::Failed.id()])?;
    db.execute(
        "UPDATE answer SET next = ?1 WHERE status = ?2",
        params![FollowUp::Again as i64, AccountStatus::Unknown.id()],
    )?;
    Ok(())
}

/// Makes one account ready to be asked for again: as if for the first time, or, where a key may have been made for it, as
/// one that is read again.
pub(in crate::authkeys) fn take_up_one(db: &Connection, seq: i64) -> Result<()> {
    mark_unanswered(db)?;
    let start_over = "DELETE FROM answer WHERE seq = ?1 AND status <> 'ok'
        AND (status = 'failed' OR NOT EXISTS (SELECT 1 FROM mint m WHERE m.seq = answer.seq AND m.tries > 0))";
    if db.execute(start_over, [seq])? == 0 {
        let again = "UPDATE answer SET next = ?2 WHERE seq = ?1 AND status <> 'ok'";
        db.execute(again, params![seq, FollowUp::Again as i64])?;
    }
    Ok(())
}

/// Whether an account has an answer, and one that can become another.
pub(in crate::authkeys) fn is_open(db: &Connection, seq: i64) -> Result<bool> {
    let status = db.query_row("SELECT status FROM answer WHERE seq = ?1", [seq], |row| row.get::<_, String>(0));
    Ok(status.optional()?.is_some_and(|status| status != AccountStatus::Ok.id()))
}

/// Records whose key is to be made: once for a person, whatever names the list has for it.
pub(in crate::authkeys) fn plan(db: &Connection, pick: Pick) -> Result<()> {
    let status = if pick == Pick::Mint { AccountStatus::Empty } else { AccountStatus::Ok };
    let sql = format!(
        "INSERT OR IGNORE INTO mint (seq, person, tries)
         SELECT seq, {PERSON}, 0 FROM answer WHERE status = ?1 AND next = 0 ORDER BY seq"
    );
    db.execute(&sql, [status.id()])?;
    Ok(())
}

/// Records that keys are about to be made, and gives each account the hash of the key that it has. Whoever reads this
/// later without an answer knows that they may be.
pub(in crate::authkeys) fn begin(
    db: &Connection,
    pick: Pick,
    due: &mut [Due],
    now_ms: i64,
    hash: &dyn Fn(&str) -> [u8; 32],
) -> Result<()> {
    let mut sent = db.prepare_cached(
        "UPDATE mint SET tries = tries + 1, sent_at = ?2, old_key = ?3, unanswered = ?4 WHERE seq = ?1",
    )?;
    for each in &mut *due {
        each.old_key = if pick == Pick::Rotate { old_key(db, each.seq)?.map(|key| hash(&key).to_vec()) } else { None };
        sent.execute(params![each.seq, now_ms, each.old_key, pick == Pick::Mint])?;
    }
    if pick == Pick::Rotate { hide_replaced(db, due) } else { Ok(()) }
}

/// Takes back what `begin` recorded of these: the job was paused before it was sent. An account whose key was to be
/// replaced is read again first, since its key is no longer kept.
pub(in crate::authkeys) fn not_sent(db: &Connection, pick: Pick, due: &[Due]) -> Result<()> {
    let mut mint =
        db.prepare_cached("UPDATE mint SET tries = tries - 1, old_key = NULL, unanswered = 0 WHERE seq = ?1")?;
    let mut answer = db.prepare_cached("DELETE FROM answer WHERE seq = ?1")?;
    for each in due {
        mint.execute([each.seq])?;
        if pick == Pick::Rotate {
            answer.execute([each.seq])?;
        }
    }
    Ok(())
}

/// A key that is being replaced is not shown any more. It is not asked about in the same run either: what a person wants
/// to know is that it is unknown.
fn hide_replaced(db: &Connection, due: &[Due]) -> Result<()> {
    let mut hide =
        db.prepare_cached("UPDATE answer SET status = ?2, next = 0, auth_key = NULL, message = ?3 WHERE seq = ?1")?;
    let message = message(&Text::new(
        "更换请求已发出，但没有收到响应：密钥可能已经更换",
        "The replacement was sent but got no response: the account may have a new key",
    ))?;
    for each in due {
        hide.execute(params![each.seq, AccountStatus::Unknown.id(), message])?;
    }
    Ok(())
}

/// Makes each account whose mint was not answered one that is unknown and read again.
pub(in crate::authkeys) fn mark_unanswered(db: &Connection) -> Result<()> {
    let mark = "UPDATE answer SET status = ?1, next = ?2, message = ?3
        WHERE seq IN (SELECT seq FROM mint WHERE unanswered = 1)";
    db.execute(mark, params![AccountStatus::Unknown.id(), FollowUp::Again as i64, message(&unanswered())?])?;
    db.execute("UPDATE mint SET unanswered = 0 WHERE unanswered = 1", [])?;
    Ok(())
}

fn old_key(db: &Connection, seq: i64) -> Result<Option<zeroize::Zeroizing<String>>> {
    let mut query = db.prepare_cached("SELECT auth_key FROM answer WHERE seq = ?1")?;
    let key = query.query_row([seq], |row| row.get::<_, Option<String>>(0)).optional()?;
    Ok(key.flatten().map(zeroize::Zeroizing::new))
}

/// Marks accounts for reading again whose other name in the list got a key; returns how many.
pub(in crate::authkeys) fn twins(db: &Connection) -> Result<usize> {
    let sql = format!(
        "UPDATE answer SET next = ?1 WHERE status IN ('ok', 'empty') AND next = 0
           AND NOT EXISTS (SELECT 1 FROM mint m WHERE m.seq = answer.seq)
           AND EXISTS (SELECT 1 FROM mint m WHERE m.person = {PERSON} AND m.tries > 0)"
    );
    Ok(db.execute(&sql, [FollowUp::Again as i64])?)
}

/// When the last mint was sent that is to be asked about, in milliseconds since 1970.
pub(in crate::authkeys) fn last_sent(db: &Connection) -> Result<Option<i64>> {
    let again = FollowUp::Again.wanted();
    let sql = format!("SELECT max(m.sent_at) FROM answer r JOIN mint m ON m.seq = r.seq WHERE {again}");
    Ok(db.query_row(&sql, [], |row| row.get(0))?)
}

/// The results of all accounts.
pub(in crate::authkeys) fn counts(db: &Connection) -> Result<Counts> {
    let sql = "SELECT total(status = 'ok'), total(status = 'empty'), total(status = 'missing'),
                      total(status = 'failed'), total(status = 'unknown') FROM answer";
    let number = |count: f64| count as u64;
    let mut counts = db.query_row(sql, [], |row| {
        Ok(Counts {
            ok: number(row.get(0)?),
            empty: number(row.get(1)?),
            missing: number(row.get(2)?),
            failed: number(row.get(3)?),
            unknown: number(row.get(4)?),
            ..Counts::default()
        })
    })?;
    let one = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs);
    let unanswered = one("SELECT count(*) FROM mint WHERE unanswered = 1")?;
    (counts.empty, counts.unknown) = (counts.empty.saturating_sub(unanswered), counts.unknown + unanswered);
    counts.extra = one("SELECT count(*) FROM stranger")?;
    counts.requests = one("SELECT requests FROM tally")?;
    counts.minted =
        one("SELECT count(*) FROM mint m JOIN answer r ON r.seq = m.seq WHERE m.tries > 0 AND r.status = 'ok'")?;
    Ok(counts)
}

/// What is kept of a key that is to be replaced.
pub(in crate::authkeys) fn hash(vault: &hallpass_vault::Vault, key: &str) -> [u8; 32] {
    vault.keyed_hash("job-key", &[key.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authkeys::store::database::JOB_SCHEMA;
    use crate::authkeys::store::queue::{block, count};

    fn file(answers: &[(i64, AccountStatus, &str)]) -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(&JOB_SCHEMA.concat()).unwrap();
        for (seq, status, user) in answers {
            let account = "INSERT INTO account VALUES (?1, ?1, 0, 'u' || ?1, '', '')";
            db.execute(account, [seq]).unwrap();
            let answer = "INSERT INTO answer (seq, status, next, user_id, auth_key) VALUES (?1, ?2, 0, ?3, 'OLD')";
            db.execute(answer, params![seq, status.id(), user]).unwrap();
        }
        db
    }

    fn due(db: &Connection, pick: Pick) -> Vec<i64> {
        block(db, pick, i64::MIN, 100).unwrap().iter().map(|due| due.seq).collect()
    }

    #[test]
    fn what_is_due_again_is_found_by_its_index() {
        let db = file(&[]);
        let plan = format!("EXPLAIN QUERY PLAN SELECT r.seq FROM answer r WHERE {}", FollowUp::Again.wanted());
        let plan: String = db.query_row(&plan, [], |row| row.get("detail")).unwrap();
        assert!(plan.contains("answer_due"), "{plan}");
    }

    fn begin_all(db: &Connection, pick: Pick) {
        let mut due = block(db, pick, i64::MIN, 100).unwrap();
        begin(db, pick, &mut due, 1000, &|_| [7; 32]).unwrap();
    }

    #[test]
    fn a_person_is_minted_once_whatever_the_list_calls_them() {
        let db = file(&[
            (1, AccountStatus::Empty, "5"),
            (2, AccountStatus::Empty, "6"),
            (3, AccountStatus::Empty, "5"),
            (4, AccountStatus::Ok, "7"),
        ]);
        plan(&db, Pick::Mint).unwrap();
        assert_eq!(due(&db, Pick::Mint), [1, 2]);
        begin_all(&db, Pick::Mint);
        assert_eq!(counts(&db).unwrap().unknown, 2, "from the moment it is sent");
        mark_unanswered(&db).unwrap();
        assert_eq!((due(&db, Pick::Mint), due(&db, Pick::Again)), (vec![], vec![1, 2]));
        assert_eq!(last_sent(&db).unwrap(), Some(1000));
        assert_eq!((twins(&db).unwrap(), due(&db, Pick::Again)), (1, vec![1, 2, 3]));
    }

    #[test]
    fn after_a_kill_what_was_sent_is_read_and_what_failed_is_asked() {
        let db = file(&[(1, AccountStatus::Empty, "5"), (2, AccountStatus::Failed, "6"), (3, AccountStatus::Ok, "7")]);
        plan(&db, Pick::Mint).unwrap();
        begin_all(&db, Pick::Mint);
        take_up(&db, false).unwrap();
        assert_eq!((due(&db, Pick::Mint), due(&db, Pick::Again), due(&db, Pick::Unasked)), (vec![], vec![1], vec![2]));
        assert_eq!(count(&db, Pick::Unasked).unwrap(), 1);
    }

    #[test]
    fn where_records_are_lost_everybody_without_a_key_is_read_before_one_is_made() {
        let db = file(&[(1, AccountStatus::Empty, "5"), (2, AccountStatus::Ok, "6")]);
        plan(&db, Pick::Mint).unwrap();
        take_up(&db, true).unwrap();
        assert_eq!((due(&db, Pick::Mint), due(&db, Pick::Again)), (vec![], vec![1]));
    }

    #[test]
    fn what_was_recorded_and_not_sent_is_due_as_before() {
        let db = file(&[(1, AccountStatus::Ok, "5"), (2, AccountStatus::Empty, "6")]);
        for (pick, seq) in [(Pick::Rotate, 1), (Pick::Mint, 2)] {
            plan(&db, pick).unwrap();
            let mut begun = block(&db, pick, i64::MIN, 100).unwrap();
            begin(&db, pick, &mut begun, 1000, &|_| [7; 32]).unwrap();
            not_sent(&db, pick, &begun).unwrap();
            assert_eq!(begun.iter().map(|due| due.seq).collect::<Vec<_>>(), [seq], "{pick:?}");
        }
        take_up(&db, false).unwrap();
        assert_eq!(
            (due(&db, Pick::Unasked), due(&db, Pick::Again), due(&db, Pick::Mint)),
            (vec![1], vec![], vec![2]),
            "the key that was hidden is read again"
        );
        let old = db.query_row("SELECT old_key FROM mint WHERE seq = 1", [], |row| row.get::<_, Option<Vec<u8>>>(0));
        assert_eq!(old.unwrap(), None, "its next answer is not compared with it");
    }

    #[test]
    fn a_replaced_key_is_unknown_from_the_moment_it_is_sent() {
        let db = file(&[(1, AccountStatus::Ok, "5"), (2, AccountStatus::Ok, "5"), (3, AccountStatus::Empty, "6")]);
        plan(&db, Pick::Rotate).unwrap();
        begin_all(&db, Pick::Rotate);
        let of = |sql: &str| db.query_row(sql, [], |row| row.get::<_, Option<Vec<u8>>>(0)).unwrap();
        assert_eq!(of("SELECT old_key FROM mint WHERE seq = 1"), Some(vec![7; 32]));
        assert_eq!(of("SELECT CAST(auth_key AS BLOB) FROM answer WHERE seq = 1"), None);
        let counts = counts(&db).unwrap();
        assert_eq!((counts.ok, counts.empty, counts.unknown, counts.minted), (1, 1, 1, 0));
        assert_eq!(
            (due(&db, Pick::Rotate), due(&db, Pick::Again)),
            (vec![], vec![]),
            "never sent twice, nor asked about"
        );
        assert_eq!((twins(&db).unwrap(), due(&db, Pick::Again)), (1, vec![2]), "the second name has another key now");
    }
}
