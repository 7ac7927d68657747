//! What a server answers. Documents are read by serde itself and checked here: the reader of providers' answers makes texts
//! fit for a screen, and a certificate in a profile must come as it was written.

use std::collections::BTreeMap;

use hallpass_providers::{Reply, Secret};
use serde::Deserialize;
use serde::de::DeserializeOwned;

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

/// A log-in at the server.
#[derive(Debug, Clone)]
pub struct Token {
    /// To be kept by the vault alone.
    pub token: Secret,
    /// What is known of it.
    pub facts: TokenFacts,
}

/// What is known of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFacts {
    /// Seconds that are left; 0 for one without an end.
    pub ttl_seconds: u64,
    /// It can be renewed.
    pub renewable: bool,
    /// The policies that it carries.
    pub policies: Vec<String>,
}

/// What may be done, by path as it was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities(BTreeMap<String, Vec<String>>);

impl Capabilities {
    /// Whether `capability` is allowed under a path that was asked about.
    pub fn allow(&self, path: &str, capability: &str) -> bool {
        self.0.get(path).is_some_and(|all| all.iter().any(|one| one == capability || one == "root"))
    }
}

#[derive(Deserialize)]
struct Data<T> {
    data: T,
}

#[derive(Deserialize)]
struct Stored<T> {
    data: Option<T>,
    metadata: VersionFacts,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct VersionFacts {
    version: u64,
    created_time: String,
    deletion_time: String,
    destroyed: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Metadata {
    current_version: u64,
    oldest_version: u64,
    versions: BTreeMap<String, VersionFacts>,
}

/// The versions that there are of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct History {
    pub(crate) current: u64,
    pub(crate) oldest: u64,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<String>,
    #[serde(default)]
    key_info: BTreeMap<String, Metadata>,
}

#[derive(Deserialize)]
struct Errors {
    errors: Vec<String>,
}

#[derive(Deserialize)]
struct LoggedIn {
    auth: Option<Auth>,
}

#[derive(Deserialize)]
struct Auth {
    client_token: Secret,
    #[serde(default)]
    lease_duration: u64,
    #[serde(default)]
    renewable: bool,
    #[serde(default)]
    policies: Option<Vec<String>>,
    #[serde(default)]
    mfa_requirement: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Looked {
    #[serde(default)]
    ttl: u64,
    #[serde(default)]
    renewable: bool,
    #[serde(default)]
    policies: Option<Vec<String>>,
}

/// An answer as an object of this type.
fn json<T: DeserializeOwned>(reply: &Reply) -> Result<T, TeamFault> {
    serde_json::from_slice::<Object<T>>(&reply.body).map(|object| object.0).map_err(|_| TeamFault::NotTheApi)
}

/// Reads a document of a reply with status 200 or 404.
pub(crate) fn document<D: Document>(reply: &Reply, kind: Kind, id: &str) -> Result<Versioned<D>, TeamFault> {
    let bad = |what| TeamFault::Document { kind, id: id.to_owned(), what };
    if reply.body.len() > MAX_REPLY {
        return Err(bad(BadDocument::Size));
    }
    // First what the server itself says: it tells a document that was deleted from one that is not right.
    let facts = match json::<Data<Object<Stored<serde::de::IgnoredAny>>>>(reply) {
        Ok(data) => data.data.0,
        Err(_) if reply.status == 404 => return Err(missing(reply)),
        Err(fault) => return Err(fault),
    };
    let version = facts.metadata.version;
    if facts.data.is_none() || reply.status == 404 {
        return Err(TeamFault::Deleted { version });
    }
    check_form(reply).map_err(bad)?;
    let stored = serde_json::from_slice::<Data<Stored<Object<D>>>>(&reply.body);
    let document = stored.ok().and_then(|stored| stored.data.data).ok_or_else(|| bad(shape(reply)))?.0;
    document.check().map_err(bad)?;
    let server_time = reply.date.map_or(0, jiff::Timestamp::as_second);
    // It is shown: a moment and nothing else.
    let written_at = facts.metadata.created_time.parse::<jiff::Timestamp>();
    let written_at = written_at.map(|at| at.to_string()).unwrap_or_default();
    Ok(Versioned { document, version, server_time, written_at })
}

/// The form is looked at before the rest, so that a document of a later version is told from a broken one.
fn check_form(reply: &Reply) -> Result<(), BadDocument> {
    #[derive(Deserialize)]
    struct Form {
        v: u64,
    }
    let form = serde_json::from_slice::<Data<Stored<Object<Form>>>>(&reply.body).map_err(|_| BadDocument::Shape)?;
    let form = form.data.data.ok_or(BadDocument::Shape)?.0.v;
    if form == FORM { Ok(()) } else { Err(BadDocument::Version) }
}

/// An id that is none is told apart: it is somebody's try to point elsewhere.
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

/// A 404: nothing mounted there, or nothing stored.
pub(crate) fn missing(reply: &Reply) -> TeamFault {
    match json::<Errors>(reply) {
        Ok(Errors { errors }) if errors.is_empty() => TeamFault::NotFound,
        Ok(_) => TeamFault::NoSuchMount,
        Err(_) => TeamFault::NotTheApi,
    }
}

/// The version that a write made.
pub(crate) fn written(reply: &Reply) -> Result<u64, TeamFault> {
    json::<Data<Object<VersionFacts>>>(reply).map(|data| data.data.0.version)
}

/// The versions of a document.
pub(crate) fn history(reply: &Reply) -> Result<History, TeamFault> {
    let facts = json::<Data<Object<Metadata>>>(reply)?.data.0;
    Ok(History { current: facts.current_version, oldest: facts.oldest_version })
}

/// The documents of a list and the last key of it, by which the next page is asked. Keys that are no ids are counted and
/// left out: they are nobody's documents.
pub(crate) fn list(reply: &Reply) -> Result<(Vec<Listed>, usize, Option<String>), TeamFault> {
    let Keys { keys, key_info } = json::<Data<Object<Keys>>>(reply)?.data.0;
    let (all, last) = (keys.len(), keys.last().cloned());
    let listed: Vec<Listed> = keys.into_iter().filter_map(|key| listed(&key, key_info.get(&key))).collect();
    Ok((listed, all, last))
}

fn listed(key: &str, facts: Option<&Metadata>) -> Option<Listed> {
    let id = key.parse().ok()?;
    let version = facts.map(|facts| facts.current_version);
    let newest = facts.and_then(|facts| facts.versions.get(&facts.current_version.to_string()));
    let deleted = newest.is_some_and(|newest| newest.destroyed || !newest.deletion_time.is_empty());
    Some(Listed { id, version, deleted })
}

/// A log-in.
pub(crate) fn token(reply: &Reply) -> Result<Token, TeamFault> {
    let auth = json::<LoggedIn>(reply)?.auth.ok_or(TeamFault::NotTheApi)?;
    if auth.mfa_requirement.is_some() {
        return Err(TeamFault::NeedsSecondFactor);
    }
    // Reason: looked at for characters that no header can carry.
    let text = auth.client_token.expose();
    if text.is_empty() || text.len() > 8 * 1024 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(TeamFault::NotTheApi);
    }
    let policies = auth.policies.unwrap_or_default();
    let facts = TokenFacts { ttl_seconds: auth.lease_duration, renewable: auth.renewable, policies };
    Ok(Token { token: auth.client_token, facts })
}

/// What a token is.
pub(crate) fn token_facts(reply: &Reply) -> Result<TokenFacts, TeamFault> {
    let Looked { ttl, renewable, policies } = json::<Data<Object<Looked>>>(reply)?.data.0;
    Ok(TokenFacts { ttl_seconds: ttl, renewable, policies: policies.unwrap_or_default() })
}

/// What may be done.
pub(crate) fn capabilities(reply: &Reply) -> Result<Capabilities, TeamFault> {
    json::<Data<BTreeMap<String, Vec<String>>>>(reply).map(|data| Capabilities(data.data))
}

/// One member of any document, as a secret.
pub(crate) fn member(reply: &Reply, field: &str) -> Result<Secret, TeamFault> {
    let stored = json::<Data<Stored<BTreeMap<String, Lenient>>>>(reply)?;
    let mut members = stored.data.data.ok_or(TeamFault::Deleted { version: stored.data.metadata.version })?;
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

/// Whether a 400 says that a version does not match.
pub(crate) fn says_conflict(reply: &Reply) -> bool {
    let errors = json::<Errors>(reply).map(|errors| errors.errors).unwrap_or_default();
    errors.iter().any(|error| error.contains("check-and-set") && error.contains("did not match"))
}

/// Whether an answer is what a node says about its own health.
pub(crate) fn is_health(reply: &Reply) -> bool {
    #[derive(Deserialize)]
    struct Health {
        #[serde(rename = "initialized")]
        _initialized: bool,
        #[serde(rename = "sealed")]
        _sealed: bool,
    }
    json::<Health>(reply).is_ok()
}

#[cfg(test)]
mod tests;
