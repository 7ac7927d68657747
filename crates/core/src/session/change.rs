//! A session changed at its server: renewed, or in another organisation. Once at a time, whoever asks.

use hallpass_providers::{Capability, Op, Outcome, Refusal, Session};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::Connection;

use super::actions::{Taken, new_record, superseded};
use super::store::{self, REFRESH};
use super::{SECRETS, SessionRecord, SessionView, view::view};
use crate::activity::{EventKind, record};
use crate::driver::{Drive, DriveOutcome, DriveResult};
use crate::error::ends_session;
use crate::lease::{Came, Claim, Joined, Lease};
use crate::{Error, Hallpass, Result};

/// What is done with the session.
enum Action<'a> {
    Renew,
    Choose(&'a str),
}

impl Action<'_> {
    fn scope(&self) -> String {
        match self {
            Self::Renew => "renew".to_owned(),
            Self::Choose(organisation) => format!("choose {organisation}"),
        }
    }

    fn op<'a>(&'a self, session: &'a Session) -> Op<'a> {
        match self {
            Self::Renew => Op::Renew(session),
            Self::Choose(organisation) => Op::Choose(session, organisation),
        }
    }

    fn event(&self) -> EventKind {
        match self {
            Self::Renew => EventKind::Renewed,
            Self::Choose(_) => EventKind::Chosen,
        }
    }
}

impl Hallpass {
    /// Gets more time, where the session can be renewed. Where it is being renewed already, here or in another process, it
    /// sends nothing, waits for that and answers with the renewed session.
    ///
    /// # Errors
    /// What the server or the way to it says. A refresh token that was refused is removed, and the session keeps its time.
    pub async fn renew(&self, name: &str) -> Result<SessionView> {
        self.change_session(name, &Action::Renew).await
    }

    /// Makes the session work in another organisation.
    ///
    /// # Errors
    /// As [`Hallpass::renew`]. A token that was rejected marks the session as over.
    pub async fn choose(&self, name: &str, organisation: &str) -> Result<SessionView> {
        self.change_session(name, &Action::Choose(organisation)).await
    }

    async fn change_session(&self, name: &str, action: &Action<'_>) -> Result<SessionView> {
        let mut turn = self.turn();
        loop {
            let taken = self.take(name).await?;
            let mut drive = self.drive_of(&taken)?;
            let claim = Claim::session(&drive.who.host, (&taken.profile.id, &taken.profile.name), &action.scope());
            drive.lease = Some(self.lease(&turn, claim));
            let end = self.drive(&drive, |cx| drive.provider.begin(action.op(&taken.session), cx)).await;
            match self.join(&mut turn, &drive, end).await? {
                Joined::Own(end) => return self.changed(&taken, action.event(), *end, &drive).await,
                Joined::Shared(_, Came::Failed { error, lock }) => return Err(Error { lock, ..error }),
                Joined::Shared(holder, Came::Session { .. }) => match self.session(name).await {
                    Ok(session) => return Ok(session),
                    // It has gone again.
                    Err(_) => turn.pass(holder),
                },
                Joined::Shared(holder, _) => turn.pass(holder),
                Joined::Retry => {}
            }
        }
    }

    async fn changed(
        &self,
        taken: &Taken,
        kind: EventKind,
        end: Result<DriveResult>,
        drive: &Drive<'_>,
    ) -> Result<SessionView> {
        let ending = drive.lease.as_ref().map(Lease::ending).filter(|ending| !ending.is_none());
        let (end, change) = match end {
            Err(error) if ending.is_none() => return Err(error),
            Err(error) => (Err(error), Change::of(taken, kind, self.wall())),
            Ok(end) => (Ok(end), Change::of(taken, kind, self.wall())),
        };
        let written = self.vault().write_counted(move |tx| {
            let came = Came::Session { profile: change.taken.profile.id.clone() };
            let changed = match end {
                Err(error) => Err(error),
                Ok(DriveResult { what, server_date, settlement }) => {
                    settlement.write(tx)?;
                    change.write(tx, what, server_date)?
                }
            };
            let came = match &changed {
                // What is there by now is for them to use.
                Ok(None) | Ok(Some(_)) => Some(came),
                Err(error) => Came::failed(error),
            };
            ending.map_or(Ok(()), |ending| ending.write(tx, came.as_ref()))?;
            Ok::<_, Error>(changed)
        });
        let changed = written.await?;
        drive.lease.iter().for_each(Lease::over);
        changed?.ok_or_else(|| superseded(&taken.profile.name))
    }
}

/// A change on its way into the vault.
struct Change {
    taken: Taken,
    kind: EventKind,
    now: Timestamp,
}

impl Change {
    fn of(taken: &Taken, kind: EventKind, now: Timestamp) -> Self {
        Self { taken: taken.clone(), kind, now }
    }

    /// Writes what it came to; nothing where the session is another one by now. The inner error is the server's refusal.
    fn write(
        self,
        tx: &Connection,
        what: DriveOutcome,
        server_date: Option<Timestamp>,
    ) -> Result<Result<Option<SessionView>>> {
        let Self { taken, kind, now } = &self;
        let still = store::is_still(tx, &taken.profile.id, &taken.session.tokens.token)?;
        match what {
            DriveOutcome::Done(Outcome::Changed(_)) if !still => Ok(Ok(None)),
            DriveOutcome::Done(Outcome::Changed(session)) => {
                let kept = new_record(&session, server_date, *now);
                store::save(tx, &taken.profile, &taken.stored.method, &kept, &session.tokens)?;
                record(tx, *now, &taken.profile.name, *kind, &kept.hint)?;
                Ok(Ok(Some(view(&taken.profile, &kept, *now))))
            }
            DriveOutcome::Refused(refusal) => {
                if still && ends_session(refusal.kind) {
                    self.rejected(tx)?;
                }
                self.refused(tx, &refusal).map(Err)
            }
            _ => Ok(Err(Error::internal("an unexpected outcome"))),
        }
    }

    /// A refresh token that is rejected ends what can be renewed; the access token has a time of its own. Where there is
    /// none, the token itself was rejected.
    fn rejected(&self, tx: &Connection) -> Result<()> {
        let (profile, mut kept) = (&self.taken.profile, self.taken.stored.record.clone());
        if self.kind == EventKind::Renewed && self.taken.session.tokens.refresh.is_some() {
            secrets::remove(tx, SECRETS, &profile.id, REFRESH)?;
            kept.refreshable = false;
            kept.facts.can.retain(|can| *can != Capability::Renew);
        } else {
            kept = SessionRecord { dead: true, ..kept };
        }
        store::update(tx, profile, &kept)?;
        let detail = if kept.dead { "no longer valid" } else { "no longer renewable" };
        record(tx, self.now, &profile.name, EventKind::Verified, detail)
    }

    fn refused(&self, tx: &Connection, refusal: &Refusal) -> Result<Error> {
        record(tx, self.now, &self.taken.profile.name, EventKind::Refused, &refusal.code)?;
        Ok(Error::refused(refusal))
    }
}
