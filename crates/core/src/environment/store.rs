//! Environments in the vault: the order of all of them, and the settings of custom ones.

use std::collections::HashMap;
use std::sync::Arc;

use hallpass_providers::Text;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::environment::{Environment, EnvironmentColour, OwnEnvironment};
use crate::error::{Error, ErrorCode, Result};

/// An environment as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EnvironmentView {
    /// Its name in commands and files.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// What it is drawn with, unless it counts as production.
    pub colour: EnvironmentColour,
    /// What is done in it requires confirmation.
    pub production: bool,
    /// Everyone has it; only its place can be changed.
    pub built_in: bool,
}

const COLUMNS: &str = "SELECT id, name_zh, name_en, colour, production FROM environment";

/// All, in their order.
pub(crate) fn views(db: &Connection) -> Result<Vec<EnvironmentView>> {
    Ok(all(db)?.iter().map(view).collect())
}

/// All, in their order.
fn all(db: &Connection) -> Result<Vec<Environment>> {
    let mut query = db.prepare_cached(&format!("{COLUMNS} ORDER BY place, id"))?;
    let all = query.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
    Ok(all)
}

/// What the vault knows of own environments.
pub(crate) struct Known(HashMap<String, Environment>);

/// What the vault knows of own environments.
pub(crate) fn known(db: &Connection) -> Result<Known> {
    let own = all(db)?.into_iter().filter(Environment::is_own);
    Ok(Known(own.map(|one| (one.id().to_owned(), one)).collect()))
}

impl Known {
    /// The environment with its name and whether it counts as production. One that is not known stays unchanged, and so
    /// counts as production.
    pub(crate) fn complete(&self, environment: &mut Environment) {
        if let Some(known) = self.0.get(environment.id()) {
            environment.clone_from(known);
        }
    }
}

/// The environment of an id, if there is one.
pub(crate) fn find(db: &Connection, id: &str) -> Result<Option<Environment>> {
    let mut query = db.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
    Ok(query.query_row([id], read).optional()?)
}

/// Adds one behind the others.
pub(super) fn insert(db: &Connection, one: &EnvironmentView) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO environment (id, place, name_zh, name_en, colour, production)
         VALUES (?1, (SELECT 1 + MAX(place) FROM environment), ?2, ?3, ?4, ?5)",
    )?
    .execute(params![one.id, one.name.zh, one.name.en, one.colour.id(), one.production])?;
    Ok(())
}

pub(crate) fn update(db: &Connection, one: &EnvironmentView) -> Result<()> {
    db.prepare_cached("UPDATE environment SET name_zh = ?2, name_en = ?3, colour = ?4, production = ?5 WHERE id = ?1")?
        .execute(params![one.id, one.name.zh, one.name.en, one.colour.id(), one.production])?;
    Ok(())
}

/// Puts one behind another, or before all.
pub(crate) fn place(db: &Connection, id: &str, after: Option<&str>) -> Result<()> {
    let mut order: Vec<String> = all(db)?.iter().map(|one| one.id().to_owned()).filter(|one| one != id).collect();
    let at = after.and_then(|after| order.iter().position(|one| one == after)).map_or(0, |at| at + 1);
    order.insert(at, id.to_owned());
    let mut update = db.prepare_cached("UPDATE environment SET place = ?2 WHERE id = ?1")?;
    for (place, id) in (0_i64..).zip(&order) {
        update.execute(params![id, place])?;
    }
    Ok(())
}

pub(crate) fn delete(db: &Connection, id: &str) -> Result<()> {
    db.prepare_cached("DELETE FROM environment WHERE id = ?1")?.execute([id])?;
    Ok(())
}

pub(crate) fn view(environment: &Environment) -> EnvironmentView {
    let colour = match environment {
        Environment::Own(own) => own.colour,
        Environment::Dev | Environment::Prod => EnvironmentColour::Grey,
        Environment::Test => EnvironmentColour::Outline,
        Environment::Staging => EnvironmentColour::Cyan,
    };
    EnvironmentView {
        id: environment.id().to_owned(),
        name: environment.name(),
        colour,
        production: environment.is_production(),
        built_in: !environment.is_own(),
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Environment> {
    let id: String = row.get(0)?;
    if let Some(built_in) = Environment::BUILT_IN.into_iter().find(|one| one.id() == id) {
        return Ok(built_in);
    }
    let name = Text::made(row.get(1)?, row.get(2)?);
    let colour = EnvironmentColour::from_id(&row.get::<_, String>(3)?).unwrap_or_default();
    Ok(Environment::Own(Arc::new(OwnEnvironment { id, name, colour, production: row.get(4)? })))
}

/// The environment that a draft means, as the vault knows it.
pub(crate) fn complete(db: &Connection, environment: &Environment) -> Result<Environment> {
    if environment.is_own() { must_exist(db, environment.id()) } else { Ok(environment.clone()) }
}

/// The environment of an id.
///
/// # Errors
/// Returns an error that lists the known ones if there is none.
pub(crate) fn must_exist(db: &Connection, id: &str) -> Result<Environment> {
    find(db, id)?.map_or_else(|| Err(unknown(db)), Ok)
}

/// The name is not repeated: what is no environment may be a secret in the wrong place.
fn unknown(db: &Connection) -> Error {
    let known = all(db).unwrap_or_default();
    let known = known.iter().map(Environment::id).collect::<Vec<_>>().join(", ");
    Error::made(
        ErrorCode::InvalidField,
        format!("没有这个环境（可用：{known}）"),
        format!("There is no environment of that name (available: {known})"),
    )
    .field("env")
}
