//! A lease: taken with the first call of an operation, extended while it continues, ended with its result.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use rusqlite::Connection;

use super::came::Came;
use super::claim::Claim;
use super::stop::Stop;
use super::store;
use super::turn::Turn;
use crate::clock::Moment;
use crate::error::Result;
use crate::hallpass::Hallpass;

/// A lease that an operation takes with its first call. One that is dropped before its operation has ended, as when a task is
/// cancelled, ends as unknown if something was sent.
pub(crate) struct Lease {
    hallpass: Hallpass,
    terms: Arc<Terms>,
    state: Mutex<State>,
}

struct Terms {
    claim: Claim,
    turn: Turn,
    holder: String,
    /// Longer than one call may take.
    lives: Duration,
    /// By so much: one that has lived that long is given more time before the next call.
    slack: Duration,
}

#[derive(Clone)]
enum State {
    Free,
    Held { since: Moment, renewed: Moment, sent: bool },
    Over,
}

impl Hallpass {
    /// A lease for one more try of `turn`; nothing is written yet.
    pub(crate) fn lease(&self, turn: &Turn, claim: Claim) -> Lease {
        let (holder, slack) = (uuid::Uuid::new_v4().simple().to_string(), self.slack());
        let terms = Arc::new(Terms { claim, turn: turn.clone(), holder, lives: self.timeout() + slack, slack });
        Lease { hallpass: self.clone(), terms, state: Mutex::new(State::Free) }
    }
}

impl Lease {
    /// What has to be written before a call is sent: the first takes the lease, one that comes late gives it more time, and
    /// one that spends something says so.
    pub(crate) fn due(&self, spends: bool) -> Option<Due> {
        let (mut state, now) = (self.state(), self.hallpass.now());
        let (first, since, sent) = match &*state {
            State::Free => (true, now.clone(), self.terms.claim.sends || spends),
            State::Held { since, renewed, sent } => {
                let late = micros(self.terms.slack) < now.micros_since(renewed).abs();
                if !late && (*sent || !spends) {
                    return None;
                }
                (false, since.clone(), *sent || spends)
            }
            State::Over => return None,
        };
        // From here on it may be held: this future may never hear how the transaction ended.
        *state = State::Held { since: since.clone(), renewed: now.clone(), sent };
        Some(Due { terms: Arc::clone(&self.terms), first, since, sent, now })
    }

    /// The transaction that would have taken it did not go through.
    pub(crate) fn not_taken(&self) {
        *self.state() = State::Free;
    }

    /// To be written with what a call in the middle of the operation came to: nothing is open any more.
    pub(crate) fn settled(&self) -> Option<Settled> {
        let mut state = self.state();
        let State::Held { sent, .. } = &mut *state else { return None };
        *sent = self.terms.claim.sends;
        Some(Settled { terms: Arc::clone(&self.terms) })
    }

    /// To be written with the result of the operation; nothing where the lease was not taken.
    pub(crate) fn ending(&self) -> Ending {
        let State::Held { since, .. } = self.state().clone() else { return Ending(None) };
        let ended = self.hallpass.now().micros_since(&since);
        Ending(Some((Arc::clone(&self.terms), ended)))
    }

    /// What it is for.
    pub(crate) fn claim(&self) -> &Claim {
        &self.terms.claim
    }

    /// The ending was written.
    pub(crate) fn over(&self) {
        *self.state() = State::Over;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let state = self.state().clone();
        let State::Held { sent, .. } = state else { return };
        let ending = self.ending();
        let came = sent.then(|| Came::failed(&self.terms.claim.unknown())).flatten();
        let written = self.hallpass.vault().write(move |tx| ending.write(tx, came.as_ref()));
        // The vault's thread has it once it was polled; nobody waits for the answer.
        drop(written.now_or_never());
    }
}

/// A lease to be taken or renewed, in the transaction that reserves what the call spends.
pub(crate) struct Due {
    terms: Arc<Terms>,
    /// It is taken, not renewed.
    pub(crate) first: bool,
    since: Moment,
    sent: bool,
    now: Moment,
}

impl Due {
    /// Takes or renews it.
    ///
    /// # Errors
    /// Returns [`Stop::Elsewhere`] if someone else holds it, or has ended with a result that answers this as well.
    pub(crate) fn write(&self, tx: &Connection) -> Result<(), Stop> {
        let Terms { claim, turn, holder, lives, .. } = &*self.terms;
        let (keys, now, sent) = (&*claim.keys, &self.now, self.sent);
        if !self.first {
            // Lives from when it was taken.
            let lives = now.micros_since(&self.since).saturating_add(micros(*lives));
            return Ok(store::renew(tx, keys, holder, lives, sent)?);
        }
        if let Some(elsewhere) = turn.look(tx, claim, now)? {
            return Err(Stop::Elsewhere(elsewhere));
        }
        if claim.is_of_a_waiting_one() {
            store::sweep(tx, now)?;
        }
        claim.write_beside(tx)?;
        let (scope, print, lives) = (&*claim.scope, &claim.print[..], micros(*lives));
        Ok(store::take(tx, &store::Taking { keys, holder, scope, print, sent, lives }, now)?)
    }
}

/// What was sent has an outcome, and the operation continues.
pub(crate) struct Settled {
    terms: Arc<Terms>,
}

impl Settled {
    /// Writes it.
    pub(crate) fn write(&self, tx: &Connection) -> Result<()> {
        let Terms { claim, holder, .. } = &*self.terms;
        store::settled(tx, &claim.keys, holder, claim.sends)
    }
}

/// The end of a lease, to be written in one commit with the result.
pub(crate) struct Ending(Option<(Arc<Terms>, i64)>);

impl Ending {
    /// Writes it; without a result it is as if the lease had never been taken.
    pub(crate) fn write(&self, tx: &Connection, came: Option<&Came>) -> Result<()> {
        let Some((terms, ended)) = &self.0 else { return Ok(()) };
        store::end(tx, &terms.claim.keys, &terms.holder, *ended, came)
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
