//! Bulk sign-in: what would be sent is shown first, and nothing else is sent.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::batch::BulkProgress;
use super::options::{SignIn, SignInOutcome};
use super::pending::pending;
use super::plan::Plan;
use super::ready::Ready;
use crate::answers::Answers;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::profile::{Profile, by_name};
use crate::session::{SessionState, load, state};
use crate::stop::StopSignal;

/// What a person has chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BulkChoice {
    /// Sign in again where a session is valid.
    pub include_valid: bool,
    /// The production profiles that take part, each ticked by a person; the others are left out.
    pub production: Vec<String>,
}

/// What signing in to several profiles would send.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BulkPlan {
    /// The profiles that are signed in to, in the order that was asked for.
    pub send: Vec<String>,
    /// How many of them have their server send a text message.
    pub text_messages: usize,
    /// The production profiles that would be signed in to if they were ticked, and whether they are.
    pub production: Vec<BulkProduction>,
    /// Those that are left out, and why.
    pub left_out: Vec<BulkLeftOut>,
}

/// A production profile, which takes part only where a person ticks it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BulkProduction {
    /// The profile's name.
    pub profile: String,
    /// Whether it takes part.
    pub chosen: bool,
}

/// A profile that a sign-in of several leaves out.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BulkLeftOut {
    /// The profile's name.
    pub profile: String,
    /// Why; of several reasons the first in the order of [`BulkReason`].
    pub reason: BulkReason,
    /// What the guard says, where it blocks the profile.
    pub failure: Option<Error>,
}

/// Why a profile is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BulkReason {
    /// A sign-in of it waits for the user.
    Waiting,
    /// It has a session that the server limits: signing in again would limit it again.
    Limited,
    /// It has a valid session.
    Valid,
    /// Something that it needs is not saved.
    Missing,
    /// The guard blocks it.
    Blocked,
}

/// A profile as stored in the vault.
struct Standing {
    name: String,
    production: bool,
    waiting: bool,
    session: Option<SessionState>,
    ready: Ready,
}

impl Hallpass {
    /// What signing in to `names` would send, without sending it.
    ///
    /// # Errors
    /// Returns an error if one of the profiles is not there or cannot be read.
    pub async fn plan_bulk(&self, names: &[String], choice: &BulkChoice) -> Result<BulkPlan> {
        let (names, now) = (names.to_vec(), self.wall());
        let read = move |db: &Connection| {
            let waiting: BTreeSet<String> = pending(db)?.into_iter().map(|one| one.profile).collect();
            let standing = |name: &String| Standing::read(db, by_name(db, name)?, &waiting, now);
            names.iter().map(standing).collect::<Result<Vec<_>>>()
        };
        let mut bulk = BulkPlan::default();
        for standing in self.vault().read(read).await? {
            let plan = self.plan_of(&standing.ready).await?;
            bulk.add(standing, &plan, choice);
        }
        Ok(bulk)
    }

    /// Signs in to those of `names` that [`Hallpass::plan_bulk`] names now, each at most once. `told` hears of each as
    /// it begins and ends. After `stop` nothing further is sent, and what was not sent ends as stopped.
    ///
    /// # Errors
    /// As [`Hallpass::plan_bulk`]; nothing was sent then.
    pub async fn sign_in_bulk(
        &self,
        names: &[String],
        choice: &BulkChoice,
        stop: StopSignal,
        told: impl Fn(&str, BulkProgress<'_>),
    ) -> Result<Vec<(String, Result<SignInOutcome>)>> {
        let plan = self.plan_bulk(names, choice).await?;
        // Each production profile among them was ticked by itself, which is the confirmation.
        let how = SignIn { stop, ..SignIn::default() };
        Ok(self.sign_in_many(&plan.send, &how, told).await)
    }
}

impl Standing {
    fn read(db: &Connection, profile: Profile, waiting: &BTreeSet<String>, now: jiff::Timestamp) -> Result<Self> {
        let session = load(db, &profile)?.map(|stored| state(&stored.record, now));
        Ok(Self {
            session: session.filter(|state| *state != SessionState::Expired),
            name: profile.name.clone(),
            production: profile.is_production(),
            waiting: waiting.contains(&profile.name),
            ready: Ready::new(db, profile, None, &Answers::new())?,
        })
    }
}

impl BulkPlan {
    fn add(&mut self, of: Standing, plan: &Plan, choice: &BulkChoice) {
        let reason = match () {
            () if of.waiting => BulkReason::Waiting,
            () if of.session == Some(SessionState::Limited) && !choice.include_valid => BulkReason::Limited,
            () if of.session.is_some() && !choice.include_valid => BulkReason::Valid,
            () if !plan.missing.is_empty() => BulkReason::Missing,
            () if plan.held.is_some() => BulkReason::Blocked,
            () => return self.take(of, plan, choice),
        };
        let failure = plan.held.clone().filter(|_| reason == BulkReason::Blocked);
        self.left_out.push(BulkLeftOut { profile: of.name, reason, failure });
    }

    fn take(&mut self, of: Standing, plan: &Plan, choice: &BulkChoice) {
        let chosen = !of.production || choice.production.contains(&of.name);
        if of.production {
            self.production.push(BulkProduction { profile: of.name.clone(), chosen });
        }
        if chosen {
            self.text_messages += usize::from(plan.sends_sms);
            self.send.push(of.name);
        }
    }
}
