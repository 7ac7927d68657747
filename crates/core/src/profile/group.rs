//! Groups: the profiles of one system in its environments, and which of them a group's name refers to.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::profile::Profile;
use super::store;
use crate::environment::{self, Environment};
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;

/// Names bound by a folder: group name to environment. Never secrets.
pub type Bindings = BTreeMap<String, Environment>;

/// A group as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupView {
    /// Its name.
    pub name: String,
    /// The environment that plain commands mean.
    pub current: Option<Environment>,
    /// Its profiles by environment.
    pub profiles: BTreeMap<Environment, String>,
}

impl Hallpass {
    /// Every group, by name.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read or written.
    pub async fn groups(&self) -> Result<Vec<GroupView>> {
        self.vault().read(groups).await
    }

    /// Chooses the environment of a group that plain commands mean.
    ///
    /// # Errors
    /// Returns an error if there is no such group, or no profile of it in that environment.
    pub async fn use_environment(&self, group: &str, environment: Environment) -> Result<GroupView> {
        let group = group.to_owned();
        self.vault()
            .write(move |tx| {
                let environment = environment::complete(tx, &environment)?;
                let mut view = find(tx, &group)?.ok_or_else(|| Error::no_such("配置组", "group", &group))?;
                if !view.profiles.contains_key(&environment) {
                    return Err(no_place(&view.name, &environment));
                }
                tx.prepare_cached(
                    "INSERT INTO group_choice (group_name, environment) VALUES (?1, ?2)
                     ON CONFLICT (group_name) DO UPDATE SET environment = excluded.environment",
                )?
                .execute(params![view.name, environment.id()])?;
                view.current = Some(environment);
                Ok(view)
            })
            .await
    }

    /// The profile that a name means: a profile of that name, else that group's in the environment which the folder
    /// binds or `use` chose. `bindings` is asked for only where the name is a group's.
    ///
    /// # Errors
    /// Returns an error if the name is neither a profile nor a group, if the group has no choice, or the error of
    /// `bindings`.
    pub async fn resolve(&self, name: &str, bindings: impl FnOnce() -> Result<Bindings>) -> Result<Profile> {
        let name = name.to_owned();
        let group = match self.vault().read(move |db| meaning(db, &name)).await? {
            Meaning::Profile(profile) => return Ok(*profile),
            Meaning::Group(group) => group,
        };
        let bound = bindings()?.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(&group.name));
        let only = || group.profiles.keys().next().cloned().filter(|_| group.profiles.len() == 1);
        let environment = bound.map(|(_, environment)| environment).or(group.current.clone()).or_else(only);
        let environment = environment.ok_or_else(|| no_choice(&group))?;
        let profile = group.profiles.get(&environment).ok_or_else(|| no_place(&group.name, &environment))?.clone();
        self.vault().read(move |db| store::by_name(db, &profile)).await
    }
}

/// What a name refers to.
enum Meaning {
    Profile(Box<Profile>),
    Group(GroupView),
}

fn meaning(db: &Connection, name: &str) -> Result<Meaning> {
    if let Some(profile) = store::find(db, name)? {
        return Ok(Meaning::Profile(Box::new(profile)));
    }
    find(db, name)?.map(Meaning::Group).ok_or_else(|| store::unknown(db, name))
}

pub(crate) fn groups(db: &Connection) -> Result<Vec<GroupView>> {
    let mut groups: BTreeMap<String, GroupView> = BTreeMap::new();
    for profile in store::all(db)? {
        let Some(name) = profile.group else { continue };
        let blank = || GroupView { name: name.clone(), current: None, profiles: BTreeMap::new() };
        groups
            .entry(name.to_ascii_lowercase())
            .or_insert_with(blank)
            .profiles
            .insert(profile.environment, profile.name);
    }
    let mut groups: Vec<GroupView> = groups.into_values().collect();
    for group in &mut groups {
        let chosen = choice(db, &group.name)?;
        // As its profiles have it: with its name.
        group.current =
            chosen.map(|chosen| group.profiles.keys().find(|one| **one == chosen).cloned().unwrap_or(chosen));
    }
    Ok(groups)
}

fn find(db: &Connection, name: &str) -> Result<Option<GroupView>> {
    Ok(groups(db)?.into_iter().find(|group| group.name.eq_ignore_ascii_case(name)))
}

fn choice(db: &Connection, group: &str) -> Result<Option<Environment>> {
    let mut query = db.prepare_cached("SELECT environment FROM group_choice WHERE group_name = ?1")?;
    let id: Option<String> = query.query_row([group], |row| row.get(0)).optional()?;
    Ok(id.and_then(|id| Environment::from_id(&id).ok()))
}

fn no_choice(group: &GroupView) -> Error {
    let known = group.profiles.keys().map(|env| env.id()).collect::<Vec<_>>().join(", ");
    let name = &group.name;
    Error::made(
        crate::error::ErrorCode::Usage,
        format!("配置组“{name}”尚未选择环境（可选：{known}）"),
        format!("Group {name} has no environment chosen (available: {known})"),
    )
    .next(crate::next_step::NextStep::ChooseEnvironment { group: name.clone() })
}

fn no_place(group: &str, environment: &Environment) -> Error {
    let env = environment.id();
    Error::made(
        crate::error::ErrorCode::Usage,
        format!("配置组“{group}”没有{env}环境"),
        format!("Group {group} has no {env} environment"),
    )
    .field("env")
}
