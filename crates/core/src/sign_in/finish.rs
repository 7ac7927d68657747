//! Records the end of a sign-in: a session, a challenge, a refusal or a fault.

use hallpass_providers::{Challenge, ChallengeKind, Outcome, Refusal, Session, State};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::Connection;

use super::options::{SignIn, SignInOutcome};
use super::pending::PendingView;
use super::ready::Ready;
use crate::activity::{EventKind, record};
use crate::clock::Moment;
use crate::driver::{Drive, DriveOutcome, DriveResult};
use crate::error::{Error, ErrorCode, Result};
use crate::guard::{self, AttemptKey};
use crate::hallpass::Hallpass;
use crate::lease::{Came, Lease};
use crate::pending::{self, Waiting};
use crate::profile::{Profile, ProfileId, binding, find_by_id};
use crate::session;

impl Hallpass {
    pub(super) async fn finish(
        &self,
        ready: &Ready,
        how: SignIn,
        waiting: Option<&Waiting>,
        end: Result<DriveResult>,
        drive: &Drive<'_>,
    ) -> Result<SignInOutcome> {
        let DriveResult { what, server_date, settlement } = match end {
            Ok(end) => end,
            Err(error) => return Err(self.faulted(&ready.profile, error, drive.lease.as_ref()).await?),
        };
        let finish = Finish {
            profile: ready.profile.clone(),
            method: ready.method.id.to_owned(),
            how,
            pending: waiting.map(|waiting| waiting.id.clone()),
            who: drive.who.clone(),
            now: self.now(),
        };
        let ending = drive.lease.as_ref().map(Lease::ending);
        // In one commit: no moment at which the guard counts a success whose session is not kept, and nobody who waits for
        // the lease comes before that.
        let written = self.vault().write_counted(move |tx| {
            settlement.write(tx)?;
            let profile = finish.profile.id.clone();
            let ended = finish.write(tx, what, server_date)?;
            ending.map_or(Ok(()), |ending| ending.write(tx, came(&ended, profile).as_ref()))?;
            Ok::<_, Error>(ended)
        });
        let ended = written.await?;
        drive.lease.iter().for_each(Lease::over);
        ended
    }

    /// Blocked or not answered: what waits stays pending. What a person stopped has not happened.
    pub(super) async fn faulted(&self, profile: &Profile, error: Error, lease: Option<&Lease>) -> Result<Error> {
        let ending = lease.map(Lease::ending).filter(|ending| !ending.is_none());
        let event = (error.code != ErrorCode::Stopped).then(|| Self::event_of(&error));
        if event.is_none() && ending.is_none() {
            return Ok(error);
        }
        let (now, name, came) = (self.wall(), profile.name.clone(), Came::failed(&error));
        self.vault()
            .write(move |tx| {
                ending.map_or(Ok(()), |ending| ending.write(tx, came.as_ref()))?;
                event.map_or(Ok(()), |(kind, detail)| record(tx, now, &name, kind, &detail))
            })
            .await?;
        lease.into_iter().for_each(Lease::over);
        Ok(error)
    }

    fn event_of(error: &Error) -> (EventKind, String) {
        let held =
            matches!(error.code, ErrorCode::CoolingDown | ErrorCode::BudgetSpent | ErrorCode::PasswordKnownRefused);
        let kind = if held { EventKind::HeldBack } else { EventKind::Unreachable };
        let detail = serde_json::to_value(error.code).ok().and_then(|code| code.as_str().map(str::to_owned));
        (kind, detail.unwrap_or_default())
    }
}

/// What those who waited are told of a sign-in's end.
fn came(ended: &Result<SignInOutcome>, profile: ProfileId) -> Option<Came> {
    match ended {
        Ok(SignInOutcome::SignedIn { .. }) => Some(Came::Session { profile }),
        Ok(SignInOutcome::Challenge(_)) => Some(Came::Challenge { profile }),
        Err(error) => Came::failed(error),
    }
}

/// A sign-in at its end.
struct Finish {
    profile: Profile,
    method: String,
    how: SignIn,
    /// The sign-in that waited, where this was its answer.
    pending: Option<String>,
    who: AttemptKey,
    now: Moment,
}

