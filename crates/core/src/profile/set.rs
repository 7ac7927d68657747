//! Sets: the profiles of one system in its environments, and which of them plain commands mean.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::{Environment, Profile, store};
use crate::{Error, Hallpass, Result};

/// Names bound by a folder: set name to environment. Never secrets.
pub type Bindings = BTreeMap<String, Environment>;

/// A set as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SetView {
    /// Its name.
    pub name: String,
    /// The environment that plain commands mean.
    pub current: Option<Environment>,
    /// Its profiles by environment.
    pub profiles: BTreeMap<Environment, String>,
}

impl Hallpass {
    /// Every set, by name.
    ///
    /// # Errors
    /// The vault's.
    pub async fn sets(&self) -> Result<Vec<SetView>> {
        self.vault().read(sets).await
    }

    /// Chooses the environment of a set that plain commands mean.
    ///
    /// # Errors
    /// No such set, or no profile of it in that environment.
    pub async fn use_environment(&self, set: &str, environment: Environment) -> Result<SetView> {
        let set = set.to_owned();
        self.vault()
            .write(move |tx| {
                let mut view = find(tx, &set)?.ok_or_else(|| Error::no_such("配置组", "group", &set))?;
                if !view.profiles.contains_key(&environment) {
                    return Err(no_place(&view.name, environment));
                }
                tx.prepare_cached(
                    "INSERT INTO set_choice (set_name, environment) VALUES (?1, ?2)
                     ON CONFLICT (set_name) DO UPDATE SET environment = excluded.environment",
                )?
                .execute(params![view.name, environment.id()])?;
                view.current = Some(environment);
                Ok(view)
            })
            .await
    }

    /// The profile that a name means: a profile of that name, else that set's in the environment which the folder
    /// binds or `use` chose. `bindings` is asked for only where the name is a set's.
    ///
    /// # Errors
    /// Neither a profile nor a set, a set without a choice, and those of `bindings`.
    pub async fn resolve(&self, name: &str, bindings: impl FnOnce() -> Result<Bindings>) -> Result<Profile> {
        let name = name.to_owned();
        let set = match self.vault().read(move |db| meaning(db, &name)).await? {
            Meaning::Profile(profile) => return Ok(*profile),
            Meaning::Set(set) => set,
        };
        let bound = bindings()?.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(&set.name));
        let only = || set.profiles.keys().next().copied().filter(|_| set.profiles.len() == 1);
        let environment = bound.map(|(_, environment)| environment).or(set.current).or_else(only);
        let environment = environment.ok_or_else(|| no_choice(&set))?;
        let profile = set.profiles.get(&environment).ok_or_else(|| no_place(&set.name, environment))?.clone();
        self.vault().read(move |db| store::by_name(db, &profile)).await
    }
}

/// What a name stands for.
enum Meaning {
    Profile(Box<Profile>),
    Set(SetView),
}

fn meaning(db: &Connection, name: &str) -> Result<Meaning> {
    if let Some(profile) = store::find(db, name)? {
        return Ok(Meaning::Profile(Box::new(profile)));
    }
    find(db, name)?.map(Meaning::Set).ok_or_else(|| store::unknown(db, name))
}

pub(crate) fn sets(db: &Connection) -> Result<Vec<SetView>> {
    let mut sets: BTreeMap<String, SetView> = BTreeMap::new();
    for profile in store::all(db)? {
        let Some(name) = profile.set else { continue };
        let blank = || SetView { name: name.clone(), current: None, profiles: BTreeMap::new() };
        sets.entry(name.to_ascii_lowercase()).or_insert_with(blank).profiles.insert(profile.environment, profile.name);
    }
    let mut sets: Vec<SetView> = sets.into_values().collect();
    for set in &mut sets {
        set.current = choice(db, &set.name)?;
    }
    Ok(sets)
}

fn find(db: &Connection, name: &str) -> Result<Option<SetView>> {
    Ok(sets(db)?.into_iter().find(|set| set.name.eq_ignore_ascii_case(name)))
}

fn choice(db: &Connection, set: &str) -> Result<Option<Environment>> {
    let mut query = db.prepare_cached("SELECT environment FROM set_choice WHERE set_name = ?1")?;
    let id: Option<String> = query.query_row([set], |row| row.get(0)).optional()?;
    Ok(id.and_then(|id| Environment::from_id(&id).ok()))
}

fn no_choice(set: &SetView) -> Error {
    let known = set.profiles.keys().map(|env| env.id()).collect::<Vec<_>>().join(", ");
    let name = &set.name;
    Error::made(
        crate::Code::Usage,
        format!("配置组{name}尚未选择环境（可选：{known}）；请先运行hallpass use {name} ENV"),
        format!("Group {name} has no environment chosen (available: {known}); run hallpass use {name} ENV first"),
    )
}

fn no_place(set: &str, environment: Environment) -> Error {
    let env = environment.id();
    Error::made(
        crate::Code::Usage,
        format!("配置组{set}没有{env}环境"),
        format!("Group {set} has no {env} environment"),
    )
    .field("env")
}
