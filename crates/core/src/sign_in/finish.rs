//! The end of a sign-in: a session, a question, a refusal or a fault; each is written down.

use hallpass_providers::{Challenge, Outcome, Refusal, Session, State};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::Connection;

use super::pending::{self, PendingView, Waiting};
use super::{SignIn, SignInEnd};
use crate::activity::{EventKind, record};
use crate::driver::{End, Ended};
use crate::profile::{Profile, binding, find_by_id};
use crate::session;
use crate::{Code, Error, Hallpass, Result};

impl Hallpass {
    pub(super) async fn finish(
        &self,
        profile: &Profile,
        method: &str,
        how: SignIn,
        waiting: Option<&Waiting>,
        end: Result<End>,
    ) -> Result<SignInEnd> {
        let End { what, server_date, settlement } = match end {
            Ok(end) => end,
            Err(error) => return Err(self.faulted(profile, error).await?),
        };
        let pending = waiting.map(|waiting| waiting.id.clone());
        let finish = Finish { profile: profile.clone(), method: method.to_owned(), how, pending, now: self.wall() };
        // In one commit: no moment at which the guard counts a success whose session is not kept.
        let written = self.vault().write_counted(move |tx| {
            settlement.write(tx)?;
            finish.write(tx, what, server_date)
        });
        written.await?
    }

    /// Held back or not answered: what waits goes on waiting.
    async fn faulted(&self, profile: &Profile, error: Error) -> Result<Error> {
        let held = matches!(error.code, Code::CoolingDown | Code::BudgetSpent | Code::PasswordKnownRefused);
        let kind = if held { EventKind::HeldBack } else { EventKind::Unreachable };
        let detail = serde_json::to_value(error.code).ok().and_then(|code| code.as_str().map(str::to_owned));
        let (now, name) = (self.wall(), profile.name.clone());
        self.vault().write(move |tx| record(tx, now, &name, kind, &detail.unwrap_or_default())).await?;
        Ok(error)
    }
}

/// A sign-in at its end.
struct Finish {
    profile: Profile,
    method: String,
    how: SignIn,
    /// The sign-in that waited, where this was its answer.
    pending: Option<String>,
    now: Timestamp,
}

impl Finish {
    /// Writes what the sign-in came to. The inner error is one beside which the attempt's outcome is kept all the same:
    /// the server's refusal, or a profile that was changed or removed while the server was asked.
    fn write(mut self, tx: &Connection, what: Ended, server_date: Option<Timestamp>) -> Result<Result<SignInEnd>> {
        let Some(present) = find_by_id(tx, &self.profile.id)? else {
            return Ok(Err(Error::no_such_profile(&self.profile.name)));
        };
        let moved = binding(&present)? != binding(&self.profile)?;
        self.profile = present;
        match what {
            Ended::Refused(refusal) => self.refused(tx, &refusal).map(Err),
            _ if moved => Ok(Err(pending::stale(&self.profile.name))),
            Ended::Asked(challenge, state) => self.asked(tx, challenge, state).map(Ok),
            Ended::Done(Outcome::SignedIn(session)) => self.signed_in(tx, &session, server_date).map(Ok),
            Ended::Done(_) => Ok(Err(Error::internal("a sign-in ended as something else"))),
        }
    }

    fn signed_in(mut self, tx: &Connection, session: &Session, server_date: Option<Timestamp>) -> Result<SignInEnd> {
        let kept = session::new_record(session, server_date, self.now);
        if self.how.remember {
            remember(tx, &mut self.profile, &self.how)?;
        }
        session::save(tx, &self.profile, &self.method, &kept, &session.tokens)?;
        self.end_waiting(tx)?;
        record(tx, self.now, &self.profile.name, EventKind::SignedIn, &kept.hint)?;
        Ok(SignInEnd::SignedIn { session: Box::new(session::view(&self.profile, &kept, self.now)) })
    }

    fn asked(self, tx: &Connection, challenge: Challenge, state: State) -> Result<SignInEnd> {
        let (profile, now, asked) = (self.profile, self.now, challenge.kind.field().name);
        let waiting = Waiting::new(self.pending, &profile, &self.method, &self.how, challenge, state, now)?;
        pending::save(tx, &waiting)?;
        record(tx, now, &profile.name, EventKind::Challenge, asked)?;
        Ok(SignInEnd::Challenge(Box::new(PendingView::new(&waiting, &profile))))
    }

    /// A refusal ends a sign-in that was waiting: its captcha or code is used up.
    fn refused(self, tx: &Connection, refusal: &Refusal) -> Result<Error> {
        self.end_waiting(tx)?;
        record(tx, self.now, &self.profile.name, EventKind::Refused, &refusal.code)?;
        Ok(Error::refused(refusal))
    }

    fn end_waiting(&self, tx: &Connection) -> Result<()> {
        self.pending.as_deref().map_or(Ok(()), |id| pending::remove(tx, id))
    }
}

/// Saves the typed secrets with the profile.
fn remember(db: &Connection, profile: &mut Profile, how: &SignIn) -> Result<()> {
    let descriptor = profile.provider()?.descriptor();
    for (name, secret) in how.answers.iter() {
        if descriptor.field(name).is_some_and(hallpass_providers::Field::is_secret) {
            // Reason: into the vault's table of secrets, since the person asked for it.
            secrets::put(db, crate::profile::SECRETS, &profile.id, name, secret.expose())?;
            profile.saved_secrets.retain(|saved| saved != name);
            profile.saved_secrets.push(name.to_owned());
        }
    }
    crate::profile::update(db, profile)
}
