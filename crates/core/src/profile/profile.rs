//! A profile as it is saved.

use std::collections::BTreeMap;

use hallpass_providers::{Address, Provider, registry};
use serde::{Deserialize, Serialize};

use super::id::ProfileId;
use super::renewal::Renewal;
use crate::environment::Environment;
use crate::error::{Error, ErrorCode, Result};
use crate::network::Network;

/// A saved sign-in profile. Its secrets are in the vault's table of secrets, not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Profile {
    /// Made once; names may change.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub id: ProfileId,
    /// The name people and scripts use.
    pub name: String,
    /// Which system.
    pub provider: String,
    /// Where, in canonical spelling.
    pub server: String,
    /// Its environment.
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
        self.environment.is_production()
    }
}

/// The provider of a profile.
fn provider(id: &str) -> Result<&'static dyn Provider> {
    registry::provider(id).ok_or_else(|| {
        let known = registry::known().join(", ");
        Error::made(
            ErrorCode::InvalidField,
            format!("没有名为{id}的平台；可用的有：{known}"),
            format!("There is no provider {id}; available: {known}"),
        )
        .field("provider")
    })
}
