//! What can be done with a session at its server: renew, verify, choose, sign out.

use hallpass_providers::{Fault, Op, Outcome, Refusal, Session, SessionFacts, Text};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::store::{self, Stored};
use super::{Record, SessionState, SessionView, state, view::view};
use crate::activity::{EventKind, note, record};
use crate::driver::{Drive, End, Ended};
use crate::error::ends_session;
use crate::guard::{Settlement, Who};
use crate::profile::{Profile, by_name, values};
use crate::{Answers, Code, Error, Hallpass, Result};

/// What a verification came to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Verified {
    /// Whether the server still takes the token.
    pub valid: bool,
    /// The session after it.
    pub session: SessionView,
}

/// What signing out came to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignedOut {
    /// Whether the server ended the session.
    pub ended_at_server: bool,
    /// The truth about it.
    pub text: Text,
}

/// A session taken out of the vault, ready to be driven.
pub(crate) struct Taken {
    pub(crate) profile: Profile,
    stored: Stored,
    pub(crate) session: Session,
    values: hallpass_providers::Values,
}

impl Hallpass {
    /// Gets more time, where the session can be renewed.
    ///
    /// # Errors
    /// What the server or the way to it says; a renewal refused for good marks the session as over.
    pub async fn renew(&self, name: &str) -> Result<SessionView> {
        let taken = self.take(name).await?;
        let end = self.operate(&taken, Op::Renew(&taken.session)).await;
        self.changed(&taken, end, EventKind::Renewed).await
    }

    /// Makes the session work in another organisation.
    ///
    /// # Errors
    /// As [`Hallpass::renew`].
    pub async fn choose(&self, name: &str, organisation: &str) -> Result<SessionView> {
        let taken = self.take(name).await?;
        let end = self.operate(&taken, Op::Choose(&taken.session, organisation)).await;
        self.changed(&taken, end, EventKind::Chosen).await
    }

    /// Asks the server whether it still takes the token.
    ///
    /// # Errors
    /// What the way to the server says. "No longer valid" is an answer, not an error.
    pub async fn verify(&self, name: &str) -> Result<Verified> {
        let taken = self.take(name).await?;
        let end = self.operate(&taken, Op::Verify(&taken.session)).await?;
        let mut record = taken.stored.record.clone();
        let valid = match end.what {
            Ended::Done(Outcome::Verified(facts)) => {
                refresh_facts(&mut record, facts);
                record.verified_at = Some(self.wall());
                record.dead = false;
                true
            }
            Ended::Refused(refusal) if ends_session(refusal.kind) => {
                record.dead = true;
                false
            }
            other => return Err(self.refused(&taken, other).await),
        };
        let session = self.keep_record(&taken, record, if valid { "valid" } else { "no longer valid" }).await?;
        Ok(Verified { valid, session: session.ok_or_else(|| superseded(&taken.profile.name))? })
    }

    /// Ends the session at the server where its API can, and here in any case.
    ///
    /// # Errors
    /// No session. A server that cannot be reached or says no does not keep the session here; the text says so. A newer
    /// session that came meanwhile stays.
    pub async fn sign_out(&self, name: &str) -> Result<SignedOut> {
        let taken = self.take(name).await?;
        let end = self.operate(&taken, Op::SignOut(&taken.session)).await;
        let (ended, text) = signed_out(&taken, end);
        let (now, profile, token) = (self.wall(), taken.profile, taken.session.tokens.token);
        self.vault()
            .write(move |tx| {
                if store::is_still(tx, &profile.id, &token)? {
                    store::drop_for(tx, &profile.id)?;
                }
                let detail = if ended { "ended at the server" } else { "removed here only" };
                record(tx, now, &profile.name, EventKind::SignedOut, detail)
            })
            .await?;
        Ok(SignedOut { ended_at_server: ended, text })
    }

    /// A session for a job: one that is over would only be refused once more.
    pub(crate) async fn take_usable(&self, name: &str) -> Result<Taken> {
        let taken = self.take(name).await?;
        if state(&taken.stored.record, self.wall()) == SessionState::Expired {
            return Err(Error::session_expired(&taken.profile.name));
        }
        Ok(taken)
    }

    async fn take(&self, name: &str) -> Result<Taken> {
        let name = name.to_owned();
        self.vault()
            .read(move |db| {
                let profile = by_name(db, &name)?;
                let (stored, session) = store::whole(db, &profile)?;
                let method = profile.method(Some(&stored.method))?;
                let values = values(db, &profile, method, &Answers::default())?;
                Ok(Taken { profile, stored, session, values })
            })
            .await
    }

    pub(crate) async fn operate(&self, taken: &Taken, op: Op<'_>) -> Result<End> {
        let (profile, server) = (&taken.profile, taken.profile.address()?);
        let provider = profile.provider()?;
        let who = Who::new(self.vault(), &server, profile.method(Some(&taken.stored.method))?, &taken.values);
        let values = taken.values.clone();
        let drive = Drive { provider, server, network: &profile.network, values, who, anyway: false };
        let mut end = self.drive(&drive, |cx| provider.begin(op, cx)).await?;
        std::mem::replace(&mut end.settlement, Settlement::NONE).write_alone(self.vault()).await?;
        Ok(end)
    }

