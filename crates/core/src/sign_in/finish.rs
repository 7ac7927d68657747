//! The end of a sign-in: a session, a question, a refusal or a fault; each is written down.

use hallpass_providers::{Challenge, Outcome, Refusal, Session, State};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::Connection;

use super::pending::{self, PendingView, Waiting};
use super::{SignIn, SignInEnd};
use crate::activity::{EventKind, record};
use crate::driver::{End, Ended};
use crate::profile::Profile;
use crate::session::{self, SessionView};
use crate::{Code, Error, Hallpass, Result};

impl Hallpass {
    pub(super) async fn finish(
        &self,
        profile: &Profile,
        method: &str,
        how: &SignIn,
        waiting: Option<&Waiting>,
        end: Result<End>,
    ) -> Result<SignInEnd> {
        let id = waiting.map(|waiting| waiting.id.clone());
        match end {
            Err(error) => Err(self.faulted(profile, error).await?),
            Ok(End { what: Ended::Refused(refusal), .. }) => Err(self.said_no(profile, id, &refusal).await?),
            Ok(End { what: Ended::Asked(challenge, state), .. }) => {
                self.ask(profile, method, how, id, challenge, state).await
            }
            Ok(End { what: Ended::Done(Outcome::SignedIn(session)), server_date }) => {
                self.signed_in(profile, method, how, id, session, server_date).await
            }
            Ok(_) => Err(Error::internal("a sign-in ended as something else")),
        }
    }

    async fn signed_in(
        &self,
        profile: &Profile,
        method: &str,
        how: &SignIn,
        pending: Option<String>,
        session: Session,
        server_date: Option<Timestamp>,
    ) -> Result<SignInEnd> {
        let now = self.wall();
        let (mut profile, method, how) = (profile.clone(), method.to_owned(), how.clone());
        let kept = session::new_record(&session, server_date, now);
        self.vault()
            .write(move |tx| {
                if how.remember {
                    remember(tx, &mut profile, &how)?;
                }
                session::save(tx, &profile, &method, &kept, &session.tokens)?;
                pending.map(|id| pending::remove(tx, &id)).transpose()?;
                record(tx, now, &profile.name, EventKind::SignedIn, &kept.hint)?;
                let session: SessionView = session::view(&profile, &kept, now);
                Ok(SignInEnd::SignedIn { session: Box::new(session) })
            })
            .await
    }

    async fn ask(
        &self,
        profile: &Profile,
        method: &str,
        how: &SignIn,
        id: Option<String>,
        challenge: Challenge,
        state: State,
    ) -> Result<SignInEnd> {
        let now = self.wall();
        let waiting = Waiting::new(id, profile, method, how, challenge, state, now)?;
        let profile = profile.clone();
        self.vault()
            .write(move |tx| {
                pending::save(tx, &waiting)?;
                record(tx, now, &profile.name, EventKind::Challenge, waiting.challenge.kind.field().name)?;
                Ok(SignInEnd::Challenge(Box::new(PendingView::new(&waiting, &profile))))
            })
            .await
    }

    /// A refusal ends a sign-in that was waiting: its captcha or code is used up.
    async fn said_no(&self, profile: &Profile, pending: Option<String>, refusal: &Refusal) -> Result<Error> {
        let (now, name, detail) = (self.wall(), profile.name.clone(), refusal.code.clone());
        self.vault()
            .write(move |tx| {
                pending.map(|id| pending::remove(tx, &id)).transpose()?;
                record(tx, now, &name, EventKind::Refused, &detail)
            })
            .await?;
        Ok(Error::refused(refusal))
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
