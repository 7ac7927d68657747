//! Changes a session at its server: renewal, or switching the organisation. Only one change at a time.

use hallpass_providers::{Capability, Op, Outcome, Refusal, Session, Text};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::Connection;

use super::actions::{Taken, new_record, superseded};
use super::expiry::left;
use super::record::{MAX_UNKNOWN_RENEWALS, SECRETS, SessionRecord};
use super::store::{self, REFRESH};
use super::view::{SessionView, view};
use crate::activity::{By, EventKind, record};
use crate::driver::{Drive, DriveOutcome, DriveResult, Joined};
use crate::error::{Error, ErrorCode, Result, ends_session};
use crate::hallpass::Hallpass;
use crate::lease::{Came, Claim, Lease};
use crate::next_step::NextStep;

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

    /// A server may take a refresh token once only.
    fn sends_refresh_token(&self, taken: &Taken) -> bool {
        matches!(self, Self::Renew) && taken.session.tokens.refresh.is_some()
    }

    /// # Errors
    /// Returns an error if what would be sent was sent twice without a response.
    fn check(&self, taken: &Taken) -> Result<()> {
        let spent = self.sends_refresh_token(taken) && taken.stored.record.unknown_renewals >= MAX_UNKNOWN_RENEWALS;
        if spent { Err(maybe_used_up(&taken.profile.name)) } else { Ok(()) }
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
    /// Returns an error if the server refuses or cannot be reached. A refused refresh token is removed; the session
    /// keeps its own expiry.
    pub async fn renew(&self, name: &str) -> Result<SessionView> {
        self.change_session(name, &Action::Renew, By::Person, |_| Ok(true)).await
    }

    /// [`Hallpass::renew`], unless the session is another one by now than that which came into the vault at `version`.
    ///
    /// # Errors
    /// As [`Hallpass::renew`]. Returns an error and sends nothing if the session is known to be over by now.
    pub(crate) async fn renew_unless_renewed(&self, name: &str, version: Timestamp, by: By) -> Result<SessionView> {
        let wanted = |record: &SessionRecord| match record.signed_in_at == version {
            true if record.dead => Err(Error::session_expired(name)),
            same => Ok(same),
        };
        self.change_session(name, &Action::Renew, by, wanted).await
    }

    /// [`Hallpass::renew`] where less time than this is left, in seconds.
    ///
    /// # Errors
    /// As [`Hallpass::renew`].
    pub(crate) async fn renew_for(&self, name: &str, least: i64) -> Result<SessionView> {
        let now = self.wall();
        let short = move |record: &SessionRecord| Ok(left(record, now).is_some_and(|left| left < least));
        self.change_session(name, &Action::Renew, By::Person, short).await
    }

    /// Makes the session work in another organisation.
    ///
    /// # Errors
    /// As [`Hallpass::renew`]. A token that was rejected marks the session as over.
    pub async fn choose(&self, name: &str, organisation: &str) -> Result<SessionView> {
        self.change_session(name, &Action::Choose(organisation), By::Person, |_| Ok(true)).await
    }

    /// Changes a session that is `wanted` as it is in the vault when it is this operation's turn; another one is answered as
    /// it is.
    async fn change_session(
        &self,
        name: &str,
        action: &Action<'_>,
        by: By,
        wanted: impl Fn(&SessionRecord) -> Result<bool>,
    ) -> Result<SessionView> {
        let mut turn = self.turn();
        loop {
            let taken = self.take(name).await?;
            if !wanted(&taken.stored.record)? {
                return Ok(view(&taken.profile, &taken.stored.record, self.wall()));
            }
            action.check(&taken)?;
            let mut drive = self.drive_of(&taken)?;
            let claim = Claim::session(&drive.who.host, (&taken.profile.id, &taken.profile.name), &action.scope());
            let claim = if action.sends_refresh_token(&taken) {
                claim.writing_beside(store::open_renewal, &taken.profile.id)
            } else {
                claim
            };
            drive.lease = Some(self.lease(&turn, claim));
            let end = self.drive(&drive, |cx| drive.provider.begin(action.op(&taken.session), cx)).await;
            match self.join(&mut turn, &drive, end).await? {
                Joined::Own(end) => return self.changed(&taken, (action.event(), by), *end, &drive).await,
                Joined::Shared(_, Came::Failed(failed)) => return Err(failed.into()),
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
        what: (EventKind, By),
        end: Result<DriveResult>,
        drive: &Drive<'_>,
    ) -> Result<SessionView> {
        let ending = drive.lease.as_ref().map(Lease::ending).filter(|ending| !ending.is_none());
        let (end, change) = match end {
            Err(error) if ending.is_none() => return Err(error),
            Err(error) => (Err(error), Change::of(taken, what, self.wall())),
            Ok(end) => (Ok(end), Change::of(taken, what, self.wall())),
        };
        let written = self.vault().write_counted(move |tx| {
            let came = Came::Session { profile: change.taken.profile.id.clone() };
            let changed = match end {
                Err(error) => Err(change.unanswered(tx, error)?),
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

const ONCE_MORE: Text = Text::new(
    "不知道服务器是否已换发新令牌；当前会话在到期前仍可使用，再续期一次即可知道续期令牌是否仍有效",
    "The server may have issued a new token; this session stays usable until it expires, and one more renewal shows \
     whether the refresh token is still accepted",
);

fn sign_in_again(name: &str) -> NextStep {
    NextStep::SignInAgain { profile: name.to_owned() }
}

/// It was sent twice, and nobody knows what became of it.
fn maybe_used_up(name: &str) -> Error {
    Error::made(
        ErrorCode::Usage,
        format!("“{name}”的续期令牌已发送两次都没有收到响应，不再发送"),
        format!("The refresh token of {name} was sent twice without a response and is not sent again"),
    )
    .next(sign_in_again(name))
}

/// A change on its way into the vault.
struct Change {
    taken: Taken,
    kind: EventKind,
    by: By,
    now: Timestamp,
}

impl Change {
    fn of(taken: &Taken, (kind, by): (EventKind, By), now: Timestamp) -> Self {
        Self { taken: taken.clone(), kind, by, now }
    }

    /// Writes what it came to; nothing where the session is another one by now. The inner error is the server's refusal.
    fn write(
        self,
        tx: &Connection,
        what: DriveOutcome,
        server_date: Option<Timestamp>,
    ) -> Result<Result<Option<SessionView>>> {
        let Self { taken, kind, by, now } = &self;
        let still = store::is_still(tx, &taken.profile.id, &taken.session.tokens.token)?;
        match what {
            DriveOutcome::Done(Outcome::Changed(_)) if !still => Ok(Ok(None)),
            DriveOutcome::Done(Outcome::Changed(session)) => {
                let kept = new_record(&session, server_date, *now);
                store::save(tx, &taken.profile, &taken.stored.method, &kept, &session.tokens)?;
                record(tx, *now, &taken.profile.name, *kind, &by.detail(&kept.hint))?;
                Ok(Ok(Some(view(&taken.profile, &kept, *now))))
            }
            DriveOutcome::Refused(refusal) => {
                if still && ends_session(refusal.kind) {
                    self.rejected(tx)?;
                } else if still && *kind == EventKind::Renewed {
                    store::close_renewal(tx, &taken.profile.id, taken.stored.record.unknown_renewals)?;
                }
                self.refused(tx, &refusal).map(Err)
            }
            _ => Ok(Err(Error::internal("an unexpected outcome"))),
        }
    }

    /// Nothing was answered that could be read. What was sent in vain, or not at all, leaves the refresh token as it was;
    /// one whose fate is unknown is counted, and said to be.
    fn unanswered(&self, tx: &Connection, error: Error) -> Result<Error> {
        let (profile, stored) = (&self.taken.profile, &self.taken.stored);
        if self.kind != EventKind::Renewed || self.taken.session.tokens.refresh.is_none() {
            return Ok(error);
        }
        if !store::is_still(tx, &profile.id, &self.taken.session.tokens.token)? {
            // What is counted by now is another session's token.
            return Ok(error);
        }
        if !error.unknown {
            store::close_renewal(tx, &profile.id, stored.record.unknown_renewals)?;
            return Ok(error);
        }
        record(tx, self.now, &profile.name, EventKind::Unreachable, &self.by.detail("unknown_outcome"))?;
        let last = stored.record.unknown_renewals + 1 >= MAX_UNKNOWN_RENEWALS;
        Ok(if last { error.next(sign_in_again(&profile.name)) } else { error.advice(ONCE_MORE) })
    }

    /// A refresh token that is rejected ends what can be renewed; the access token has a time of its own. Where there is
    /// none, the token itself was rejected.
    fn rejected(&self, tx: &Connection) -> Result<()> {
        let (profile, mut kept) = (&self.taken.profile, self.taken.stored.record.clone());
        if self.kind == EventKind::Renewed && self.taken.session.tokens.refresh.is_some() {
            secrets::remove(tx, SECRETS, profile.id.as_str(), REFRESH)?;
            kept.refreshable = false;
            kept.facts.can.retain(|can| *can != Capability::Renew);
        } else {
            kept = SessionRecord { dead: true, ..kept };
        }
        store::update(tx, profile, &kept)?;
        let detail = if kept.dead { "no longer valid" } else { "no longer renewable" };
        record(tx, self.now, &profile.name, EventKind::Verified, &self.by.detail(detail))
    }

    fn refused(&self, tx: &Connection, refusal: &Refusal) -> Result<Error> {
        record(tx, self.now, &self.taken.profile.name, EventKind::Refused, &self.by.detail(&refusal.code))?;
        Ok(Error::refused(refusal))
    }
}
