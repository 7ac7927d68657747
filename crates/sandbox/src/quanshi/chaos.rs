//! Seeded random faults in a batch.

use serde::{Deserialize, Serialize};

use super::accounts::{Shares, mix};
use super::answer::Row;

/// Chances from 0 to 1, all zero at first, and habits. Set through the hook `chaos`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Chaos {
    /// The request is lost: the connection closes, nothing is done.
    lose_requests: f64,
    /// The request is carried out, then the connection closes.
    lose_answers: f64,
    /// 51210, nothing is done.
    refuse: f64,
    /// Rows come in another order.
    permute: f64,
    /// The last rows are missing.
    cut: f64,
    /// One row comes twice.
    double: f64,
    /// A row nobody asked for.
    extra: f64,
    /// Share of accounts that do not exist.
    missing: f64,
    /// Share of accounts without a key.
    empty: f64,
    /// create=true leaves a key as it is where there is one.
    keep: bool,
    /// Where the dice start; the same seed throws the same dice.
    seed: u64,
}

/// What becomes of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Answered,
    LostBefore,
    LostAfter,
    Refused,
}

impl Chaos {
    fn throw(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(1);
        mix(self.seed)
    }

    fn happens(&mut self, chance: f64) -> bool {
        chance > 0.0 && (self.throw() as f64 / u64::MAX as f64) < chance
    }

    pub(super) fn keeps(&self) -> bool {
        self.keep
    }

    pub(super) fn shares(&self) -> Shares {
        Shares { missing: self.missing, empty: self.empty }
    }

    pub(super) fn fate(&mut self) -> Fate {
        match () {
            () if self.happens(self.lose_requests) => Fate::LostBefore,
            () if self.happens(self.refuse) => Fate::Refused,
            () if self.happens(self.lose_answers) => Fate::LostAfter,
            () => Fate::Answered,
        }
    }

    /// Spoils an answer's rows.
    pub(super) fn play(&mut self, rows: &mut Vec<Row>) {
        if !rows.is_empty() && self.happens(self.double) {
            let again = rows[self.throw() as usize % rows.len()].clone();
            rows.push(again);
        }
        if self.happens(self.extra) {
            rows.push(Row::stranger(self.throw()));
        }
        if self.happens(self.permute) {
            for last in (1..rows.len()).rev() {
                rows.swap(last, self.throw() as usize % (last + 1));
            }
        }
        if !rows.is_empty() && self.happens(self.cut) {
            rows.truncate(self.throw() as usize % rows.len());
        }
    }
}
