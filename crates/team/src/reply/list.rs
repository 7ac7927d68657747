//! Lists of documents.

use std::collections::BTreeMap;

use hallpass_providers::Reply;
use serde::Deserialize;

use super::json::{Data, Metadata, json};
use crate::documents::Object;
use crate::fault::TeamFault;
use crate::names::DocumentId;

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: DocumentId,
    /// Its version, where the server lists them.
    pub version: Option<u64>,
    /// The newest version is marked as deleted.
    pub deleted: bool,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<String>,
    #[serde(default)]
    key_info: BTreeMap<String, Object<Metadata>>,
}

/// The documents of a list and the last key of it, by which the next page is asked. Keys that are no ids are counted and
/// left out: they are nobody's documents.
pub(crate) fn list(reply: &Reply) -> Result<(Vec<Listed>, usize, Option<String>), TeamFault> {
    let Keys { keys, key_info } = json::<Data<Keys>>(reply)?.data;
    let (all, last) = (keys.len(), keys.last().cloned());
    let listed: Vec<Listed> =
        keys.into_iter().filter_map(|key| listed(&key, key_info.get(&key).map(|facts| &facts.0))).collect();
    Ok((listed, all, last))
}

fn listed(key: &str, facts: Option<&Metadata>) -> Option<Listed> {
    let id = key.parse().ok()?;
    let version = facts.and_then(|facts| facts.current_version().ok());
    let newest = facts.and_then(|facts| facts.versions.get(&version?.to_string()));
    let deleted = newest.is_some_and(|newest| newest.0.is_deleted());
    Some(Listed { id, version, deleted })
}
