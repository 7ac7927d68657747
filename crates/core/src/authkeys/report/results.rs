//! The result of each account of a job, page by page; and a single key, for copying.

use hallpass_providers::{KeyEnd, Secret, Text};
use hallpass_tables::shown_carried;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::activity::{EventKind, note};
use crate::authkeys::key_expiry::end;
use crate::authkeys::report::table::columns;
use crate::authkeys::store::database::Places;
use crate::authkeys::store::message::message_of;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;

/// An account of a job. Its key is not in it, except for the last four characters.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobRow {
    /// Its number in the job, by which its key is copied.
    pub seq: i64,
    /// Its line in the list.
    pub line: u64,
    /// Its name in the list.
    pub account: String,
    /// The server's id of it.
    pub user_id: Option<String>,
    /// The login name that the server gave.
    pub login_name: Option<String>,
    /// The last four characters of its key; empty for a short one, none where there is no key.
    pub key_end: Option<String>,
    /// When the key expires.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub expires_at: Option<Timestamp>,
    /// The key never expires.
    pub never: bool,
    /// `ok`, `empty`, `missing`, `failed`, `unknown`; none where it was not asked for yet.
    pub status: Option<String>,
    /// More on it.
    pub message: Option<Text>,
    /// Its cells in the carried columns, without passwords and keys.
    pub carried: Vec<String>,
}

/// Where the pages of a job's results begin.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobPages {
    /// The names of the carried columns.
    pub columns: Vec<String>,
    /// How many rows there are in all.
    pub count: u64,
    /// The number of the first account of each page of [`PAGE_ROWS`] rows.
    pub firsts: Vec<i64>,
}

/// Which rows are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RowFilter {
    /// All of them, those that wait too.
    All,
    /// With a key.
    Ok,
    /// Without one.
    Empty,
    /// Not in the answer.
    Missing,
    /// Not answered, or not to be understood.
    Failed,
    /// A key may have been made.
    Unknown,
    /// The server gave another login name than the list.
    Renamed,
}

/// Rows of a page.
pub const PAGE_ROWS: usize = 500;

/// Every account with its result, if it has one. `result` is not joined here: it is a view of two tables, and to join one
/// the database would read it whole for each page.
const LINE: &str = "SELECT a.seq, a.line, a.directory, a.name, a.carried,
        CASE WHEN m.unanswered = 1 THEN 'unknown' ELSE o.status END AS status, o.user_id, o.login_name, o.auth_key,
        o.expires_ms, CASE WHEN m.unanswered = 1 THEN NULL ELSE o.message END AS message
    FROM account a LEFT JOIN answer o ON o.seq = a.seq LEFT JOIN mint m ON m.seq = a.seq";

impl RowFilter {
    /// The condition on a line `r`.
    fn condition(self) -> &'static str {
        match self {
            Self::All => "true",
            Self::Ok => "r.status = 'ok'",
            Self::Empty => "r.status = 'empty'",
            Self::Missing => "r.status = 'missing'",
            Self::Failed => "r.status IN ('failed', 'doubtful')",
            Self::Unknown => "r.status = 'unknown'",
            // A name of a directory comes back as another one always.
            Self::Renamed => "NOT r.directory AND lower(r.name) <> lower(r.login_name)",
        }
    }
}

impl Hallpass {
    /// Where the pages of a job's results begin; the whole list is looked through for it.
    ///
    /// # Errors
    /// Returns an error if there is no such job, or if its file cannot be read.
    pub async fn job_pages(&self, id: &str, filter: RowFilter) -> Result<JobPages> {
        let annex = Places::new(self, id)?.open(self).await?;
        let pages = annex.read(move |db| pages(db, filter)).await;
        annex.close().await;
        pages
    }

    /// A page of a job's results: the accounts from the number `first` on, in the order of the list.
    ///
    /// # Errors
    /// Returns an error if there is no such job, or if its file cannot be read.
    pub async fn job_rows(&self, id: &str, filter: RowFilter, first: i64) -> Result<Vec<JobRow>> {
        let annex = Places::new(self, id)?.open(self).await?;
        let rows = annex.read(move |db| rows(db, filter, first)).await;
        annex.close().await;
        rows
    }

    /// The key of one account of a job, for the clipboard; it is noted in the activity.
    ///
    /// # Errors
    /// Returns an error if there is no such key, or if it is of production and nobody confirmed that.
    pub async fn job_key(&self, id: &str, seq: i64, production_ok: bool) -> Result<Secret> {
        let profile = self.profile_of(id).await?;
        self.check_production(&profile, production_ok)?;
        let annex = Places::new(self, id)?.open(self).await?;
        let found = annex.read(move |db| key(db, seq)).await;
        annex.close().await;
        let (key, hint) = found?.ok_or_else(no_key)?;
        note(self.vault(), self.wall(), &profile.name, EventKind::Copied, &hint).await?;
        Ok(key)
    }

