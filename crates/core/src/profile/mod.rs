//! Manage sign-in profiles. Their groups, credentials and values.

mod aside;
mod credential;
mod draft;
mod group;
mod network;
mod proxy;
mod save;
mod store;
mod together;
mod values;

use std::collections::BTreeMap;

use hallpass_providers::{Address, Provider};
use serde::{Deserialize, Serialize};

pub use aside::Aside;
pub use credential::CredentialView;
pub(crate) use credential::credentials;
pub use draft::ProfileDraft;
pub(crate) use group::groups;
pub use group::{Bindings, GroupView};
pub use network::Network;
pub(crate) use network::check_ca;
pub use proxy::Proxy;
pub(crate) use proxy::{
    parts as proxy_parts, password as proxy_password, unusable as unusable_proxy, whole as whole_proxy,
};
pub use save::SavedProfile;
pub(crate) use save::{add, edit, preview, remove};
pub(crate) use store::{all, by_id, by_name, find, find_by_id, update};
pub use together::ProfilesChange;
pub(crate) use values::{binding, missing_fields, profile_secret, values};

use crate::hallpass::provider;
use crate::{Error, Renewal, Result};

/// The owner kind of a profile's own secrets in the vault.
pub(crate) const SECRETS: &str = "profile";

/// Where a profile stands between trying out and the real thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// For developing.
    #[default]
    Dev,
    /// For testing.
    Test,
    /// As production, before it.
    Staging,
    /// The real thing.
    Prod,
}

impl Environment {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Dev, Self::Test, Self::Staging, Self::Prod];

    /// Its name in commands and files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Test => "test",
            Self::Staging => "staging",
            Self::Prod => "prod",
        }
    }

    /// By its name.
    ///
    /// # Errors
    /// Returns the known names if it is none of them.
    pub fn from_id(id: &str) -> Result<Self> {
        let known =
            || hallpass_providers::Text::new("只能是dev、test、staging或prod", "must be dev, test, staging or prod");
        Self::ALL.into_iter().find(|env| env.id() == id).ok_or_else(|| Error::invalid("env", &known()))
    }
}

/// A saved way in. Its secrets stand in the vault, not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Profile {
    /// Made once; names may change.
    pub id: String,
    /// The name people and scripts use.
    pub name: String,
    /// Which system.
    pub provider: String,
    /// Where, in canonical spelling.
    pub server: String,
    /// Where it stands.
    pub environment: Environment,
    /// The group it belongs to.
    #[serde(default)]
    pub group: Option<String>,
    /// Labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The method used when none is named.
    #[serde(default)]
    pub method: Option<String>,
    /// Field values that are no secrets.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Names of the secret fields saved in the vault for it.
    #[serde(default)]
    pub saved_secrets: Vec<String>,
    /// The credential it shares.
    #[serde(default)]
    pub credential: Option<String>,
    /// How its server is reached.
    #[serde(default)]
    pub network: Network,
    /// How its session is kept.
    #[serde(default)]
    pub renewal: Renewal,
}

impl Profile {
    /// Its server.
    pub(crate) fn address(&self) -> Result<Address> {
        Address::parse(&self.server).map_err(|_| Error::internal("a stored address cannot be read"))
    }

    /// Its system.
    pub(crate) fn provider(&self) -> Result<&'static dyn Provider> {
        provider(&self.provider)
    }

    /// The method to use: the one asked for, else the profile's, else the provider's first.
    pub(crate) fn method(&self, asked: Option<&str>) -> Result<&'static hallpass_providers::Method> {
        let descriptor = self.provider()?.descriptor();
        let id = asked.or(self.method.as_deref()).or_else(|| descriptor.methods.first().map(|method| method.id));
        let known = || descriptor.methods.iter().map(|method| method.id).collect::<Vec<_>>().join(", ");
        id.and_then(|id| descriptor.method(id)).ok_or_else(|| {
            let text =
                hallpass_providers::Text::made(format!("只能是：{}", known()), format!("must be one of: {}", known()));
            Error::invalid("method", &text)
        })
    }

    /// Whether it is the real thing.
    pub(crate) fn is_production(&self) -> bool {
        self.environment == Environment::Prod
    }
}
