//! Saving profiles and removing them, with what hangs on each: its session, its secrets, its place in a group.

use std::collections::BTreeSet;

use hallpass_providers::{Identity, Secret, Text};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::draft::{ProfileDraft, apply};
use super::{Environment, Network, Profile, SECRETS, binding, by_name, proxy, store};
use crate::activity::{EventKind, record};
use crate::sign_in::drop_waiting;
use crate::{Error, ErrorCode, Hallpass, Renewal, Result, session, team};

/// A saved profile, with what a person should know about it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SavedProfile {
    /// As stored.
    pub profile: Profile,
    /// A look-alike host, a session or secret that was dropped.
    pub notices: Vec<Text>,
}

impl Hallpass {
    /// Saves a new profile.
    ///
    /// # Errors
    /// Returns an error that names the field if a value is invalid or the name is taken.
    pub async fn add_profile(&self, draft: ProfileDraft) -> Result<SavedProfile> {
        let now = self.wall();
        self.vault().write(move |tx| add(tx, now, draft)).await
    }

    /// Changes a profile. When its server, account or device changes, its session goes; when its server changes, its
    /// saved secrets go as well, so that none reaches a new host unless it is typed again.
    ///
    /// # Errors
    /// As [`Hallpass::add_profile`].
    pub async fn edit_profile(&self, name: &str, draft: ProfileDraft) -> Result<SavedProfile> {
        let (now, name) = (self.wall(), name.to_owned());
        self.vault()
            .write(move |tx| {
                team::check_own_edit(tx, &name, &draft)?;
                edit(tx, now, &name, draft)
            })
            .await
    }

    /// Removes a profile with its session and secrets.
    ///
    /// # Errors
    /// Returns an error if there is no such profile.
    pub async fn remove_profile(&self, name: &str) -> Result<()> {
        let (now, name) = (self.wall(), name.to_owned());
        self.vault()
            .write(move |tx| {
                let profile = by_name(tx, &name)?;
                team::check_own(tx, &profile)?;
                remove(tx, now, &profile)
            })
            .await
    }
}

/// Removes a profile with its session and secrets inside the caller's transaction.
pub(crate) fn remove(db: &Connection, now: Timestamp, profile: &Profile) -> Result<()> {
    session::drop_for(db, &profile.id)?;
    drop_waiting(db, &profile.id)?;
    secrets::remove_all(db, SECRETS, &profile.id)?;
    proxy::forget(db, &profile.id)?;
    store::delete(db, &profile.id)?;
    record(db, now, &profile.name, EventKind::ProfileChanged, "removed")
}

/// A profile as a draft would make it; nothing is saved.
pub(crate) fn preview(db: &Connection, name: &str, draft: &ProfileDraft) -> Result<Profile> {
    Ok(apply(by_name(db, name)?, draft)?.0)
}

/// Saves a new profile inside the caller's transaction.
pub(crate) fn add(db: &Connection, now: Timestamp, draft: ProfileDraft) -> Result<SavedProfile> {
    let provider = draft.provider.clone().ok_or_else(|| Error::missing("provider"))?;
    let (mut profile, notices) = apply(blank(provider), &draft)?;
    spell_group(db, &mut profile)?;
    check_neighbours(db, &profile)?;
    store::insert(db, &profile)?;
    save_secrets(db, &profile, &draft.secrets)?;
    proxy::keep(db, None, &profile, draft.proxy.as_ref())?;
    record(db, now, &profile.name, EventKind::ProfileChanged, "added")?;
    Ok(SavedProfile { profile, notices })
}

/// Changes a profile inside the caller's transaction.
pub(crate) fn edit(db: &Connection, now: Timestamp, name: &str, draft: ProfileDraft) -> Result<SavedProfile> {
    let before = by_name(db, name)?;
    let (mut after, mut notices) = apply(before.clone(), &draft)?;
    if after.server != before.server {
        notices.extend(forget_for_new_server(db, &before, &mut after, &draft)?);
    }
    spell_group(db, &mut after)?;
    check_neighbours(db, &after)?;
    let moved = binding(&after)? != binding(&before)? || another_secret_identity(db, &after, &draft)?;
    if moved {
        drop_waiting(db, &after.id)?;
    }
    if moved && session::drop_for(db, &after.id)? {
        notices
            .push(Text::new("服务器或账号变更：删除原会话", "The server or account changes: its session is removed"));
        record(db, now, &after.name, EventKind::SessionDropped, "profile changed")?;
    }
    store::update(db, &after)?;
    save_secrets(db, &after, &draft.secrets)?;
    proxy::keep(db, Some(&before), &after, draft.proxy.as_ref())?;
    record(db, now, &after.name, EventKind::ProfileChanged, "edited")?;
    Ok(SavedProfile { profile: after, notices })
}

