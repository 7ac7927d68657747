//! Signing in to many profiles at a person's word: what that would send is said first, and nothing else is sent.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::pending::pending;
use super::{Answers, Plan, Ready, SignIn, SignInOutcome};
use crate::profile::{Profile, by_name};
use crate::session::{load, state};
use crate::{Hallpass, Result, SessionState, StopSignal};

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
    /// How many are left out, and why.
    pub skipped: BulkSkipped,
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

/// How many profiles a sign-in of several leaves out, by reason. Each is counted once, for the first reason that holds.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BulkSkipped {
    /// A sign-in of theirs waits for a person.
    pub waiting: usize,
    /// They have a valid session.
    pub valid: usize,
    /// They have a session that the server limits: signing in again would limit it again.
    pub limited: usize,
    /// Something that they need is not saved.
    pub missing: usize,
    /// The guard blocks them.
    pub blocked: usize,
}

/// A profile as it stands in the vault.
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

    /// Signs in to those of `names` that [`Hallpass::plan_bulk`] names now, each at most once. `told` hears of each end
    /// as it comes. After `stop` nothing further is sent, and what was not sent ends as stopped.
    ///
    /// # Errors
    /// As [`Hallpass::plan_bulk`]; nothing was sent then.
    pub async fn sign_in_bulk(
        &self,
        names: &[String],
        choice: &BulkChoice,
        stop: StopSignal,
        told: impl Fn(&str, &Result<SignInOutcome>),
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
        let skipped = match () {
            () if of.waiting => &mut self.skipped.waiting,
            () if of.session == Some(SessionState::Limited) && !choice.include_valid => &mut self.skipped.limited,
            () if of.session.is_some() && !choice.include_valid => &mut self.skipped.valid,
            () if !plan.missing.is_empty() => &mut self.skipped.missing,
            () if plan.held.is_some() => &mut self.skipped.blocked,
            () => return self.take(of, plan, choice),
        };
        *skipped += 1;
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