impl Finish {
    /// Writes the result of the sign-in. The inner error is one beside which the attempt's outcome is kept all the
    /// same: the server's refusal, or a profile that was changed or removed while the server was asked.
    fn write(
        mut self,
        tx: &Connection,
        what: DriveOutcome,
        server_date: Option<Timestamp>,
    ) -> Result<Result<SignInOutcome>> {
        let Some(present) = find_by_id(tx, &self.profile.id)? else {
            return Ok(Err(Error::no_such_profile(&self.profile.name)));
        };
        let moved = binding(&present)? != binding(&self.profile)?;
        self.profile = present;
        match what {
            DriveOutcome::Refused(refusal) => self.refused(tx, &refusal).map(Err),
            _ if moved => Ok(Err(pending::stale(&self.profile.name))),
            DriveOutcome::Asked(challenge, state) => self.asked(tx, challenge, state).map(Ok),
            DriveOutcome::Done(Outcome::SignedIn(session)) => self.signed_in(tx, &session, server_date).map(Ok),
            DriveOutcome::Done(_) | DriveOutcome::Elsewhere(_) => {
                Ok(Err(Error::internal("a sign-in ended as something else")))
            }
        }
    }

    fn signed_in(
        mut self,
        tx: &Connection,
        session: &Session,
        server_date: Option<Timestamp>,
    ) -> Result<SignInOutcome> {
        let now = self.now.wall;
        let kept = session::new_record(session, server_date, now);
        if self.how.remember {
            remember(tx, &mut self.profile, &self.how)?;
        }
        session::save(tx, &self.profile, &self.method, &kept, &session.tokens)?;
        self.end_waiting(tx)?;
        record(tx, now, &self.profile.name, EventKind::SignedIn, &kept.hint)?;
        Ok(SignInOutcome::SignedIn { session: Box::new(session::view(&self.profile, &kept, now)) })
    }

    fn asked(self, tx: &Connection, challenge: Challenge, state: State) -> Result<SignInOutcome> {
        let (profile, now, asked) = (self.profile, self.now.wall, challenge.kind.field().name);
        // When another message may be sent is for the guard to say: it goes by a clock that nobody sets.
        let message = matches!(challenge.kind, ChallengeKind::Sms | ChallengeKind::Mfa);
        let wait = message.then(|| guard::message_wait(tx, &self.who, &self.now)).transpose()?;
        let challenge = Challenge { again_after: wait.or(challenge.again_after), ..challenge };
        let typed = (self.how.answers, self.how.remember);
        let waiting = Waiting::new(self.pending, &profile, &self.method, typed, challenge, state, now)?;
        pending::save(tx, &waiting)?;
        record(tx, now, &profile.name, EventKind::Challenge, asked)?;
        Ok(SignInOutcome::Challenge(Box::new(PendingView::new(&waiting, &profile))))
    }

    /// A refusal ends a sign-in that was waiting: its captcha or code is used up.
    fn refused(self, tx: &Connection, refusal: &Refusal) -> Result<Error> {
        self.end_waiting(tx)?;
        record(tx, self.now.wall, &self.profile.name, EventKind::Refused, &refusal.code)?;
        Ok(Error::refused(refusal))
    }

    fn end_waiting(&self, tx: &Connection) -> Result<()> {
        self.pending.as_deref().map_or(Ok(()), |id| pending::remove(tx, id))
    }
}

/// Saves the typed secrets with the profile.
pub(super) fn remember(db: &Connection, profile: &mut Profile, how: &SignIn) -> Result<()> {
    let descriptor = profile.provider()?.descriptor();
    for (name, secret) in how.answers.iter() {
        if descriptor.field(name).is_some_and(|field| field.is_secret() && field.can_be_saved()) {
            // Reason: into the vault's table of secrets, since the person asked for it.
            secrets::put(db, crate::profile::SECRETS, profile.id.as_str(), name, secret.expose())?;
            profile.saved_secrets.retain(|saved| saved != name);
            profile.saved_secrets.push(name.to_owned());
        }
    }
    crate::profile::update(db, profile)
}
