//! The envelope in which a server answers.

use std::collections::BTreeMap;

use hallpass_providers::{Reply, Scalar};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::documents::Object;
use crate::fault::TeamFault;

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub(super) struct Data<T> {
    #[serde(deserialize_with = "object")]
    pub(super) data: T,
}

#[derive(Deserialize)]
pub(super) struct Stored<T> {
    pub(super) data: Option<T>,
    #[serde(deserialize_with = "object")]
    pub(super) metadata: VersionFacts,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct VersionFacts {
    version: Scalar,
    created_time: Scalar,
    deletion_time: Scalar,
    destroyed: Scalar,
}

impl VersionFacts {
    pub(super) fn version(&self) -> Result<u64, TeamFault> {
        number(&self.version)
    }

    /// When it was written, as a moment and nothing else.
    pub(super) fn written_at(&self) -> Option<Timestamp> {
        self.created_time.text()?.parse().ok()
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.destroyed.is(true) || self.deletion_time.text().is_some()
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Metadata {
    current_version: Scalar,
    pub(super) versions: BTreeMap<String, Object<VersionFacts>>,
}

impl Metadata {
    pub(super) fn current_version(&self) -> Result<u64, TeamFault> {
        number(&self.current_version)
    }
}

#[derive(Deserialize)]
pub(super) struct Errors {
    pub(super) errors: Vec<String>,
}

/// A number that is counted from 0, in every spelling that it has; 0 where there is none. One that is no such number is
/// not this server's.
pub(super) fn number(scalar: &Scalar) -> Result<u64, TeamFault> {
    match scalar {
        Scalar::Nothing => Ok(0),
        number => number.int().and_then(|number| u64::try_from(number).ok()).ok_or(TeamFault::NotTheApi),
    }
}

/// For members that are objects: serde itself would read a list as one, by position.
pub(super) fn object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    Object::deserialize(from).map(|object| object.0)
}

/// An answer as an object of this type.
pub(super) fn json<T: DeserializeOwned>(reply: &Reply) -> Result<T, TeamFault> {
    serde_json::from_slice::<Object<T>>(&reply.body).map(|object| object.0).map_err(|_| TeamFault::NotTheApi)
}