    /// The accounts of keys of jobs, as the list of a new job.
    ///
    /// # Errors
    /// Returns an error if there is no such job, or if its file cannot be read.
    pub async fn list_of_keys(&self, mut keys: Vec<(String, i64)>) -> Result<String> {
        keys.sort();
        let mut list = csv::Writer::from_writer(Vec::new());
        let mut rows = vec![["loginname", "extloginname", "siteid"].map(str::to_owned)];
        for of_job in keys.chunk_by(|one, two| one.0 == two.0) {
            let numbers: Vec<i64> = of_job.iter().map(|(_, seq)| *seq).collect();
            let Some((id, _)) = of_job.first() else { continue };
            let annex = Places::new(self, id)?.open(self).await?;
            let found = annex.read(move |db| names(db, &numbers)).await;
            annex.close().await;
            rows.extend(found?);
        }
        let written = rows.iter().try_for_each(|row| list.write_record(row));
        let bytes = written.ok().and_then(|()| list.into_inner().ok());
        bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(|| Error::internal("a list cannot be written"))
    }
}

fn pages(db: &Connection, filter: RowFilter) -> Result<JobPages> {
    let mut query = match filter {
        RowFilter::All => db.prepare_cached("SELECT seq FROM account ORDER BY seq")?,
        _ => db.prepare_cached(&format!("SELECT seq FROM ({LINE}) r WHERE {} ORDER BY seq", filter.condition()))?,
    };
    let (mut found, mut count, mut firsts) = (query.query([])?, 0, Vec::new());
    while let Some(row) = found.next()? {
        if count % PAGE_ROWS as u64 == 0 {
            firsts.push(row.get(0)?);
        }
        count += 1;
    }
    Ok(JobPages { columns: columns(db)?, count, firsts })
}

fn rows(db: &Connection, filter: RowFilter, first: i64) -> Result<Vec<JobRow>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT seq, line, name, carried, status, user_id, login_name, expires_ms, message,
                CASE WHEN length(auth_key) >= {LONG} THEN substr(auth_key, -4) WHEN auth_key IS NOT NULL THEN '' END
         FROM ({LINE}) r WHERE seq >= ?1 AND {} ORDER BY seq LIMIT {PAGE_ROWS}",
        filter.condition()
    ))?;
    let mut found = query.query([first])?;
    let (columns, mut rows) = (columns(db)?, Vec::new());
    while let Some(row) = found.next()? {
        rows.push(read(row, &columns)?);
    }
    Ok(rows)
}

/// Of a key this long four characters tell nothing.
const LONG: i64 = 12;

fn read(row: &Row<'_>, columns: &[String]) -> Result<JobRow> {
    let carried: String = row.get(3)?;
    let carried: Vec<String> = if carried.is_empty() {
        Vec::new()
    } else {
        serde_json::from_str(&carried).map_err(|_| Error::internal("carried cells cannot be read"))?
    };
    // A list may carry passwords into its table; the page sees none of them.
    let carried = columns.iter().zip(carried).map(|(head, cell)| shown_carried(head, &cell)).collect();
    let expires = row.get::<_, Option<i64>>(7)?.and_then(end);
    let status: Option<String> = row.get(4)?;
    Ok(JobRow {
        seq: row.get(0)?,
        line: row.get::<_, i64>(1)?.unsigned_abs(),
        account: row.get(2)?,
        user_id: row.get(5)?,
        login_name: row.get(6)?,
        key_end: row.get(9)?,
        expires_at: match expires {
            Some(KeyEnd::At(at)) => Some(at),
            _ => None,
        },
        never: expires == Some(KeyEnd::Never),
        message: message_of(status.as_deref(), row.get::<_, Option<String>>(8)?.as_deref())?,
        // Where a row was not clear nothing is known yet.
        status: status.map(|status| if status == "doubtful" { "failed".to_owned() } else { status }),
        carried,
    })
}

fn key(db: &Connection, seq: i64) -> Result<Option<(Secret, String)>> {
    let mut query = db.prepare_cached("SELECT auth_key FROM answer WHERE seq = ?1 AND status = 'ok'")?;
    let key = query.query_row([seq], |row| row.get::<_, Option<String>>(0)).optional()?.flatten();
    Ok(key.map(|key| {
        let long = key.chars().count() >= LONG.unsigned_abs() as usize;
        let last = key.char_indices().nth_back(3).map_or(0, |(at, _)| at);
        let hint = if long { key[last..].to_owned() } else { String::new() };
        (Secret::new(key), hint)
    }))
}

/// Accounts as a list has them: a login name, or a name of a directory with its site.
fn names(db: &Connection, numbers: &[i64]) -> Result<Vec<[String; 3]>> {
    let mut query = db.prepare_cached("SELECT directory, name, site FROM account WHERE seq = ?1")?;
    let mut found = Vec::new();
    for number in numbers {
        let row = query.query_row([number], |row| Ok((row.get::<_, bool>(0)?, row.get(1)?, row.get(2)?))).optional()?;
        found.extend(row.map(|(directory, name, site): (bool, String, String)| {
            if directory { [String::new(), name, site] } else { [name, String::new(), String::new()] }
        }));
    }
    Ok(found)
}

fn no_key() -> Error {
    Error::new(ErrorCode::InvalidField, Text::new("这个账号没有密钥", "This account has no key")).field("account")
}
