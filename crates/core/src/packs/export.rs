//! Profiles as a pack.

use std::collections::BTreeSet;

use super::pack::{Pack, PackedEnvironment, packed};
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;

impl Hallpass {
    /// The profiles of these names, or all of them, as a pack.
    ///
    /// # Errors
    /// Returns an error if there is no such profile.
    pub async fn pack(&self, names: &[String]) -> Result<Pack> {
        let mut profiles = self.profiles().await?;
        if !names.is_empty() {
            let named = |name: &String| {
                let found = profiles.iter().find(|profile| profile.name.eq_ignore_ascii_case(name));
                found.cloned().ok_or_else(|| Error::no_such_profile(name))
            };
            profiles = names.iter().map(named).collect::<Result<_>>()?;
        }
        let used: BTreeSet<&str> = profiles.iter().map(|profile| profile.environment.id()).collect();
        let own = self.environments().await?.into_iter().filter(|one| !one.built_in && used.contains(&*one.id));
        let environments = own.map(PackedEnvironment::from).collect();
        Ok(Pack { hallpass_pack: 1, environments, profiles: profiles.into_iter().map(packed).collect() })
    }
}
