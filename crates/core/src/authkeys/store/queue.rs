//! Which accounts are requested next.

use hallpass_providers::authkey::{Asked, ExtLogin};
use rusqlite::{Connection, Row, params};

use crate::error::{Error, Result};

/// The result of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::authkeys) enum AccountStatus {
    Ok,
    Empty,
    Missing,
    Failed,
    Unknown,
    /// Its row was not clear in a shared answer; asked again alone before the job ends.
    Doubtful,
}

impl AccountStatus {
    const ALL: [Self; 6] = [Self::Ok, Self::Empty, Self::Missing, Self::Failed, Self::Unknown, Self::Doubtful];

    /// Its name in the file and in the table.
    pub(in crate::authkeys) fn id(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Empty => "empty",
            Self::Missing => "missing",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Doubtful => "doubtful",
        }
    }

    pub(in crate::authkeys) fn from_id(id: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|status| status.id() == id);
        known.ok_or_else(|| Error::internal("a status in a job's file"))
    }
}

/// What is still to be done for an account that has an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::authkeys) enum FollowUp {
    /// Nothing.
    Nothing = 0,
    /// Ask for it alone.
    Alone = 1,
    /// Read it again: a mint was not answered, or someone's other name got a key.
    Again = 2,
}

impl FollowUp {
    /// The condition on an answer `r`. Its first half is that of the index, which SQLite does not use for what follows
    /// from it, nor where the number is bound.
    pub(in crate::authkeys) fn wanted(self) -> String {
        format!("r.next > 0 AND r.next = {}", self as i64)
    }
}

/// Whom a round asks, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::authkeys) enum Pick {
    /// Everyone without an answer.
    Unasked,
    /// Those with [`FollowUp::Alone`].
    Alone,
    /// Those with [`FollowUp::Again`].
    Again,
    /// Those without a key, recorded in the journal.
    Mint,
    /// Those with a key, recorded in the journal and not yet sent.
    Rotate,
}

/// A mint is tried this often before an account stays without a key.
const MAX_MINTS: i64 = 12;

impl Pick {
    /// Whether calls make keys.
    pub(in crate::authkeys) fn mints(self) -> bool {
        matches!(self, Self::Mint | Self::Rotate)
    }

    fn source(self) -> String {
        match self {
            Self::Unasked => "account a LEFT JOIN answer r ON r.seq = a.seq WHERE r.seq IS NULL".to_owned(),
            Self::Alone => due(FollowUp::Alone),
            Self::Again => due(FollowUp::Again),
            Self::Mint => format!("{JOURNAL} WHERE r.status = 'empty' AND r.next = 0 AND m.tries < {MAX_MINTS}"),
            Self::Rotate => format!("{JOURNAL} WHERE r.status = 'ok' AND r.next = 0 AND m.tries = 0"),
        }
    }
}

const JOURNAL: &str = "mint m JOIN answer r ON r.seq = m.seq JOIN account a ON a.seq = m.seq";

fn due(next: FollowUp) -> String {
    format!("answer r JOIN account a ON a.seq = r.seq WHERE {}", next.wanted())
}

/// An account to be asked for.
#[derive(Debug, Clone)]
pub(in crate::authkeys) struct Due {
    pub(in crate::authkeys) seq: i64,
    pub(in crate::authkeys) asked: Asked,
    /// From an earlier answer.
    pub(in crate::authkeys) user_id: Option<String>,
    /// What was known of it.
    pub(in crate::authkeys) was: Option<AccountStatus>,
    /// A keyed hash of the key that it had before it was to be replaced.
    pub(in crate::authkeys) old_key: Option<Vec<u8>>,
}

/// The next accounts after `after`, in the order of the list.
pub(in crate::authkeys) fn block(db: &Connection, pick: Pick, after: i64, most: usize) -> Result<Vec<Due>> {
    let known = match pick {
        Pick::Unasked => "NULL, NULL",
        _ => "r.user_id, r.status",
    };
    let sql = format!(
        "SELECT a.seq, a.directory, a.name, a.site, {known}, (SELECT old_key FROM mint WHERE seq = a.seq)
         FROM {} AND a.seq > ?1 ORDER BY a.seq LIMIT ?2",
        pick.source()
    );
    let mut query = db.prepare_cached(&sql)?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut rows = query.query(params![after, most])?;
    let mut block = Vec::new();
    while let Some(row) = rows.next()? {
        block.push(read(row)?);
    }
    Ok(block)
}

fn read(row: &Row<'_>) -> Result<Due> {
    let status: Option<String> = row.get(5)?;
    Ok(Due {
        seq: row.get(0)?,
        asked: asked(row.get(1)?, row.get(2)?, row.get(3)?),
        user_id: row.get(4)?,
        was: status.as_deref().map(AccountStatus::from_id).transpose()?,
        old_key: row.get(6)?,
    })
}

pub(in crate::authkeys) fn asked(directory: bool, name: String, site_id: String) -> Asked {
    if directory { Asked::Ext(ExtLogin { name, site_id }) } else { Asked::Login(name) }
}

/// How many accounts a round will ask for.
pub(in crate::authkeys) fn count(db: &Connection, pick: Pick) -> Result<u64> {
    let sql = match pick {
        // Each answer is an account's, so that none need be looked at.
        Pick::Unasked => "SELECT (SELECT count(*) FROM account) - (SELECT count(*) FROM answer)".to_owned(),
        _ => format!("SELECT count(*) FROM {}", pick.source()),
    };
    let count: i64 = db.query_row(&sql, [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
