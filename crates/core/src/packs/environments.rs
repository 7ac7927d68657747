//! Custom environments in a pack: new ones are shown before they are added; existing ones are not changed.

use std::collections::BTreeSet;

use hallpass_providers::Text;
use rusqlite::Connection;
use serde::Serialize;

use super::pack::{Pack, PackedEnvironment};
use crate::environment::{self, Environment, EnvironmentDraft, EnvironmentView};
use crate::error::{Error, Result};

/// An environment that an import adds, or leaves as it is although the pack says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportedEnvironment {
    /// Its name in commands and files.
    pub id: String,
    /// What people call it here.
    pub name: Text,
    /// Whether it counts as production here.
    pub production: bool,
    /// Whether it is a new one.
    pub new: bool,
}

/// Adds the environments that the profiles of a pack are in and that are not here. What the pack says of others changes
/// nothing: else a file could make production something that is done without a question.
pub(super) fn add_missing(db: &Connection, pack: &Pack) -> Result<Vec<ImportedEnvironment>> {
    let mut shown = Vec::new();
    let used: BTreeSet<&Environment> = pack.profiles.iter().map(|profile| &profile.environment).collect();
    for environment in used.into_iter().filter(|one| one.is_own()) {
        let mut said = pack.environments.iter().filter(|one| one.id == environment.id());
        let packed = said.next();
        if said.next().is_some() {
            let why = Text::new("在文件里出现了两次", "appears twice in the file");
            return Err(Error::invalid(environment.id(), &why));
        }
        shown.extend(one(db, environment, packed)?);
    }
    Ok(shown)
}

fn one(
    db: &Connection,
    unknown: &Environment,
    packed: Option<&PackedEnvironment>,
) -> Result<Option<ImportedEnvironment>> {
    let here = environment::find(db, unknown.id())?;
    let new = here.is_none();
    let view = match (here, packed) {
        (Some(here), packed) => {
            let view = environment::view(&here);
            let differs = packed.is_some_and(|packed| *packed != PackedEnvironment::from(view.clone()));
            if !differs {
                return Ok(None);
            }
            view
        }
        (None, Some(packed)) => add_packed(db, packed)?,
        // A table says no more than its id: it counts as production until the user says otherwise.
        (None, None) => {
            environment::adopt(db, unknown)?;
            environment::view(unknown)
        }
    };
    Ok(Some(ImportedEnvironment { id: view.id, name: view.name, production: view.production, new }))
}

/// Adds the environment of a pack, as if it had been typed.
fn add_packed(db: &Connection, packed: &PackedEnvironment) -> Result<EnvironmentView> {
    let draft = EnvironmentDraft {
        name_zh: Some(packed.name.zh.to_string()),
        name_en: Some(packed.name.en.to_string()),
        colour: Some(packed.colour),
        production: Some(packed.production),
        after: None,
    };
    environment::add(db, &packed.id, &draft).map_err(|error| {
        let (zh, en) = (format!("{}：{}", packed.id, error.message.zh), format!("{}: {}", packed.id, error.message.en));
        Error { message: Text::made(zh, en), ..error }
    })
}
