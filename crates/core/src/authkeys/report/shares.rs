//! A job's progress through its list, in at most a hundred segments.

use rusqlite::{Connection, Row};
use serde::Serialize;

use crate::authkeys::store::database::Places;
use crate::error::Result;
use crate::hallpass::Hallpass;

/// A segment of a job's list: the results of its accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Share {
    /// Accounts.
    pub of: u64,
    /// Of them, those that the server has told about.
    pub answered: u64,
    /// Of them, those that failed or of which nothing is known.
    pub unsettled: u64,
}

const SHARES: i64 = 100;

impl Hallpass {
    /// The results of the accounts of a job, by their place in the list.
    ///
    /// # Errors
    /// Returns an error if there is no such job, or if its file cannot be read.
    pub async fn job_shares(&self, id: &str) -> Result<Vec<Share>> {
        let annex = Places::new(self, id)?.open(self).await?;
        let shares = annex.read(shares).await;
        annex.close().await;
        shares
    }
}

/// The window asks once a second while a job works, so that only what was answered is looked through, and in its order.
fn shares(db: &Connection) -> Result<Vec<Share>> {
    let last: i64 = db.query_row("SELECT coalesce(max(seq), 0) FROM account", [], |row| row.get(0))?;
    // Only where a line was left out, its number is missing.
    let whole: bool = db.query_row("SELECT NOT EXISTS (SELECT 1 FROM duplicate)", [], |row| row.get(0))?;
    let accounts = if whole { last } else { db.query_row("SELECT count(*) FROM account", [], |row| row.get(0))? };
    let number = SHARES.min(accounts);
    let first = |share: i64| share * last / number + i64::from(share * last % number > 0) + 1;
    let mut count = db.prepare_cached("SELECT count(*) FROM account WHERE seq BETWEEN ?1 AND ?2")?;
    let mut answers = db.prepare_cached(
        "SELECT coalesce(sum(status IN ('ok', 'empty', 'missing')), 0), coalesce(sum(status IN ('failed', 'unknown')), 0)
         FROM answer WHERE seq BETWEEN ?1 AND ?2",
    )?;
    let mut unanswered = db.prepare_cached(
        "SELECT coalesce(sum(a.status IN ('ok', 'empty', 'missing')), 0),
                coalesce(sum(a.status NOT IN ('failed', 'unknown')), 0)
         FROM mint m JOIN answer a ON a.seq = m.seq WHERE m.unanswered = 1 AND m.seq BETWEEN ?1 AND ?2",
    )?;
    let pair = |row: &Row<'_>| Ok([row.get::<_, i64>(0)?, row.get::<_, i64>(1)?]);
    let share = |share: i64| {
        let range = [first(share), first(share + 1) - 1];
        let of = if whole { range[1] - range[0] + 1 } else { count.query_row(range, |row| row.get(0))? };
        let [answered, unsettled] = answers.query_row(range, pair)?;
        // Of these nothing is known, whatever was answered before.
        let [told, more] = unanswered.query_row(range, pair)?;
        let [of, answered, unsettled] = [of, answered - told, unsettled + more].map(i64::unsigned_abs);
        Ok(Share { of, answered, unsettled })
    };
    (0..number).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authkeys::store::database::JOB_SCHEMA;

    /// Account by account, by the view that says what came of each.
    fn counted(db: &Connection, number: i64) -> Vec<Share> {
        let mut query = db
            .prepare(
                "SELECT (a.seq - 1) * ?1 / (SELECT max(seq) FROM account), r.status FROM account a LEFT JOIN result r ON r.seq = a.seq",
            )
            .unwrap();
        let mut shares = vec![Share::default(); usize::try_from(number).unwrap()];
        let mut rows = query.query([number]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let share = &mut shares[usize::try_from(row.get::<_, i64>(0).unwrap()).unwrap()];
            share.of += 1;
            let status = row.get::<_, Option<String>>(1).unwrap().unwrap_or_default();
            share.answered += u64::from(["ok", "empty", "missing"].contains(&status.as_str()));
            share.unsettled += u64::from(["failed", "unknown"].contains(&status.as_str()));
        }
        shares
    }

    /// `count` lines: some are there already, and of what was answered each kind is among any hundred.
    fn job(count: i64, lines_twice: bool) -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(&JOB_SCHEMA.concat()).unwrap();
        let statuses = ["ok", "empty", "missing", "failed", "unknown", "doubtful"];
        for seq in 1..=count {
            if lines_twice && seq % 7 == 3 {
                db.execute("INSERT INTO duplicate VALUES (?1, 1)", [seq]).unwrap();
                continue;
            }
            db.execute("INSERT INTO account VALUES (?1, ?1, 0, 'u' || ?1, '', '')", [seq]).unwrap();
            if seq % 5 == 0 {
                continue;
            }
            let status = statuses[usize::try_from(seq * seq % 11 % 6).unwrap()];
            db.execute("INSERT INTO answer (seq, status, next) VALUES (?1, ?2, 0)", (seq, status)).unwrap();
            if seq % 4 == 1 {
                let mint = "INSERT INTO mint (seq, person, tries, unanswered) VALUES (?1, 'u' || ?1, 1, ?2)";
                db.execute(mint, (seq, seq % 8 == 1)).unwrap();
            }
        }
        db
    }

    #[test]
    fn they_are_what_counting_account_by_account_gives() {
        for count in [0, 1, 3, 99, 100, 101, 250, 1234] {
            for lines_twice in [false, true] {
                let db = job(count, lines_twice);
                let shares = shares(&db).unwrap();
                let number = i64::try_from(shares.len()).unwrap();
                assert_eq!(shares, counted(&db, number), "{count} {lines_twice}");
                assert_eq!(shares.iter().map(|share| share.of).sum::<u64>() == 0, count == 0);
            }
        }
    }
}
