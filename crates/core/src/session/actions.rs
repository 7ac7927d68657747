//! A session at its server: taken out of the vault, driven, verified.

use hallpass_providers::{Op, Outcome, Refusal, Secret, Session, SessionFacts};
use jiff::Timestamp;
use serde::Serialize;

use super::expiry::{SessionState, state};
use super::record::SessionRecord;
use super::store::{self, Stored};
use super::view::{SessionView, view};
use crate::activity::{By, EventKind, note, record};
use crate::answers::Answers;
use crate::driver::{Drive, DriveOutcome, DriveResult};
use crate::error::{Error, ErrorCode, Result, ends_session};
use crate::guard::{AttemptKey, Settlement};
use crate::hallpass::Hallpass;
use crate::profile::{Profile, by_name, proxy_password, values};

/// The result of a verification.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Verified {
    /// Whether the server still accepts the token.
    pub valid: bool,
    /// The session after it.
    pub session: SessionView,
}

/// A session taken out of the vault, ready to be driven.
#[derive(Clone)]
pub(crate) struct Taken {
    pub(crate) profile: Profile,
    pub(super) stored: Stored,
    pub(crate) session: Session,
    values: hallpass_providers::Values,
    proxy_password: Option<Secret>,
}

impl Hallpass {
    /// Asks the server whether it still accepts the token.
    ///
    /// # Errors
    /// Returns an error if the server cannot be reached. "No longer valid" is an answer, not an error.
    pub async fn verify(&self, name: &str) -> Result<Verified> {
        self.verify_by(name, By::Person).await
    }

    /// [`Hallpass::verify`]. What nobody asked for is in the activity only where it has changed something.
    ///
    /// # Errors
    /// As [`Hallpass::verify`].
    pub(crate) async fn verify_by(&self, name: &str, by: By) -> Result<Verified> {
        let taken = self.take(name).await?;
        let end = self.operate(&taken, Op::Verify(&taken.session)).await?;
        let mut record = taken.stored.record.clone();
        let valid = match end.what {
            DriveOutcome::Done(Outcome::Verified(facts)) => {
                refresh_facts(&mut record, facts);
                record.verified_at = Some(self.wall());
                record.dead = false;
                true
            }
            DriveOutcome::Refused(refusal) if ends_session(refusal.kind) => {
                record.dead = true;
                false
            }
            other => return Err(self.refused(&taken, other, by).await),
        };
        let told = by == By::Person || valid == taken.stored.record.dead;
        let detail = by.detail(if valid { "valid" } else { "no longer valid" });
        let session = self.keep_record(&taken, record, told.then_some(detail)).await?;
        Ok(Verified { valid, session: session.ok_or_else(|| superseded(&taken.profile.name))? })
    }

    /// A session for a job: one that is over would only be refused once more.
    pub(crate) async fn take_usable(&self, name: &str) -> Result<Taken> {
        let taken = self.take(name).await?;
        if state(&taken.stored.record, self.wall()) == SessionState::Expired {
            return Err(Error::session_expired(&taken.profile.name));
        }
        Ok(taken)
    }

    pub(super) async fn take(&self, name: &str) -> Result<Taken> {
        let name = name.to_owned();
        self.vault()
            .read(move |db| {
                let profile = by_name(db, &name)?;
                let (stored, session) = store::whole(db, &profile)?;
                let method = profile.method(Some(&stored.method))?;
                let values = values(db, &profile, method, &Answers::default())?;
                let proxy_password = proxy_password(db, &profile)?;
                Ok(Taken { profile, stored, session, values, proxy_password })
            })
            .await
    }

    pub(crate) async fn operate(&self, taken: &Taken, op: Op<'_>) -> Result<DriveResult> {
        let drive = self.drive_of(taken)?;
        let mut end = self.drive(&drive, |cx| drive.provider.begin(op, cx)).await?;
        let settlement = std::mem::replace(&mut end.settlement, Settlement::NONE);
        if !settlement.is_none() {
            self.vault().write_counted(move |tx| settlement.write(tx)).await?;
        }
        Ok(end)
    }

    /// A drive with a session.
    pub(super) fn drive_of<'a>(&self, taken: &'a Taken) -> Result<Drive<'a>> {
        let (profile, values) = (&taken.profile, &taken.values);
        let method = profile.method(Some(&taken.stored.method))?;
        let descriptor = profile.provider()?.descriptor();
        let who = AttemptKey::new(self.vault(), &profile.address()?, descriptor, method, values);
        Drive::of(profile, taken.proxy_password.as_ref(), values.clone(), who)
    }

    /// The error of an operation that did not end as hoped; an expired token is marked as such.
    pub(crate) async fn refused(&self, taken: &Taken, ended: DriveOutcome, by: By) -> Error {
        let DriveOutcome::Refused(refusal) = ended else { return Error::internal("an unexpected outcome") };
        if let Err(error) = self.note_refusal(taken, &refusal, by).await {
            return error;
        }
        Error::refused(&refusal)
    }

    async fn note_refusal(&self, taken: &Taken, refusal: &Refusal, by: By) -> Result<()> {
        if ends_session(refusal.kind) {
            let record = SessionRecord { dead: true, ..taken.stored.record.clone() };
            self.keep_record(taken, record, Some(by.detail("no longer valid"))).await?;
        }
        let detail = by.detail(&refusal.code);
        note(self.vault(), self.wall(), &taken.profile.name, EventKind::Refused, &detail).await
    }

    /// None where the session is another one by now: nothing is kept. `detail`: of the event, where there is one.
    async fn keep_record(
        &self,
        taken: &Taken,
        kept: SessionRecord,
        detail: Option<String>,
    ) -> Result<Option<SessionView>> {
        let (now, profile, token) = (self.wall(), taken.profile.clone(), taken.session.tokens.token.clone());
        self.vault()
            .write(move |tx| {
                if !store::is_still(tx, &profile.id, &token)? {
                    return Ok(None);
                }
                store::update(tx, &profile, &kept)?;
                if let Some(detail) = detail {
                    record(tx, now, &profile.name, EventKind::Verified, &detail)?;
                }
                Ok(Some(view(&profile, &kept, now)))
            })
            .await
    }
}

pub(super) fn superseded(name: &str) -> Error {
    Error::made(
        ErrorCode::NoSession,
        format!("“{name}”的会话在此期间已被更换或删除，这次的结果没有保存"),
        format!("The session of {name} was replaced or deleted in the meantime; this result was not saved"),
    )
}

/// A verification tells more than it had; what it leaves out stays.
fn refresh_facts(record: &mut SessionRecord, facts: Option<SessionFacts>) {
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
    record.facts.renewable_until = record.facts.renewable_until.or(old.renewable_until);
    record.facts.notes = old.notes;
}

/// A session as it is kept, with the server's clock against ours.
pub(crate) fn new_record(session: &Session, server_date: Option<Timestamp>, now: Timestamp) -> SessionRecord {
    let server_now = session.facts.server_time.or(server_date);
    SessionRecord {
        hint: session.tokens.token.hint(),
        refreshable: session.tokens.refresh.is_some(),
        facts: session.facts.clone(),
        signed_in_at: now,
        clock_offset_seconds: server_now.map_or(0, |server| server.as_second() - now.as_second()),
        verified_at: None,
        dead: false,
        unknown_renewals: 0,
    }
}
