//! What the page sends about teams.

use hallpass_core::SharedSecret;
use hallpass_core::providers::Secret;
use serde::Deserialize;

/// The password that members sign in to a shared profile with.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProfileSecret {
    /// None: each member uses a password of their own.
    None,
    /// This one.
    New {
        /// It.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        secret: Secret,
    },
    /// That of another shared profile.
    SameAs {
        /// The profile's name.
        profile: String,
    },
}

impl From<ProfileSecret> for SharedSecret {
    fn from(secret: ProfileSecret) -> Self {
        match secret {
            ProfileSecret::None => Self::None,
            ProfileSecret::New { secret } => Self::New(secret),
            ProfileSecret::SameAs { profile } => Self::SameAs(profile),
        }
    }
}
