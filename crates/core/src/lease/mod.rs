//! Leases: a sign-in, an answer, a renewal is under way once, in the window and any number of processes.
//!
//! An operation takes a lease on its account, its waiting sign-in or its session before its first request, in the same
//! transaction that reserves the attempt. Whoever comes second sends nothing: it waits, and uses what the first one comes to.
//! So does whoever was asked before that came, and only looks now. The lease ends in the commit that keeps the result; that of
//! a process that was killed ends by itself, and what it had sent is an unknown outcome.

mod claim;
mod process;
mod store;
mod turn;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use hallpass_vault::VaultError;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

pub(crate) use claim::{Claim, print_of, print_of_answers};
pub(crate) use turn::{Joined, Turn};

use crate::{Error, ErrorCode, Hallpass, Moment, Result, SignedOut};

/// What an operation came to, for those who waited for it. Without secrets: those are where the operation put them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub(crate) enum Came {
    /// The profile with this id has a new session, or its session was changed.
    Session { profile: String },
    /// A sign-in of the profile with this id waits for a person.
    Challenge { profile: String },
    /// The session was ended.
    SignedOut(SignedOut),
    /// It failed.
    Failed(Failed),
}

/// A failure, with what an error says to nobody outside.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Failed {
    error: Box<Error>,
    lock: bool,
    #[serde(default)]
    unknown: bool,
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        let Failed { error, lock, unknown } = failed;
        Self { lock, unknown, ..*error }
    }
}

impl Came {
    /// A failure that holds for whoever asked for the same; nothing for one that is nobody else's.
    pub(crate) fn failed(error: &Error) -> Option<Self> {
        let own = matches!(
            error.code,
            ErrorCode::Stopped | ErrorCode::Internal | ErrorCode::VaultUnusable | ErrorCode::VaultLocked
        );
        let (lock, unknown) = (error.lock, error.unknown);
        (!own).then(|| Self::Failed(Failed { error: Box::new(error.clone()), lock, unknown }))
    }
}

/// Why an operation has not begun.
#[derive(Debug)]
pub(crate) enum Stop {
    Error(Error),
    Elsewhere(Elsewhere),
}

/// Somebody else does it, or has just done it.
#[derive(Debug)]
pub(crate) enum Elsewhere {
    UnderWay { holder: String },
    Came { holder: String, came: Came },
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Error(error.into())
    }
}

impl From<VaultError> for Stop {
    fn from(error: VaultError) -> Self {
        Self::Error(error.into())
    }
}

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

    /// By how much a lease, and the wait for one, is longer than a call: 5 s where a call has 30 s.
    fn slack(&self) -> Duration {
        self.timeout() / 6
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

    /// To be written with what the operation came to; nothing where the lease was not taken.
    pub(crate) fn ending(&self) -> Ending {
        let State::Held { since, .. } = self.state().clone() else { return Ending(None) };
        let ended = self.hallpass.now().micros_since(&since);
        Ending(Some((Arc::clone(&self.terms), ended)))
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
    /// Returns [`Elsewhere`] if somebody else holds it, or has ended with a result that answers this as well.
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
        if let Some(profile) = &claim.renews {
            crate::session::open_renewal(tx, profile)?;
        }
        let (scope, print, lives) = (&*claim.scope, &claim.print[..], micros(*lives));
        Ok(store::take(tx, &store::Taking { keys, holder, scope, print, sent, lives }, now)?)
    }
}

/// What was sent has an outcome, and the operation goes on.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waited_has_the_whole_failure() {
        for (lock, unknown) in [(false, false), (true, false), (false, true)] {
            let error = Error { lock, unknown, ..Error::session_expired("a").wait(3) };
            let written = serde_json::to_string(&Came::failed(&error)).unwrap();
            let Some(Came::Failed(failed)) = serde_json::from_str(&written).unwrap() else { panic!("{written}") };
            assert_eq!(Error::from(failed), error);
        }
    }
}
