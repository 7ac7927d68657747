//! Keys of stored jobs that expire soon.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};
use serde::Serialize;

use crate::authkeys::store::database::Places;
use crate::authkeys::store::record::{JobRecord, JobState};
use crate::authkeys::store::vault_rows;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;

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
        let oldest = all.iter().rposition(|facts| self.key_ends().may_be_within(facts, soon.from, soon.to));
        all.truncate(oldest.map_or(0, |oldest| oldest + 1));
        for facts in all {
            let (id, at) = (facts.id.clone(), Reached::of(&facts));
            let annex = Places::new(self, &id)?.open(self).await?;
            let looked = annex.read(move |db| soon.read(db, &facts)).await;
            annex.close().await;
            soon = looked?;
            self.key_ends().learn(id, at, soon.ends.take());
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

/// Between which times the keys of settled jobs end, as far as their files were looked into: an end may differ from what
/// was asked for, and a file is read whole to know it.
#[derive(Debug, Default)]
pub(crate) struct KeyEnds(Mutex<HashMap<String, JobEnds>>);

/// Of one job: how far it was, and the first and the last end of its keys.
#[derive(Debug)]
struct JobEnds {
    at: Reached,
    ends: Option<[i64; 2]>,
}

/// How far a job is. With nothing sent since, its file says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reached {
    state: JobState,
    requests: u64,
    ok: u64,
}

impl Reached {
    fn of(facts: &JobRecord) -> Self {
        Self { state: facts.state, requests: facts.counts.requests, ok: facts.counts.ok }
    }
}

impl KeyEnds {
    /// Whether one of a job's keys may end between these two; so it may where nothing is known.
    fn may_be_within(&self, facts: &JobRecord, from: i64, to: i64) -> bool {
        match self.known().get(&facts.id) {
            Some(known) if known.at == Reached::of(facts) => {
                known.ends.is_some_and(|[first, last]| first <= to && last >= from)
            }
            _ => true,
        }
    }

    /// What is said of a job that is not settled is not kept: it may have gone on meanwhile.
    fn learn(&self, job: String, at: Reached, ends: Option<[i64; 2]>) {
        if matches!(at.state, JobState::Done | JobState::Paused) {
            self.known().insert(job, JobEnds { at, ends });
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, JobEnds>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
