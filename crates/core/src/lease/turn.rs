//! One operation's turn: which operations it waited for, and whose result it uses.

use std::time::Duration;

use rusqlite::Connection;

use super::came::Came;
use super::claim::Claim;
use super::stop::Elsewhere;
use super::store::Stored;
use super::{process, store};
use crate::clock::Moment;
use crate::error::Result;
use crate::hallpass::Hallpass;
use crate::stop::StopSignal;

/// One click: since when it was asked for, whom it has waited for, and which results are none for it.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    /// When a person or script asked: for a command its start, before the vault was open.
    asked: Moment,
    /// When this process came to it.
    called: Moment,
    waited: Vec<String>,
    passed: Vec<String>,
    /// How much longer it waits.
    left: Duration,
}

impl Hallpass {
    /// By how much a lease, and the wait for one, is longer than a call: 5 s where a call has 30 s.
    pub(super) fn slack(&self) -> Duration {
        self.timeout() / 6
    }

    /// A click, from now on.
    pub(crate) fn turn(&self) -> Turn {
        let called = self.now();
        let asked = self.asked_at().cloned().unwrap_or_else(|| called.clone());
        Turn { asked, called, waited: Vec::new(), passed: Vec::new(), left: self.timeout() + self.slack() }
    }

    /// Waits until the holder is done.
    ///
    /// # Errors
    /// Returns an error if it takes longer than one request may, or if this click is stopped.
    pub(crate) async fn wait_for(
        &self,
        turn: &mut Turn,
        claim: &Claim,
        holder: String,
        stop: &StopSignal,
    ) -> Result<()> {
        let mut pause = Duration::from_millis(10);
        while self.is_held(claim, &holder).await? {
            stop.check()?;
            if turn.left.is_zero() {
                return Err(claim.still_under_way());
            }
            let now = pause.min(turn.left);
            tokio::time::sleep(now).await;
            turn.left -= now;
            pause = (pause * 3 / 2).min(Duration::from_millis(150));
        }
        turn.waited.push(holder);
        Ok(())
    }

    async fn is_held(&self, claim: &Claim, holder: &str) -> Result<bool> {
        let (keys, holder, now) = (claim.keys.clone(), holder.to_owned(), self.now());
        let held = move |db: &Connection| {
            for key in &keys {
                let stored = store::load(db, key)?;
                if stored.is_some_and(|stored| stored.holder == holder && stored.is_held(&now)) {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        self.vault().read(held).await
    }

    /// Who is at it now, or has come to a result since this click that answers it as well.
    pub(crate) async fn meanwhile(&self, turn: &Turn, claim: &Claim) -> Result<Option<Elsewhere>> {
        let (turn, claim, now) = (turn.clone(), claim.clone(), self.now());
        self.vault().read(move |db| turn.look(db, &claim, &now)).await
    }
}

impl Turn {
    /// A result that turned out to be none for this click.
    pub(crate) fn pass(&mut self, holder: String) {
        self.passed.push(holder);
    }

    /// Who else is at it, or has come to a result that answers this click as well.
    pub(super) fn look(&self, db: &Connection, claim: &Claim, now: &Moment) -> Result<Option<Elsewhere>> {
        let mut answered = None;
        for key in &claim.keys {
            let Some(stored) = store::load(db, key)? else { continue };
            if stored.is_held(now) {
                return Ok(Some(Elsewhere::UnderWay { holder: stored.holder }));
            }
            answered = answered.or_else(|| self.answer_in(stored, claim));
        }
        Ok(answered)
    }

    fn answer_in(&self, stored: Stored, claim: &Claim) -> Option<Elsewhere> {
        if stored.scope != claim.scope || self.passed.contains(&stored.holder) || !self.is_covered_by(&stored) {
            return None;
        }
        // An operation without a result: its process was killed, or its time ran out.
        let unknown = || if stored.sent { Came::failed(&claim.unknown()) } else { None };
        let came = stored.came.clone().or_else(unknown)?;
        claim.is_answered_by(&came, &stored.print).then_some(Elsewhere::Came { holder: stored.holder, came })
    }

    /// Whether it was seen under way, or was done or begun after this click.
    fn is_covered_by(&self, stored: &Stored) -> bool {
        // What this very process did before it came to this click is another click's.
        let click = if stored.process == process::this() { &self.called } else { &self.asked };
        let since = if stored.ended.is_some() { stored.ended_after(click) } else { stored.taken_after(click) };
        since || self.waited.contains(&stored.holder)
    }
}
