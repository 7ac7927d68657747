//! Sets up a server for a team, as an administrator.

use hallpass_providers::Secret;
use hallpass_team::{SetUpStep, set_up};

use super::settings::TeamSettings;
use crate::error::Result;
use crate::hallpass::Hallpass;
use crate::text::check_field;

impl Hallpass {
    /// What [`Hallpass::set_up_team`] sends, in this order; to be shown first.
    pub fn team_set_up(settings: &TeamSettings) -> Vec<SetUpStep> {
        set_up(&settings.place)
    }

    /// Prepares a server for a team: the engine and the two policies. The administrator's token is used and not kept.
    ///
    /// # Errors
    /// Returns an error if the server cannot be asked or does not allow it; doing it again does no harm.
    pub async fn set_up_team(&self, settings: &TeamSettings, token: &Secret) -> Result<()> {
        settings.check()?;
        check_field("secret", token)?;
        Ok(self.team_client(settings, None)?.set_up(token).await?)
    }
}