/// Whether the draft sets a secret that is the account itself, such as an interface token, to another one.
fn another_secret_identity(db: &Connection, profile: &Profile, draft: &ProfileDraft) -> Result<bool> {
    let descriptor = profile.provider()?.descriptor();
    for (name, secret) in &draft.secrets {
        let saved = secrets::get(db, SECRETS, &profile.id, name)?.map(|text| Secret::new(text.as_str()));
        let identity = descriptor.field(name).is_some_and(|field| field.identity != Identity::None);
        if identity && !saved.is_some_and(|saved| saved.matches(secret)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn blank(provider: String) -> Profile {
    Profile {
        id: uuid::Uuid::new_v4().to_string(),
        name: String::new(),
        provider,
        server: String::new(),
        environment: Environment::default(),
        group: None,
        tags: Vec::new(),
        method: None,
        values: Default::default(),
        saved_secrets: Vec::new(),
        credential: None,
        network: Network::default(),
        renewal: Renewal::default(),
    }
}

/// A group has one spelling: that of the profiles that are in it already.
fn spell_group(db: &Connection, profile: &mut Profile) -> Result<()> {
    let Some(group) = &profile.group else { return Ok(()) };
    let known = store::of_group(db, group)?.into_iter().find(|other| other.id != profile.id);
    if let Some(known) = known {
        profile.group = known.group;
    }
    Ok(())
}

/// Checks against what else is in the vault: names, the group's places, the credential.
fn check_neighbours(db: &Connection, profile: &Profile) -> Result<()> {
    if let Some(other) = store::find(db, &profile.name)?.filter(|other| other.id != profile.id) {
        let why = Text::made(
            format!("已有名为{}的配置", other.name),
            format!("There is already a profile named {}", other.name),
        );
        return Err(Error::invalid("name", &why));
    }
    let group_of_that_name = store::of_group(db, &profile.name)?.into_iter().find_map(|other| other.group);
    let own = profile.group.clone().filter(|group| group.eq_ignore_ascii_case(&profile.name));
    if let Some(group) = group_of_that_name.or(own) {
        // `token NAME` would mean one, and `use NAME ENV` the other.
        let why = Text::made(format!("“{group}”已是配置组的名称"), format!("{group} is the name of a group"));
        return Err(Error::invalid("name", &why));
    }
    if let Some(group) = &profile.group {
        if let Some(other) = store::find(db, group)?.filter(|other| other.id != profile.id) {
            let why =
                Text::made(format!("{}已是配置的名称", other.name), format!("{} is the name of a profile", other.name));
            return Err(Error::invalid("group", &why));
        }
        let taken = store::of_group(db, group)?
            .into_iter()
            .find(|other| other.id != profile.id && other.environment == profile.environment);
        if let Some(other) = taken {
            let env = profile.environment.id();
            let why = Text::made(
                format!("配置组“{group}”的{env}环境已有{}", other.name),
                format!("{group} already has {} for {env}", other.name),
            );
            return Err(Error::invalid("group", &why));
        }
    }
    match &profile.credential {
        Some(name) => super::credential::must_exist(db, name),
        None => Ok(()),
    }
}

fn save_secrets(db: &Connection, profile: &Profile, saved: &[(String, Secret)]) -> Result<()> {
    for (name, secret) in saved {
        crate::text::check_field(name, secret)?;
        if secret.is_empty() {
            secrets::remove(db, SECRETS, &profile.id, name)?;
        } else {
            // Reason: into the vault's table of secrets, the one place where they are kept.
            secrets::put(db, SECRETS, &profile.id, name, secret.expose())?;
        }
    }
    Ok(())
}

/// What was saved for the old host is not for the new one.
fn forget_for_new_server(
    db: &Connection,
    before: &Profile,
    profile: &mut Profile,
    draft: &ProfileDraft,
) -> Result<Option<Text>> {
    let again: BTreeSet<&String> = draft.secrets.iter().map(|(name, _)| name).collect();
    let gone = profile.saved_secrets.iter().any(|name| !again.contains(name));
    profile.saved_secrets.retain(|name| again.contains(name));
    secrets::remove_all(db, SECRETS, &profile.id)?;
    // A form sends what it shows: only another credential than before was chosen for the new server.
    let unlinked = profile.credential == before.credential && profile.credential.take().is_some();
    Ok((gone || unlinked).then(|| {
        Text::new(
            "服务器变更：删除为原服务器保存的密码，需要重新输入",
            "The server changes: secrets saved for the old one are removed and must be entered again",
        )
    }))
}

impl Error {
    /// A group, credential or job that is not there.
    pub(crate) fn no_such(what_zh: &str, what_en: &str, name: &str) -> Self {
        Self::made(
            ErrorCode::Usage,
            format!("没有名为“{name}”的{what_zh}"),
            format!("There is no {what_en} named {name}"),
        )
    }
}
