//! Details of a job: the invalid lines and the accounts that did not succeed.

use hallpass_providers::Text;
use rusqlite::Connection;
use serde::Serialize;

use crate::authkeys::plan::left_out::{LeftOut, left_out, words};
use crate::authkeys::store::database::Places;
use crate::authkeys::store::message::message_of;
use crate::authkeys::store::vault_rows;
use crate::authkeys::store::view::JobView;
use crate::error::Result;
use crate::hallpass::Hallpass;

/// A job with what is to be looked at in it. Lists are cut at `MOST` rows; the counts in `job` are whole.
#[derive(Debug, Clone, Serialize)]
pub struct JobDetail {
    /// The job.
    pub job: JobView,
    /// Rows that are not sent, by reason: all of them, with repeated accounts.
    pub left_out: Vec<LeftOut>,
    /// Lines that can be no account.
    pub problems: Vec<Problem>,
    /// Lines whose account stood there before: the line, and the first one.
    pub duplicates: Vec<(u64, u64)>,
    /// Accounts that are not ok.
    pub not_ok: Vec<NotOk>,
    /// Rows of the answers that nobody asked for.
    pub extra: Vec<Stranger>,
    /// Accounts that were not asked for yet.
    pub waiting: u64,
}

/// A line that can be no account.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// Its number, the first being 1.
    pub line: u64,
    /// The first two characters of it: a line that is no account may be a password.
    pub shown: String,
    /// Why it can be none, for a surface to group by.
    pub code: String,
    /// The same in words.
    pub reason: Text,
}

/// An account that is not ok.
#[derive(Debug, Clone, Serialize)]
pub struct NotOk {
    /// Its line.
    pub line: u64,
    /// Its name in the list.
    pub account: String,
    /// `empty`, `missing`, `failed`, `unknown`; `doubtful` where it is still to be asked for alone.
    pub status: String,
    /// More on it.
    pub message: Option<Text>,
}

/// A row that nobody asked for.
#[derive(Debug, Clone, Serialize)]
pub struct Stranger {
    /// Its id.
    pub user_id: String,
    /// Its login name.
    pub login_name: String,
}

/// Rows of a list that are shown.
const MOST: i64 = 1000;

impl Hallpass {
    /// A job and what is to be looked at in it.
    ///
    /// # Errors
    /// Returns an error if there is no such job, or if its file cannot be opened.
    pub async fn job(&self, id: &str) -> Result<JobDetail> {
        let wanted = id.to_owned();
        let facts = self.vault().read(move |db| vault_rows::by_id(db, &wanted)).await?;
        let job = self.seen(facts);
        let annex = Places::new(self, id)?.open(self).await?;
        let detail = annex.read(move |db| read(db, job)).await;
        annex.close().await;
        detail
    }
}

fn read(db: &Connection, job: JobView) -> Result<JobDetail> {
    let unsigned = |number: i64| number.unsigned_abs();
    let waiting = crate::authkeys::store::queue::count(db, crate::authkeys::store::queue::Pick::Unasked)?;
    let mut query = db.prepare("SELECT line, shown, reason FROM problem ORDER BY line LIMIT ?1")?;
    let rows = query.query_map([MOST], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
    let problems = rows.map(|row| row.map_err(crate::error::Error::from)).map(|row| {
        row.and_then(|(line, shown, kept)| {
            let (code, reason) = words(&kept)?;
            Ok(Problem { line: unsigned(line), shown, code, reason })
        })
    });
    let problems = problems.collect::<Result<_>>()?;
    let mut query = db.prepare("SELECT line, first_line FROM duplicate ORDER BY line LIMIT ?1")?;
    let rows = query.query_map([MOST], |row| Ok((unsigned(row.get(0)?), unsigned(row.get(1)?))))?;
    let duplicates = rows.collect::<rusqlite::Result<_>>()?;
    let mut query = db.prepare("SELECT user_id, login_name FROM stranger ORDER BY login_name LIMIT ?1")?;
    let rows = query.query_map([MOST], |row| Ok(Stranger { user_id: row.get(0)?, login_name: row.get(1)? }))?;
    let extra = rows.collect::<rusqlite::Result<_>>()?;
    Ok(JobDetail { left_out: left_out(db)?, not_ok: not_ok(db)?, job, problems, duplicates, extra, waiting })
}

fn not_ok(db: &Connection) -> Result<Vec<NotOk>> {
    let mut query = db.prepare(
        "SELECT a.line, a.name, r.status, r.message FROM result r JOIN account a ON a.seq = r.seq
         WHERE r.status != 'ok' ORDER BY r.seq LIMIT ?1",
    )?;
    let mut rows = query.query([MOST])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (status, kept) = (row.get::<_, String>(2)?, row.get::<_, Option<String>>(3)?);
        let message = message_of(Some(&status), kept.as_deref())?;
        let line = row.get::<_, i64>(0)?.unsigned_abs();
        found.push(NotOk { line, account: row.get(1)?, status, message });
    }
    Ok(found)
}
