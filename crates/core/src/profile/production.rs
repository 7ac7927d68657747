//! Production requires an explicit confirmation, which is valid for some minutes and can be withdrawn at any time.

use jiff::SignedDuration;

use super::profile::Profile;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::next_step::NextStep;
use crate::production::ProductionOpen;

/// For how many minutes production stays open after a person entered it.
pub const PRODUCTION_MINUTES: i64 = 10;

impl Hallpass {
    /// Opens production for the profile's group, or for the profile alone where it is in none, for
    /// [`PRODUCTION_MINUTES`].
    pub fn open_production(&self, profile: &Profile) {
        let name = profile.group.as_ref().unwrap_or(&profile.name);
        let length = SignedDuration::from_mins(PRODUCTION_MINUTES);
        self.production().open(production_key(profile), name, self.now(), length);
    }

    /// Closes all production at once; what is asked of it from here on requires confirmation again.
    pub fn close_production(&self) {
        self.production().close();
    }

    /// The production that is open now; what closes first comes first.
    pub fn production_open(&self) -> Vec<ProductionOpen> {
        self.production().at(&self.now())
    }

    /// Whether the user has to be asked before something is done in production with this profile.
    pub(crate) fn asks_production(&self, profile: &Profile) -> bool {
        profile.is_production() && !self.production_open().iter().any(|open| is_open_for(open, profile))
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

/// Whether production that is open is open for this profile.
pub(crate) fn is_open_for(open: &ProductionOpen, profile: &Profile) -> bool {
    profile.is_production() && open.is_for(production_key(profile))
}

/// A group is entered as a whole; a profile in none alone. Names of groups and ids never meet.
fn production_key(profile: &Profile) -> &str {
    profile.group.as_deref().unwrap_or(profile.id.as_str())
}
