//! Changes a shared secret step by step: blocks it for all members, waits for the user to change it at the provider,
//! stores it, and allows it again.

use std::time::Duration;

use hallpass_providers::Secret;
use hallpass_team::Rotation;
use serde::{Deserialize, Serialize};

use super::connection::Connection as Team;
use super::share::no_secret;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;

/// How long attempts under way are waited for: longer than any of them counts.
const PATIENCE: Duration = Duration::from_secs(100);

/// A change that has begun. Nobody signs in with the secret until it is finished or called off.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamRotation {
    /// Of which profile, by its name.
    pub profile: String,
    /// The version of the secret that is replaced.
    pub version: u64,
}

impl Hallpass {
    /// Begins to change the shared secret of a profile, and waits until nobody's attempt with it is under way. `resume`
    /// continues a change that someone began and did not finish.
    ///
    /// # Errors
    /// Returns an error if the profile has none, the user is not allowed to, or someone else is changing it.
    pub async fn begin_rotation(&self, name: &str, resume: bool) -> Result<TeamRotation> {
        let (profile, linked) = self.shared(name).await?;
        let secret = linked.link.secret.ok_or_else(|| no_secret(&profile.name))?;
        let team = self.team(Some(linked.alias.as_str())).await?;
        let rotation = team.client.begin_rotation(&team.token, &secret, &team.by, resume).await?;
        if let Err(fault) = team.client.wait_until_idle(&team.token, &rotation, PATIENCE).await {
            // Nothing was changed: the others may continue.
            team.client.cancel_rotation(&team.token, &rotation).await?;
            return Err(fault.into());
        }
        Ok(TeamRotation { profile: profile.name, version: rotation.version() })
    }

    /// Stores the new secret, which the provider has accepted, and lets the others sign in again. Answers its version.
    ///
    /// # Errors
    /// Returns an error if it could not be stored; the others stay blocked until it is, or the change is called off.
    pub async fn finish_rotation(&self, of: &TeamRotation, secret: Secret) -> Result<u64> {
        crate::text::check_field("secret", &secret)?;
        if secret.is_empty() {
            return Err(Error::missing("secret"));
        }
        let (team, rotation) = self.begun(of).await?;
        Ok(team.client.finish_rotation(&team.token, &rotation, secret).await?)
    }

    /// Calls a change off: the present secret is used again, by one person first.
    ///
    /// # Errors
    /// Returns an error if the server could not be told; the others stay blocked then.
    pub async fn cancel_rotation(&self, of: &TeamRotation) -> Result<()> {
        let (team, rotation) = self.begun(of).await?;
        Ok(team.client.cancel_rotation(&team.token, &rotation).await?)
    }

    async fn begun(&self, of: &TeamRotation) -> Result<(Team, Rotation)> {
        let (profile, linked) = self.shared(&of.profile).await?;
        let secret = linked.link.secret.ok_or_else(|| no_secret(&profile.name))?;
        let team = self.team(Some(linked.alias.as_str())).await?;
        let rotation = Rotation::begun(secret, of.version, team.by.clone());
        Ok((team, rotation))
    }
}