    async fn changed(&self, taken: &Taken, end: Result<End>, kind: EventKind) -> Result<SessionView> {
        let End { what, server_date, .. } = end?;
        let Ended::Done(Outcome::Changed(session)) = what else { return Err(self.refused(taken, what).await) };
        let now = self.wall();
        let record_new = new_record(&session, server_date, now);
        let (profile, method) = (taken.profile.clone(), taken.stored.method.clone());
        let token = taken.session.tokens.token.clone();
        self.vault()
            .write(move |tx| {
                if !store::is_still(tx, &profile.id, &token)? {
                    return Err(superseded(&profile.name));
                }
                store::save(tx, &profile, &method, &record_new, &session.tokens)?;
                record(tx, now, &profile.name, kind, &record_new.hint)?;
                Ok(view(&profile, &record_new, now))
            })
            .await
    }

    /// The error of an operation that did not end as hoped; a token that is over is marked as such.
    pub(crate) async fn refused(&self, taken: &Taken, ended: Ended) -> Error {
        let Ended::Refused(refusal) = ended else { return Error::internal("an unexpected outcome") };
        if let Err(error) = self.note_refusal(taken, &refusal).await {
            return error;
        }
        Error::refused(&refusal)
    }

    async fn note_refusal(&self, taken: &Taken, refusal: &Refusal) -> Result<()> {
        if ends_session(refusal.kind) {
            let record = Record { dead: true, ..taken.stored.record.clone() };
            self.keep_record(taken, record, "no longer valid").await?;
        }
        note(self.vault(), self.wall(), &taken.profile.name, EventKind::Refused, &refusal.code).await
    }

    /// None where the session is another one by now: nothing is kept.
    async fn keep_record(&self, taken: &Taken, kept: Record, detail: &'static str) -> Result<Option<SessionView>> {
        let (now, profile, token) = (self.wall(), taken.profile.clone(), taken.session.tokens.token.clone());
        self.vault()
            .write(move |tx| {
                if !store::is_still(tx, &profile.id, &token)? {
                    return Ok(None);
                }
                store::update(tx, &profile, &kept)?;
                record(tx, now, &profile.name, EventKind::Verified, detail)?;
                Ok(Some(view(&profile, &kept, now)))
            })
            .await
    }
}

fn superseded(name: &str) -> Error {
    Error::made(
        Code::NoSession,
        format!("{name} 的会话在此期间已被更换或删除，这次的结果没有保存"),
        format!("The session of {name} was replaced or removed meanwhile; this result was not kept"),
    )
}

/// A verification tells more than it had; what it leaves out stays.
fn refresh_facts(record: &mut Record, facts: Option<SessionFacts>) {
    let Some(facts) = facts else { return };
    let old = std::mem::replace(&mut record.facts, facts);
    if record.facts.expiry.at.is_none() && !record.facts.expiry.never {
        record.facts.expiry = old.expiry;
        record.facts.issued_at = old.issued_at;
    }
    if record.facts.organisations.is_empty() {
        record.facts.organisations = old.organisations;
    }
    record.facts.organisation = record.facts.organisation.take().or(old.organisation);
    record.facts.notes = old.notes;
}

/// A session as it is kept, with the server's clock against ours.
pub(crate) fn new_record(session: &Session, server_date: Option<Timestamp>, now: Timestamp) -> Record {
    let server_now = session.facts.server_time.or(server_date);
    Record {
        hint: session.tokens.token.hint(),
        refreshable: session.tokens.refresh.is_some(),
        facts: session.facts.clone(),
        signed_in_at: now,
        clock_offset_seconds: server_now.map_or(0, |server| server.as_second() - now.as_second()),
        verified_at: None,
        dead: false,
    }
}

fn signed_out(taken: &Taken, end: Result<End>) -> (bool, Text) {
    let until = match taken.session.facts.expiry.at {
        Some(at) => {
            let at = at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M");
            (format!("它在服务器上到 {at} 前仍然有效"), format!("at the server it stays valid until {at}"))
        }
        None => (
            "它在服务器上仍然有效，何时失效未知".to_owned(),
            "at the server it stays valid, nobody says until when".to_owned(),
        ),
    };
    let here = |why_zh: &str, why_en: &str| {
        (
            false,
            Text::made(format!("已在本机删除；{why_zh}，{}", until.0), format!("Removed here; {why_en}: {}", until.1)),
        )
    };
    let unsupported = Error::fault(&Fault::Unsupported, "");
    match end {
        Ok(End { what: Ended::Done(Outcome::SignedOut), .. }) => {
            (true, Text::new("已退出，服务器已结束会话", "Signed out; the server ended the session"))
        }
        Ok(End { what: Ended::Refused(refusal), .. }) if ends_session(refusal.kind) => {
            (true, Text::new("已退出；服务器上的会话早已结束", "Signed out; the server had ended the session before"))
        }
        Ok(End { what: Ended::Refused(refusal), .. }) => here(&refusal.text.zh, &refusal.text.en),
        Err(error) if error.code == Code::Usage && error.message == unsupported.message => {
            here("这个系统没有退出接口", "this system has no sign-out call")
        }
        Err(error) => here(&error.message.zh, &error.message.en),
        Ok(_) => here("服务器没有确认退出", "the server did not confirm it"),
    }
}
