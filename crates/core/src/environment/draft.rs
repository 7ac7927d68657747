//! What a person says of a custom environment, and which names it may have.

use hallpass_providers::Text;
use rusqlite::Connection;
use serde::Deserialize;

use super::environment::{Environment, EnvironmentColour, check_id};
use super::store::{self, EnvironmentView};
use crate::error::{Error, Result};

/// What the user says of an environment. What is `None` stays unchanged, or takes its default in a new one.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct EnvironmentDraft {
    /// What it is called in Chinese; where there is only one name, it serves both languages.
    pub name_zh: Option<String>,
    /// What it is called in English.
    pub name_en: Option<String>,
    /// What it is drawn with.
    pub colour: Option<EnvironmentColour>,
    /// Whether it counts as production.
    pub production: Option<bool>,
    /// After which environment it is placed; empty for first.
    pub after: Option<String>,
}

/// Adds an environment behind the others.
///
/// # Errors
/// Returns an error that names the field if a value is invalid, or the id or a name is taken.
pub(crate) fn add(db: &Connection, id: &str, draft: &EnvironmentDraft) -> Result<EnvironmentView> {
    let id = check_id(id).map_err(|error| error.field("id"))?;
    let blank = EnvironmentView {
        name: Text::same(id.clone()),
        id,
        colour: EnvironmentColour::default(),
        production: false,
        built_in: false,
    };
    if store::find(db, &blank.id)?.is_some() {
        return Err(taken("id", &blank.id));
    }
    let new = laid_over(blank, draft)?;
    check_names(db, &new, draft)?;
    store::insert(db, &new)?;
    Ok(new)
}

/// Adds one that came with something else, such as a team's profile or a table, without saying more than its id. It
/// counts as production until the user says otherwise. Answers whether it was new.
pub(crate) fn adopt(db: &Connection, environment: &Environment) -> Result<bool> {
    if !environment.is_own() || store::find(db, environment.id())?.is_some() {
        return Ok(false);
    }
    let new = store::view(environment);
    check_names(db, &new, &EnvironmentDraft::default())?;
    store::insert(db, &new).map(|()| true)
}

/// An environment with what a draft says of it.
pub(crate) fn laid_over(mut one: EnvironmentView, draft: &EnvironmentDraft) -> Result<EnvironmentView> {
    let blank = one.name.zh == one.id && one.name.en == one.id;
    let given = |name: &Option<String>, field: &'static str| {
        name.as_deref().filter(|name| !name.trim().is_empty()).map(|name| check_name(field, name)).transpose()
    };
    let (zh, en) = (given(&draft.name_zh, "name_zh")?, given(&draft.name_en, "name_en")?);
    // One name serves both languages while nothing else is known.
    let other = |mine: Option<String>, other: &Option<String>, old: &str| {
        mine.or_else(|| other.clone().filter(|_| blank)).unwrap_or_else(|| old.to_owned())
    };
    one.name = Text::made(other(zh.clone(), &en, &one.name.zh), other(en, &zh, &one.name.en));
    one.colour = draft.colour.unwrap_or(one.colour);
    one.production = draft.production.unwrap_or(one.production);
    Ok(one)
}

fn check_name(field: &'static str, name: &str) -> Result<String> {
    const MOST: usize = 24;
    let name = crate::name::check_name(field, name)?;
    if name.chars().count() > MOST {
        return Err(Error::invalid(field, &Text::new("过长（最多24个字符）", "is too long (at most 24 characters)")));
    }
    Ok(name)
}

/// No environment is called what another is called in either language: people go by the word. The error is about the name
/// that was given, where one serves both languages.
pub(crate) fn check_names(db: &Connection, new: &EnvironmentView, draft: &EnvironmentDraft) -> Result<()> {
    let others = store::views(db)?;
    let given = |name: &Option<String>| name.as_deref().is_some_and(|name| !name.trim().is_empty());
    let only_english = given(&draft.name_en) && !given(&draft.name_zh);
    let (zh, en) = (("name_zh", &new.name.zh), ("name_en", &new.name.en));
    for (field, name) in if only_english { [en, zh] } else { [zh, en] } {
        let name = name.to_lowercase();
        let same = |other: &&EnvironmentView| {
            let called = [&*other.id, &*other.name.zh, &*other.name.en];
            other.id != new.id && called.iter().any(|called| called.to_lowercase() == name)
        };
        if let Some(other) = others.iter().find(same) {
            return Err(taken(field, &other.id));
        }
    }
    Ok(())
}

fn taken(field: &'static str, by: &str) -> Error {
    let why = Text::made(format!("已用于环境“{by}”"), format!("is already used for environment {by}"));
    Error::invalid(field, &why)
}
