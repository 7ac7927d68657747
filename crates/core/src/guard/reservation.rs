//! What is spent is reserved before it is sent and settled afterwards.

use hallpass_vault::Vault;
use rusqlite::Connection;

use super::attempt::{AttemptKey, Kind};
use super::rules::Verdict;
use super::store::PendingOutcome;
use super::{blocked, rules, store};
use crate::clock::Moment;
use crate::error::Result;

/// A reservation, to be settled once.
#[derive(Debug)]
#[must_use]
pub(crate) struct Reservation(Option<(i64, Kind)>);

/// What the answer meant for a reservation, still to be recorded.
#[derive(Debug)]
#[must_use]
pub(crate) struct Settlement(Option<PendingOutcome>);

/// Reserves what is to be spent in a counted transaction, or blocks it. With `anyway` nothing is blocked but a one-time code
/// that was sent already and a text message too soon, and it is counted all the same.
///
/// # Errors
/// Returns an error if it is blocked, with the reason.
pub(crate) fn reserve(
    tx: &Connection,
    kind: Kind,
    who: &AttemptKey,
    anyway: bool,
    now: &Moment,
) -> Result<Reservation> {
    check(tx, kind, who, anyway, now)?;
    if let (Kind::Attempt | Kind::Code, Some(code)) = (kind, &who.code) {
        store::spend_code(tx, code, now)?;
    }
    store::reserve(tx, kind, who, now).map(|id| Reservation(Some((id, kind))))
}

fn check(db: &Connection, kind: Kind, who: &AttemptKey, anyway: bool, now: &Moment) -> Result<()> {
    // Each message costs money and the server counts them: here even `anyway` waits for the interval.
    if kind == Kind::Sms
        && let Some(wait) = store::sms_wait(db, who, now)?
    {
        return Err(blocked::sms_too_soon(wait));
    }
    if anyway {
        return Ok(());
    }
    rules::check(kind, &store::read(db, kind, who, now)?, now).map_err(|block| blocked::error(block, who))
}

impl Reservation {
    /// Where nothing is spent.
    pub(crate) const NONE: Self = Self(None);

    /// Settles a reservation by what the provider made of the answer.
    pub(crate) fn settled(self, who: &AttemptKey, verdict: Verdict, now: Moment) -> Settlement {
        Settlement(self.0.map(|(id, kind)| PendingOutcome { id, kind, who: who.clone(), verdict, now }))
    }
}

impl Settlement {
    /// Where nothing was reserved.
    pub(crate) const NONE: Self = Self(None);

    /// Writes it in a counted transaction, together with what else the answer brought.
    pub(crate) fn write(self, tx: &Connection) -> Result<()> {
        self.0.map_or(Ok(()), |pending| store::settle(tx, &pending))
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

/// What the guard would say now.
pub(crate) async fn look(vault: &Vault, kind: Kind, who: &AttemptKey, now: &Moment) -> Result<()> {
    let (who, now) = (who.clone(), now.clone());
    vault.read(move |db| check(db, kind, &who, false, &now)).await
}

/// Seconds until this account may be sent another text message; 0 where that is now.
pub(crate) fn message_wait(db: &Connection, who: &AttemptKey, now: &Moment) -> Result<u64> {
    Ok(store::sms_wait(db, who, now)?.unwrap_or(0))
}
