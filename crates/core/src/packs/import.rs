//! Importing a pack: the same checks as typing it, all of it or nothing, and shown before it is done.

use std::collections::BTreeSet;

use hallpass_providers::{Secret, Text};
use hallpass_vault::VaultError;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::{Pack, Packed};
use crate::profile::{Profile, add, edit, find};
use crate::{Error, Hallpass, ProfileDraft, Result, team};

/// What an import does.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Import {
    /// Profile by profile, in the pack's order.
    pub profiles: Vec<ImportedProfile>,
}

/// What an import does to one profile.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportedProfile {
    /// Its name.
    pub name: String,
    /// Whether it is a new one.
    pub new: bool,
    /// What becomes different; empty where it is as in the pack already.
    pub differences: Vec<Difference>,
    /// A look-alike host, a session or secret that is dropped.
    pub notices: Vec<Text>,
}

/// A value that becomes different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Difference {
    /// The field.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it becomes.
    pub after: Option<String>,
    /// Passwords would go another way: to another host, through a proxy, past other trust, or unencrypted.
    pub way: bool,
}

/// Ends the transaction of an import that is only looked at.
enum Stop {
    Looked(Import),
    Failed(Error),
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<VaultError> for Stop {
    fn from(error: VaultError) -> Self {
        Self::Failed(error.into())
    }
}

impl Hallpass {
    /// What [`Hallpass::import`] would do. It is done and taken back, so that nothing is shown otherwise than it is.
    ///
    /// # Errors
    /// As [`Hallpass::import`].
    pub async fn look_at_import(&self, pack: Pack) -> Result<Import> {
        let now = self.wall();
        let looked = self
            .vault()
            .write(move |tx| Err::<(), Stop>(carry_out(tx, now, pack).map_or_else(Stop::Failed, Stop::Looked)))
            .await;
        match looked {
            Err(Stop::Looked(import)) => Ok(import),
            Err(Stop::Failed(error)) => Err(error),
            Ok(()) => Err(Error::internal("a look at an import was kept")),
        }
    }

    /// Adds the profiles of a pack, and changes those whose names are taken.
    ///
    /// # Errors
    /// Returns an error that names the profile and the field if a value is invalid; nothing is imported then.
    pub async fn import(&self, pack: Pack) -> Result<Import> {
        let now = self.wall();
        self.vault().write(move |tx| carry_out(tx, now, pack)).await
    }
}

fn carry_out(db: &Connection, now: Timestamp, pack: Pack) -> Result<Import> {
    let mut seen = BTreeSet::new();
    let mut profiles = Vec::new();
    for packed in pack.profiles {
        let name = packed.name.clone();
        if !seen.insert(name.to_lowercase()) {
            let why = Text::new("在文件里出现了两次", "appears twice in the file");
            return Err(about(&name, Error::invalid("name", &why)));
        }
        profiles.push(one(db, now, packed).map_err(|error| about(&name, error))?);
    }
    Ok(Import { profiles })
}

fn one(db: &Connection, now: Timestamp, packed: Packed) -> Result<ImportedProfile> {
    let before = find(db, packed.name.trim())?;
    let saved = match &before {
        Some(before) => edit(db, now, &before.name, draft(packed))?,
        None => add(db, now, draft(packed))?,
    };
    let differences = differences(before.as_ref(), &saved.profile);
    if let Some(before) = before.as_ref().filter(|_| !differences.is_empty()) {
        team::check_own(db, before)?;
    }
    Ok(ImportedProfile { name: saved.profile.name, new: before.is_none(), differences, notices: saved.notices })
}

/// What a person would type to have such a profile.
pub(crate) fn draft(packed: Packed) -> ProfileDraft {
    ProfileDraft {
        name: Some(packed.name),
        provider: Some(packed.provider),
        server: Some(packed.server),
        environment: Some(packed.environment),
        group: packed.group,
        tags: Some(packed.tags).filter(|tags| !tags.is_empty()),
        method: packed.method,
        credential: packed.credential,
        values: packed.values.into_iter().collect(),
        proxy: Some(Secret::new(packed.network.proxy.text())),
        ca: packed.network.ca,
        allow_http: Some(packed.network.allow_http),
        auto_renew: packed.renewal.auto_renew,
        keep_alive: packed.renewal.keep_alive,
        ..ProfileDraft::default()
    }
}

/// The values in which two profiles differ.
pub(crate) fn differences(before: Option<&Profile>, after: &Profile) -> Vec<Difference> {
    let old = before.map(facts).unwrap_or_default();
    let new = facts(after);
    let names: BTreeSet<&String> = old.iter().chain(&new).map(|(name, _)| name).collect();
    let value = |facts: &[(String, String)], name: &str| {
        facts.iter().find(|(its, _)| its == name).map(|(_, value)| value.clone())
    };
    let all = names.into_iter().map(|name| Difference {
        field: name.clone(),
        before: value(&old, name),
        after: value(&new, name),
        way: before.is_some() && ["server", "proxy", "ca", "allow_http"].contains(&name.as_str()),
    });
    all.filter(|difference| difference.before != difference.after).collect()
}

/// A profile as names and values. A device's id is nobody's concern.
fn facts(profile: &Profile) -> Vec<(String, String)> {
    let own = |name: &str, value: Option<&str>| value.map(|value| (name.to_owned(), value.to_owned()));
    let network = &profile.network;
    let tags = profile.tags.join(", ");
    let keep_alive = profile.renewal.keep_alive.map(|minutes| minutes.to_string());
    let fixed = [
        own("provider", Some(&profile.provider)),
        own("server", Some(&profile.server)),
        own("environment", Some(profile.environment.id())),
        own("group", profile.group.as_deref()),
        own("tags", Some(&tags).filter(|tags| !tags.is_empty()).map(String::as_str)),
        own("method", profile.method.as_deref()),
        own("credential", profile.credential.as_deref()),
        own("proxy", Some(network.proxy.text())),
        own("ca", network.ca.as_deref()),
        own("allow_http", network.allow_http.then_some("true")),
        own("auto_renew", Some(profile.renewal.auto_renew.id())),
        own("keep_alive", keep_alive.as_deref()),
    ];
    let device = super::device(profile);
    let values = profile.values.iter().filter(|(name, _)| Some(name.as_str()) != device);
    fixed.into_iter().flatten().chain(values.map(|(name, value)| (name.clone(), value.clone()))).collect()
}

fn about(name: &str, error: Error) -> Error {
    let (zh, en) = (format!("{name}:{}", error.message.zh), format!("{name}: {}", error.message.en));
    Error { message: Text::made(zh, en), ..error }
}
