//! Keys of stored jobs that expire soon.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};
use serde::Serialize;

use crate::authkeys::store::database::Places;
use crate::authkeys::store::record::{JobRecord, JobState};
use crate::authkeys::store::vault_rows;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::key_ends::Reached;

/// A key that ends soon; the key itself is not told.
#[derive(Debug, Clone, Serialize)]
pub struct ExpiringKey {
    /// The job that read it.
    pub job: String,
    /// Its number in that job.
    #[serde(skip)]
    pub seq: i64,
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

/// Whose a key is, as the server calls them.
const PERSON: &str = "coalesce('id ' || r.user_id, 'name ' || lower(r.login_name))";

/// More are not listed; the second part of the answer says how many there are.
const MOST: usize = 1000;

impl Hallpass {
    /// The keys of kept jobs that end between now and then, soonest first, at most a thousand; and how many there are.
    /// Of each account the newest job's word counts: what an older one says of its key has been replaced.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read, or if a job's file cannot be opened.
    pub async fn expiring_keys(&self, within: Duration) -> Result<(Vec<ExpiringKey>, u64)> {
        let now = self.wall();
        let within = SignedDuration::try_from(within).map_err(|_| Error::internal("a duration is too long"))?;
        let until = now.checked_add(within).unwrap_or(Timestamp::MAX);
        let mut soon = Soon { from: now.as_millisecond(), to: until.as_millisecond(), ..Soon::default() };
        let mut all = self.vault().read(kept).await?;
        // Of older jobs than these there is nothing to say, and what newer ones say of their keys has to be known.
        let (ends, asked) = (self.key_ends(), [soon.from, soon.to]);
        let oldest =
            all.iter().rposition(|facts| reached(facts).is_none_or(|at| ends.may_be_within(&facts.id, at, asked)));
        all.truncate(oldest.map_or(0, |oldest| oldest + 1));
        for facts in all {
            let (id, at) = (facts.id.clone(), reached(&facts));
            let annex = Places::new(self, &id)?.open(self).await?;
            let looked = annex.read(move |db| soon.read(db, &facts)).await;
            annex.close().await;
            soon = looked?;
            let found = soon.ends.take();
            if let Some(at) = at {
                ends.learn(id, at, found);
            }
        }
        soon.cut();
        Ok((soon.found, soon.count))
    }
}

/// Jobs with a file that can be read, newest first: one that was killed while it was made or forgotten has none.
fn kept(db: &Connection) -> Result<Vec<JobRecord>> {
    let all = vault_rows::all(db)?.into_iter();
    Ok(all.filter(|facts| facts.state != JobState::Reading && vault_rows::key(db, &facts.id).is_ok()).collect())
}

/// How far a job is; nothing for one that is not settled, which may go on meanwhile.
fn reached(facts: &JobRecord) -> Option<Reached> {
    let settled = matches!(facts.state, JobState::Done | JobState::Paused);
    settled.then_some(Reached { requests: facts.counts.requests, ok: facts.counts.ok })
}

/// What is found while job after job is looked into, the newest first.
#[derive(Default)]
struct Soon {
    from: i64,
    to: i64,
    /// Hashes of whom newer jobs have spoken of: eight bytes each, since there may be millions.
    known: HashSet<u64>,
    hasher: RandomState,
    found: Vec<ExpiringKey>,
    count: u64,
    /// The first and the last end of a key in the job that was read last.
    ends: Option<[i64; 2]>,
}

impl Soon {
    fn read(mut self, db: &Connection, facts: &JobRecord) -> Result<Self> {
        // A key that was to be made or replaced was read before, so that `unknown` is a word too.
        let mut query = db.prepare(&format!(
            "SELECT {PERSON}, CASE WHEN r.status = 'ok' THEN r.expires_ms END, r.seq, r.user_id, r.login_name
             FROM answer r WHERE r.status IN ('ok', 'empty', 'unknown') ORDER BY r.seq"
        ))?;
        let mut name = db.prepare("SELECT name FROM account WHERE seq = ?1")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let person: Option<String> = row.get(0)?;
            let first = person.is_none_or(|person| self.known.insert(self.hasher.hash_one((&facts.server, person))));
            let Some(end) = row.get::<_, Option<i64>>(1)? else { continue };
            self.ends = Some(self.ends.map_or([end; 2], |[least, most]| [least.min(end), most.max(end)]));
            if first && (self.from..=self.to).contains(&end) {
                let account = name.query_row([row.get::<_, i64>(2)?], |row| row.get(0))?;
                self.keep(key(facts, account, row, end)?);
            }
        }
        Ok(self)
    }

    fn keep(&mut self, key: ExpiringKey) {
        self.count += 1;
        self.found.push(key);
        if self.found.len() > 2 * MOST {
            self.cut();
        }
    }

    /// Leaves the soonest.
    fn cut(&mut self) {
        self.found.sort_by(|one, two| (one.expires_at, &one.account).cmp(&(two.expires_at, &two.account)));
        self.found.truncate(MOST);
    }
}

fn key(facts: &JobRecord, account: String, row: &Row<'_>, end: i64) -> Result<ExpiringKey> {
    Ok(ExpiringKey {
        job: facts.id.clone(),
        seq: row.get(2)?,
        profile: facts.profile.clone(),
        account,
        user_id: row.get(3)?,
        login_name: row.get(4)?,
        expires_at: Timestamp::from_millisecond(end).map_err(|_| Error::internal("the end of a key"))?,
    })
}
