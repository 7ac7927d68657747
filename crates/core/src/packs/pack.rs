//! A pack, and a profile as a pack holds it.

use std::collections::BTreeMap;

use hallpass_providers::Text;
use serde::{Deserialize, Serialize};

use crate::environment::{Environment, EnvironmentColour, EnvironmentView};
use crate::network::Network;
use crate::profile::{AutoRenew, Profile, Renewal};

/// Profiles without their secrets, as a pack holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Which form of pack this is; 1.
    pub hallpass_pack: u32,
    /// What their own environments are: those of them that are not built in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<PackedEnvironment>,
    /// The profiles.
    pub profiles: Vec<Packed>,
}

/// An environment in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackedEnvironment {
    /// Its name in commands and files.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// What it is drawn with.
    #[serde(default)]
    pub colour: EnvironmentColour,
    /// Whether it counts as production. Where a pack does not say so, it does.
    #[serde(default = "counts")]
    pub production: bool,
}

fn counts() -> bool {
    true
}

/// A profile in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packed {
    /// Its name.
    pub name: String,
    /// Which system.
    pub provider: String,
    /// Where.
    pub server: String,
    /// Its environment.
    #[serde(default)]
    pub environment: Environment,
    /// The group it belongs to.
    // Packs of earlier versions say `set`.
    #[serde(default, alias = "set", skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The usual method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The shared credential of the one who imports. It stays behind in an export: elsewhere there is none of its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// Field values that are no secrets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// How its server is reached.
    #[serde(default)]
    pub network: Network,
    /// How its session is kept.
    #[serde(default, skip_serializing_if = "PackedRenewal::is_empty")]
    pub renewal: PackedRenewal,
}

/// How a profile's session is kept, as far as a pack says so: what it leaves out stays unchanged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PackedRenewal {
    /// Whether its session is renewed automatically.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_renew: Option<AutoRenew>,
    /// Every so many minutes it is verified or renewed; 0 for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_alive: Option<u32>,
}

impl PackedRenewal {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<Renewal> for PackedRenewal {
    fn from(renewal: Renewal) -> Self {
        Self { auto_renew: Some(renewal.auto_renew), keep_alive: Some(renewal.keep_alive.unwrap_or(0)) }
    }
}

impl From<EnvironmentView> for PackedEnvironment {
    fn from(EnvironmentView { id, name, colour, production, .. }: EnvironmentView) -> Self {
        Self { id, name, colour, production }
    }
}

/// The field that tells this machine's sign-ins from others, where the provider has one.
pub(crate) fn device(profile: &Profile) -> Option<&'static str> {
    Some(profile.provider().ok()?.descriptor().device()?.name)
}

/// What belongs to one machine, or is secret, stays behind.
pub(crate) fn packed(profile: Profile) -> Packed {
    let device = device(&profile);
    let mut values = profile.values;
    values.retain(|name, _| Some(name.as_str()) != device);
    Packed {
        name: profile.name,
        provider: profile.provider,
        server: profile.server,
        environment: profile.environment,
        group: profile.group,
        tags: profile.tags,
        method: profile.method,
        credential: None,
        values,
        network: profile.network,
        renewal: profile.renewal.into(),
    }
}
