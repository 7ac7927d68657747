//! Custom environments: adding, changing and deleting them.

use hallpass_providers::Text;
use hallpass_vault::Vault;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::Serialize;

use super::profile::edit;
use crate::activity::{EventKind, record};
use crate::environment::{self, Environment, EnvironmentDraft, EnvironmentView};
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::next_step::NextStep;
use crate::profile::{self, Profile, ProfileDraft};
use crate::shared_profiles::check_own_edit;

/// An environment that was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RemovedEnvironment {
    /// Its id.
    pub id: String,
    /// The profiles that are in another one now.
    pub moved: Vec<String>,
}

impl Hallpass {
    /// Every environment, in its order.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read or written.
    pub async fn environments(&self) -> Result<Vec<EnvironmentView>> {
        self.vault().read(environment::views).await
    }

    /// Adds an environment.
    ///
    /// # Errors
    /// Returns an error that names the field if a value is invalid, or the id or a name is taken.
    pub async fn add_environment(&self, id: &str, draft: EnvironmentDraft) -> Result<EnvironmentView> {
        let (now, id) = (self.wall(), id.to_owned());
        self.vault().write(move |tx| add(tx, now, &id, &draft)).await
    }

    /// Changes an environment. Of those built in, only the place can be changed.
    ///
    /// # Errors
    /// Returns an error as [`Hallpass::add_environment`], if it is built in, if a profile in it goes to a server without
    /// encryption while it is to count as production, or if it stops counting as production and nobody has `confirmed` that.
    pub async fn edit_environment(
        &self,
        id: &str,
        draft: EnvironmentDraft,
        confirmed: bool,
    ) -> Result<EnvironmentView> {
        let (now, id) = (self.wall(), id.to_owned());
        self.vault().write(move |tx| change(tx, now, &id, &draft, confirmed)).await
    }

    /// Removes an environment. The profiles in it move to `to`.
    ///
    /// # Errors
    /// Returns an error if it is built in, if profiles are in it and `to` is none or they cannot be moved, or if they would
    /// leave production and nobody has `confirmed` that.
    pub async fn remove_environment(
        &self,
        id: &str,
        to: Option<Environment>,
        confirmed: bool,
    ) -> Result<RemovedEnvironment> {
        let (now, id) = (self.wall(), id.to_owned());
        remove(self.vault(), now, id, to, confirmed).await
    }
}

fn add(db: &Connection, now: Timestamp, id: &str, draft: &EnvironmentDraft) -> Result<EnvironmentView> {
    let new = environment::add(db, id, draft)?;
    place(db, &new.id, draft)?;
    note(db, now, &new, "added")?;
    Ok(new)
}

fn change(
    db: &Connection,
    now: Timestamp,
    id: &str,
    draft: &EnvironmentDraft,
    confirmed: bool,
) -> Result<EnvironmentView> {
    let before = environment::view(&environment::must_exist(db, id)?);
    let after = environment::laid_over(before.clone(), draft)?;
    if after != before {
        if before.built_in {
            return Err(built_in(id));
        }
        environment::check_names(db, &after, draft)?;
        let within = profiles(db, id)?;
        if before.production && !after.production && !within.is_empty() {
            check_leaving(&before, &within, confirmed)?;
        }
        if after.production && !before.production {
            within.iter().try_for_each(profile::check_production_transport)?;
        }
        environment::update(db, &after)?;
        let detail = match (before.production, after.production) {
            (false, true) => "counts as production",
            (true, false) => "no longer counts as production",
            _ => "edited",
        };
        note(db, now, &after, detail)?;
    }
    place(db, id, draft)?;
    Ok(after)
}

