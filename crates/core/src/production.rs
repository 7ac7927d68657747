//! Production that a person has opened: for some minutes, and closed again at any time.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::clock::Moment;

/// Production that the user has opened: of a group, or of one profile that is in none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProductionOpen {
    /// What it is open for; profiles may be renamed meanwhile.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    key: String,
    /// The name of the group, or of the profile.
    pub name: String,
    /// Until when it is open, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub until: Timestamp,
}

impl ProductionOpen {
    /// Whether it is open for this key.
    pub(crate) fn is_for(&self, key: &str) -> bool {
        self.key == key
    }
}

/// All production that is open in this process.
#[derive(Debug, Default)]
pub(crate) struct OpenProduction(Mutex<Vec<Opened>>);

#[derive(Debug)]
struct Opened {
    key: String,
    name: String,
    at: Moment,
    length: SignedDuration,
}

impl Opened {
    /// What it shows, until it is over: a wall clock that is set back does not make it longer.
    fn shown(&self, now: &Moment) -> Option<ProductionOpen> {
        let passed = SignedDuration::from_micros(now.micros_since(&self.at).max(0));
        let left = self.length.checked_sub(passed).filter(|left| left.is_positive())?;
        let until = now.wall.saturating_add(left).unwrap_or(now.wall);
        Some(ProductionOpen { key: self.key.clone(), name: self.name.clone(), until })
    }
}

impl OpenProduction {
    /// Opens what has this key for so long, in place of what was open for it.
    pub(crate) fn open(&self, key: &str, name: &str, at: Moment, length: SignedDuration) {
        let mut open = self.lock();
        open.retain(|one| one.key != key);
        open.push(Opened { key: key.to_owned(), name: name.to_owned(), at, length });
    }

    /// Closes all of it.
    pub(crate) fn close(&self) {
        self.lock().clear();
    }

    /// What is open at a moment; what closes first comes first.
    pub(crate) fn at(&self, now: &Moment) -> Vec<ProductionOpen> {
        let mut open = self.lock();
        open.retain(|one| one.shown(now).is_some());
        let mut shown: Vec<_> = open.iter().filter_map(|one| one.shown(now)).collect();
        shown.sort_by_key(|one| one.until);
        shown
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Opened>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
