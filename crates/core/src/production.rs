//! Production: a person enters it on purpose, it stays open for some minutes, and it can be closed at any time.

use std::sync::PoisonError;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::profile::Profile;
use crate::{Error, ErrorCode, Hallpass, NextStep, Result};

/// For how many minutes production stays open after a person entered it.
pub const PRODUCTION_MINUTES: i64 = 10;

/// Production that a person has opened: of a group, or of one profile that is in none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProductionOpen {
    /// What it is open for; profiles may be renamed meanwhile.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    key: String,
    /// The name of the group, or of the profile.
    pub name: String,
    /// Until when it is open, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub until: Timestamp,
}

impl Hallpass {
    /// Opens production for the profile's group, or for the profile alone where it is in none, for
    /// [`PRODUCTION_MINUTES`].
    pub fn open_production(&self, profile: &Profile) {
        let Ok(until) = self.wall().checked_add(SignedDuration::from_mins(PRODUCTION_MINUTES)) else { return };
        let key = production_key(profile).to_owned();
        let name = profile.group.as_ref().unwrap_or(&profile.name).clone();
        let mut open = self.production().lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|one| one.key != key);
        open.push(ProductionOpen { key, name, until });
    }

    /// Closes all production at once; what is asked of it from here on requires confirmation again.
    pub fn close_production(&self) {
        self.production().lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The production that is open now; what closes first comes first.
    pub fn production_open(&self) -> Vec<ProductionOpen> {
        let now = self.wall();
        let mut open = self.production().lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|one| one.until > now);
        let mut shown = open.clone();
        shown.sort_by_key(|one| one.until);
        shown
    }

    /// Whether a person has to be asked before something is done in production with this profile.
    pub(crate) fn asks_production(&self, profile: &Profile) -> bool {
        profile.is_production() && !self.production_open().iter().any(|open| open.is_for(profile))
    }

    /// Blocks what nobody has confirmed: production requires it, unless a person entered it a moment ago.
    ///
    /// # Errors
    /// Returns an error if the profile is one of production and nobody has confirmed that.
    pub fn check_production(&self, profile: &Profile, confirmed: bool) -> Result<()> {
        if confirmed || !self.asks_production(profile) {
            return Ok(());
        }
        let name = &profile.name;
        Err(Error::made(
            ErrorCode::ProductionNotConfirmed,
            format!("“{name}”是生产环境的配置，需要确认"),
            format!("{name} is a production profile and requires confirmation"),
        )
        .next(NextStep::ConfirmProduction))
    }
}

impl ProductionOpen {
    /// Whether it is open for a profile.
    pub(crate) fn is_for(&self, profile: &Profile) -> bool {
        profile.is_production() && self.key == production_key(profile)
    }
}

/// A group is entered as a whole; a profile in none alone. Names of groups and ids never meet.
fn production_key(profile: &Profile) -> &str {
    profile.group.as_deref().unwrap_or(&profile.id)
}
