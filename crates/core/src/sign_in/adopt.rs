//! Uses the result of another process's sign-in as one's own.

use super::finish::remember;
use super::options::{SignIn, SignInOutcome};
use super::pending::PendingView;

use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::lease::{Came, Claim, Elsewhere, Turn};
use crate::pending::waiting_of;
use crate::profile::{Profile, find_by_id};
use crate::session;
use crate::stop::StopSignal;

impl Hallpass {
    /// The end that someone else's sign-in came to; nothing where it is gone again. With `typed` what was typed is
    /// saved where that was asked for: the server has accepted the same.
    pub(super) async fn adopt(&self, came: Came, typed: Option<(&Profile, &SignIn)>) -> Result<Option<SignInOutcome>> {
        let now = self.wall();
        let id = match came {
            Came::Failed(failed) => return Err(failed.into()),
            Came::SignedOut(_) => return Ok(None),
            Came::Challenge { profile } => {
                let read = move |db: &rusqlite::Connection| {
                    let Some(profile) = find_by_id(db, &profile)? else { return Ok(None) };
                    let waiting = waiting_of(db, &profile.id)?;
                    let view = |waiting| SignInOutcome::Challenge(Box::new(PendingView::new(&waiting, &profile)));
                    Ok::<_, Error>(waiting.map(view))
                };
                return self.vault().read(read).await;
            }
            Came::Session { profile } => profile,
        };
        if let Some((profile, how)) = typed.filter(|(_, how)| how.remember) {
            let (mut profile, how) = (profile.clone(), how.clone());
            self.vault().write(move |tx| remember(tx, &mut profile, &how)).await?;
        }
        let read = move |db: &rusqlite::Connection| {
            let Some(profile) = find_by_id(db, &id)? else { return Ok(None) };
            let stored = session::load(db, &profile)?;
            let view = |stored: session::Stored| session::view(&profile, &stored.record, now);
            Ok::<_, Error>(stored.map(|stored| SignInOutcome::SignedIn { session: Box::new(view(stored)) }))
        };
        self.vault().read(read).await
    }

    /// For a click that cannot be done any more, or not yet: what someone else's came to meanwhile. Where one is under
    /// way, waits for it, and there is nothing yet.
    ///
    /// # Errors
    /// Returns `error` if nobody else has done it.
    pub(super) async fn adopt_meanwhile(
        &self,
        turn: &mut Turn,
        claim: &Claim,
        error: Error,
    ) -> Result<Option<SignInOutcome>> {
        match self.meanwhile(turn, claim).await? {
            Some(Elsewhere::Came { came, .. }) => self.adopt(came, None).await?.map(Some).ok_or(error),
            Some(Elsewhere::UnderWay { holder }) => {
                self.wait_for(turn, claim, holder, &StopSignal::default()).await?;
                Ok(None)
            }
            None => Err(error),
        }
    }
}
