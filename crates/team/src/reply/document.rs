//! Documents and their versions.

use std::collections::BTreeMap;

use hallpass_providers::{Reply, Secret};
use serde::Deserialize;

use super::json::{Data, Metadata, Stored, VersionFacts, json};
use super::server::missing;
use crate::documents::{Document, FORM, MAX_REPLY, Object};
use crate::fault::{BadDocument, TeamFault};
use crate::names::{DocumentId, Kind};

/// A document with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<D> {
    /// The document.
    pub document: D,
    /// Its version, to be named by the next write.
    pub version: u64,
    /// The server's clock at that moment, in seconds since 1970; 0 where it does not tell.
    pub server_time: i64,
    /// When it was written, as the server says it; empty where that is no moment.
    pub written_at: String,
}

/// The versions that there are of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct History {
    pub(crate) current: u64,
}

/// Reads a document of a reply with status 200 or 404.
pub(crate) fn document<D: Document>(reply: &Reply, kind: Kind, id: &str) -> Result<Versioned<D>, TeamFault> {
    let bad = |what| TeamFault::Document { kind, id: id.to_owned(), what };
    if reply.body.len() > MAX_REPLY {
        return Err(bad(BadDocument::Size));
    }
    // First what the server itself says: it tells a document that was deleted from one that is not right.
    let facts = match json::<Data<Stored<serde::de::IgnoredAny>>>(reply) {
        Ok(data) => data.data,
        Err(_) if reply.status == 404 => return Err(missing(reply)),
        Err(fault) => return Err(fault),
    };
    let version = facts.metadata.version()?;
    if facts.data.is_none() || reply.status == 404 {
        return Err(TeamFault::Deleted { version });
    }
    check_form(reply).map_err(bad)?;
    let stored = serde_json::from_slice::<Data<Stored<Object<D>>>>(&reply.body);
    let document = stored.ok().and_then(|stored| stored.data.data).ok_or_else(|| bad(shape(reply)))?.0;
    document.check().map_err(bad)?;
    let server_time = reply.date.map_or(0, jiff::Timestamp::as_second);
    let written_at = facts.metadata.written_at().map(|at| at.to_string()).unwrap_or_default();
    Ok(Versioned { document, version, server_time, written_at })
}

/// Checks the form before the rest, to distinguish a document of a later version from a broken one.
fn check_form(reply: &Reply) -> Result<(), BadDocument> {
    #[derive(Deserialize)]
    struct Form {
        v: u64,
    }
    let form = serde_json::from_slice::<Data<Stored<Object<Form>>>>(&reply.body).map_err(|_| BadDocument::Shape)?;
    let form = form.data.data.ok_or(BadDocument::Shape)?.0.v;
    if form == FORM { Ok(()) } else { Err(BadDocument::Version) }
}

/// Distinguishes an invalid id: someone's attempt to point elsewhere.
fn shape(reply: &Reply) -> BadDocument {
    #[derive(Deserialize)]
    struct Ids {
        #[serde(default)]
        secret: Option<String>,
    }
    let ids = serde_json::from_slice::<Data<Stored<Object<Ids>>>>(&reply.body);
    let secret = ids.ok().and_then(|ids| ids.data.data).and_then(|ids| ids.0.secret);
    match secret {
        Some(id) if id.parse::<DocumentId>().is_err() => BadDocument::ForeignId,
        _ => BadDocument::Shape,
    }
}

/// The version that a write made.
pub(crate) fn written(reply: &Reply) -> Result<u64, TeamFault> {
    json::<Data<VersionFacts>>(reply)?.data.version()
}

/// The versions of a document.
pub(crate) fn history(reply: &Reply) -> Result<History, TeamFault> {
    Ok(History { current: json::<Data<Metadata>>(reply)?.data.current_version()? })
}

/// One member of any document, as a secret.
pub(crate) fn member(reply: &Reply, field: &str) -> Result<Secret, TeamFault> {
    let stored = json::<Data<Stored<BTreeMap<String, Lenient>>>>(reply)?;
    let version = stored.data.metadata.version()?;
    let mut members = stored.data.data.ok_or(TeamFault::Deleted { version })?;
    match members.remove(field) {
        Some(Lenient::Text(secret)) => Ok(secret),
        Some(Lenient::Other(_)) | None => Err(TeamFault::NotFound),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Lenient {
    Text(Secret),
    Other(serde::de::IgnoredAny),
}
