//! Which profiles could not be signed in to now, and why.

use serde::Serialize;

use super::options::SignIn;
use super::ready::Ready;
use crate::answers::Answers;
use crate::error::{Error, Result};
use crate::guard::{Kind, look};
use crate::hallpass::Hallpass;
use crate::profile::all;

/// A profile whose sign-in would be blocked.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Blocked {
    /// The profile's name.
    pub profile: String,
    /// Why, and for how long.
    pub why: Error,
}

impl Hallpass {
    /// Every profile whose sign-in would be blocked now, by name. Sends nothing.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read.
    pub async fn blocked(&self) -> Result<Vec<Blocked>> {
        let read = self.vault().read(|db| {
            let ready = all(db)?.into_iter().map(|profile| Ready::new(db, profile, None, &Answers::new()));
            // One that cannot be read as it is stored is no question of the guard.
            Ok::<_, Error>(ready.filter_map(Result::ok).collect::<Vec<_>>())
        });
        let mut blocked = Vec::new();
        for ready in read.await? {
            let Ok(drive) = self.prepare(&ready, &SignIn::default()) else { continue };
            if let Err(why) = look(self.vault(), Kind::Attempt, &drive.who, &self.now()).await {
                blocked.push(Blocked { profile: ready.profile.name.clone(), why });
            }
        }
        Ok(blocked)
    }
}
