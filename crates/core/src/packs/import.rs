//! Imports a pack: same checks as for typed input, all or nothing, and previewed first.

use std::collections::BTreeSet;

use hallpass_providers::Text;
use hallpass_vault::VaultError;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::difference::{Difference, differences, draft};
use super::environments::{ImportedEnvironment, add_missing};
use super::pack::{Pack, Packed};
use crate::edit::{add, edit};
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::profile::find;
use crate::shared_profiles::check_own;

/// What an import does.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Import {
    /// Environments that are added, or kept although the pack says otherwise.
    pub environments: Vec<ImportedEnvironment>,
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
    let environments = add_missing(db, &pack)?;
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
    Ok(Import { environments, profiles })
}

fn one(db: &Connection, now: Timestamp, packed: Packed) -> Result<ImportedProfile> {
    let before = find(db, packed.name.trim())?;
    let saved = match &before {
        Some(before) => edit(db, now, &before.name, draft(packed))?,
        None => add(db, now, draft(packed))?,
    };
    let differences = differences(before.as_ref(), &saved.profile);
    if let Some(before) = before.as_ref().filter(|_| !differences.is_empty()) {
        check_own(db, before)?;
    }
    Ok(ImportedProfile { name: saved.profile.name, new: before.is_none(), differences, notices: saved.notices })
}

fn about(name: &str, error: Error) -> Error {
    let (zh, en) = (format!("{name}:{}", error.message.zh), format!("{name}: {}", error.message.en));
    Error { message: Text::made(zh, en), ..error }
}
