//! A job's progress through its list, in at most a hundred segments.

use rusqlite::Connection;
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

fn shares(db: &Connection) -> Result<Vec<Share>> {
    let (count, last): (i64, i64) =
        db.query_row("SELECT count(*), coalesce(max(seq), 0) FROM account", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let number = SHARES.min(count);
    let mut shares = vec![Share::default(); usize::try_from(number).unwrap_or_default()];
    let mut each = |sql: &str, take: &dyn Fn(&mut Share, u64, u64)| -> Result<()> {
        let mut query = db.prepare_cached(sql)?;
        let mut rows = query.query([number, last])?;
        while let Some(row) = rows.next()? {
            let at = usize::try_from(row.get::<_, i64>(0)?).unwrap_or_default();
            if let Some(share) = shares.get_mut(at) {
                take(share, row.get::<_, i64>(1)?.unsigned_abs(), row.get::<_, i64>(2)?.unsigned_abs());
            }
        }
        Ok(())
    };
    each("SELECT (seq - 1) * ?1 / ?2, count(*), 0 FROM account GROUP BY 1", &|share, of, _| share.of = of)?;
    each(
        "SELECT (seq - 1) * ?1 / ?2, sum(status IN ('ok', 'empty', 'missing')), sum(status IN ('failed', 'unknown'))
         FROM result GROUP BY 1",
        &|share, answered, unsettled| (share.answered, share.unsettled) = (answered, unsettled),
    )?;
    Ok(shares)
}