async fn remove(
    vault: &Vault,
    now: Timestamp,
    id: String,
    to: Option<Environment>,
    confirmed: bool,
) -> Result<RemovedEnvironment> {
    vault
        .write(move |tx| {
            let gone = environment::view(&environment::must_exist(tx, &id)?);
            if gone.built_in {
                return Err(built_in(&id));
            }
            let to = to.map(|to| environment::complete(tx, &to)).transpose()?.filter(|to| to.id() != id);
            let within = profiles(tx, &id)?;
            let moved = match (&to, within.is_empty()) {
                (_, true) => Vec::new(),
                (None, false) => return Err(in_use(&gone, &within)),
                (Some(to), false) => move_all(tx, now, (&gone, &within), to, confirmed)?,
            };
            // A group whose commands meant it means where its profile is now.
            let choices = "UPDATE group_choice SET environment = ?2 WHERE environment = ?1";
            match to {
                Some(to) => tx.execute(choices, params![id, to.id()])?,
                None => tx.execute("DELETE FROM group_choice WHERE environment = ?1", [&id])?,
            };
            environment::delete(tx, &id)?;
            note(tx, now, &gone, "removed")?;
            Ok(RemovedEnvironment { id, moved })
        })
        .await
}

fn move_all(
    db: &Connection,
    now: Timestamp,
    (from, within): (&EnvironmentView, &[Profile]),
    to: &Environment,
    confirmed: bool,
) -> Result<Vec<String>> {
    if from.production && !to.is_production() {
        check_leaving(from, within, confirmed)?;
    }
    let moved = within.iter().map(|profile| {
        let draft = ProfileDraft { environment: Some(to.clone()), ..ProfileDraft::default() };
        check_own_edit(db, &profile.name, &draft)?;
        Ok(edit(db, now, &profile.name, draft)?.profile.name)
    });
    moved.collect()
}

/// Puts it where the draft says, if it does.
fn place(db: &Connection, id: &str, draft: &EnvironmentDraft) -> Result<()> {
    let Some(after) = draft.after.as_deref() else { return Ok(()) };
    let after = Some(after).filter(|after| !after.is_empty());
    if let Some(after) = after {
        environment::must_exist(db, after).map_err(|error| error.field("after"))?;
    }
    if after == Some(id) { Ok(()) } else { environment::place(db, id, after) }
}

fn profiles(db: &Connection, id: &str) -> Result<Vec<Profile>> {
    Ok(profile::all(db)?.into_iter().filter(|profile| profile.environment.id() == id).collect())
}

fn note(db: &Connection, now: Timestamp, one: &EnvironmentView, what: &str) -> Result<()> {
    record(db, now, "", EventKind::EnvironmentChanged, &format!("{} {what}", one.id))
}

/// Nothing stops asking before it acts in production without a person who knows.
fn check_leaving(from: &EnvironmentView, within: &[Profile], confirmed: bool) -> Result<()> {
    if confirmed {
        return Ok(());
    }
    let (id, count) = (&from.id, within.len());
    Err(Error::made(
        ErrorCode::ProductionNotConfirmed,
        format!("环境“{id}”中有{count}个配置将不再算作生产环境，需要确认"),
        format!(
            "Profiles in environment {id} ({count}) would no longer count as production, which requires confirmation"
        ),
    )
    .next(NextStep::ConfirmProduction))
}

fn in_use(one: &EnvironmentView, within: &[Profile]) -> Error {
    const SHOWN: usize = 5;
    let id = &one.id;
    let more = within.len().saturating_sub(SHOWN);
    let names = within.iter().take(SHOWN).map(|profile| &*profile.name).collect::<Vec<_>>();
    let (zh, en) = (names.join("、"), names.join(", "));
    let (more_zh, more_en) =
        if more > 0 { (format!("等{}个", within.len()), format!(" and {more} more")) } else { Default::default() };
    Error::made(
        ErrorCode::Usage,
        format!("环境“{id}”仍被这些配置使用：{zh}{more_zh}"),
        format!("Environment {id} is still used by {en}{more_en}"),
    )
    .advice(Text::new("请先选择这些配置要移到的环境", "Choose the environment to move them to"))
}

fn built_in(id: &str) -> Error {
    Error::made(
        ErrorCode::Usage,
        format!("“{id}”是内置环境，只能更改它的顺序"),
        format!("Environment {id} is built in; only its position can be changed"),
    )
}
