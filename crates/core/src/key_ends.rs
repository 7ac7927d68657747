//! What is remembered of the keys of stored jobs while the program runs, so that a job's file is not read again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// How far a job that is settled is. With nothing sent since, its file says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    /// Requests sent.
    pub(crate) requests: u64,
    /// Accounts whose key is known.
    pub(crate) ok: u64,
}

impl KeyEnds {
    /// Whether one of a job's keys may end between these two, in milliseconds of Unix time; so it may where nothing is
    /// known.
    pub(crate) fn may_be_within(&self, job: &str, at: Reached, [from, to]: [i64; 2]) -> bool {
        match self.known().get(job) {
            Some(known) if known.at == at => known.ends.is_some_and(|[first, last]| first <= to && last >= from),
            _ => true,
        }
    }

    /// Keeps what a job's file said.
    pub(crate) fn learn(&self, job: String, at: Reached, ends: Option<[i64; 2]>) {
        self.known().insert(job, JobEnds { at, ends });
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, JobEnds>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
