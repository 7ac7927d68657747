//! What crosses to and from the page about teams.

use hallpass_core::providers::Secret;
use hallpass_core::{SharedSecret, TeamDeviceLogIn};
use serde::{Deserialize, Serialize};

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

/// Where a person confirms a login to a team's server.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LogInPage {
    /// The page to open: of the identity provider, as the team's server says it.
    url: String,
    /// The code to enter there; none where the address contains it.
    user_code: Option<String>,
}

impl LogInPage {
    pub(crate) fn of(started: &TeamDeviceLogIn) -> Self {
        Self { url: started.url().to_owned(), user_code: started.user_code().map(str::to_owned) }
    }
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
