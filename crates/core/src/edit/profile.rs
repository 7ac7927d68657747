//! Saves and removes profiles together with what belongs to each: session, secrets, group membership.

use std::collections::BTreeSet;

use hallpass_providers::{CLIENT_CERTIFICATE, Identity, Secret, Text};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use crate::activity::{EventKind, record};
use crate::environment::{self, Environment};
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::network::Network;
use crate::pending::drop_waiting;
use crate::profile::{
    Profile, ProfileDraft, ProfileId, Renewal, SECRETS, apply, binding, by_name, credential_must_exist, delete, find,
    forget_proxy_password, insert, keep_proxy_password, of_group, update,
};
use crate::session;
use crate::shared_profiles::{check_own, check_own_edit};

/// A saved profile, with what the user should know about it.
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
                check_own_edit(tx, &name, &draft)?;
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
                check_own(tx, &profile)?;
                remove(tx, now, &profile)
            })
            .await
    }
}

/// Removes a profile with its session and secrets inside the caller's transaction.
pub(crate) fn remove(db: &Connection, now: Timestamp, profile: &Profile) -> Result<()> {
    session::drop_for(db, &profile.id)?;
    drop_waiting(db, &profile.id)?;
    secrets::remove_all(db, SECRETS, profile.id.as_str())?;
    forget_proxy_password(db, &profile.id)?;
    delete(db, &profile.id)?;
    record(db, now, &profile.name, EventKind::ProfileChanged, "removed")
}

/// A profile as a draft would make it; nothing is saved.
pub(crate) fn preview(db: &Connection, name: &str, draft: &ProfileDraft) -> Result<Profile> {
    Ok(apply(by_name(db, name)?, &completed(db, draft.clone())?)?.0)
}

/// Saves a new profile inside the caller's transaction.
pub(crate) fn add(db: &Connection, now: Timestamp, draft: ProfileDraft) -> Result<SavedProfile> {
    let draft = completed(db, draft)?;
    let provider = draft.provider.clone().ok_or_else(|| Error::missing("provider"))?;
    let (mut profile, notices) = apply(blank(provider), &draft)?;
    spell_group(db, &mut profile)?;
    check_neighbours(db, &profile)?;
    insert(db, &profile)?;
    save_secrets(db, &profile, &draft.secrets)?;
    keep_proxy_password(db, None, &profile, draft.proxy.as_ref())?;
    record(db, now, &profile.name, EventKind::ProfileChanged, "added")?;
    Ok(SavedProfile { profile, notices })
}

/// Changes a profile inside the caller's transaction.
pub(crate) fn edit(db: &Connection, now: Timestamp, name: &str, draft: ProfileDraft) -> Result<SavedProfile> {
    let draft = completed(db, draft)?;
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
            .push(Text::new("服务器或账号变更：删除原会话", "The server or account changes: its session is deleted"));
        record(db, now, &after.name, EventKind::SessionDropped, "profile changed")?;
    }
    update(db, &after)?;
    save_secrets(db, &after, &draft.secrets)?;
    keep_proxy_password(db, Some(&before), &after, draft.proxy.as_ref())?;
    record(db, now, &after.name, EventKind::ProfileChanged, "edited")?;
    Ok(SavedProfile { profile: after, notices })
}

/// The draft with its environment as the vault knows it.
fn completed(db: &Connection, mut draft: ProfileDraft) -> Result<ProfileDraft> {
    draft.environment = draft.environment.map(|environment| environment::complete(db, &environment)).transpose()?;
    Ok(draft)
}

/// Whether the draft sets a secret that is the account itself, such as an interface token, to another one.
fn another_secret_identity(db: &Connection, profile: &Profile, draft: &ProfileDraft) -> Result<bool> {
    let descriptor = profile.provider()?.descriptor();
    for (name, secret) in &draft.secrets {
        let saved = secrets::get(db, SECRETS, profile.id.as_str(), name)?.map(|text| Secret::new(text.as_str()));
        let identity = descriptor.field(name).is_some_and(|field| field.identity != Identity::None);
        if identity && !saved.is_some_and(|saved| saved.matches(secret)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn blank(provider: String) -> Profile {
    Profile {
        id: ProfileId::random(),
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
    let known = of_group(db, group)?.into_iter().find(|other| other.id != profile.id);
    if let Some(known) = known {
        profile.group = known.group;
    }
    Ok(())
}

/// Checks against what else is in the vault: names, the group's places, the credential.
fn check_neighbours(db: &Connection, profile: &Profile) -> Result<()> {
    if let Some(other) = find(db, &profile.name)?.filter(|other| other.id != profile.id) {
        let why = Text::made(
            format!("已有名为{}的配置", other.name),
            format!("There is already a profile named {}", other.name),
        );
        return Err(Error::invalid("name", &why));
    }
    let group_of_that_name = of_group(db, &profile.name)?.into_iter().find_map(|other| other.group);
    let own = profile.group.clone().filter(|group| group.eq_ignore_ascii_case(&profile.name));
    if let Some(group) = group_of_that_name.or(own) {
        // `token NAME` would mean one, and `use NAME ENV` the other.
        let why = Text::made(format!("“{group}”已是配置组的名称"), format!("{group} is the name of a group"));
        return Err(Error::invalid("name", &why));
    }
    if let Some(group) = &profile.group {
        if let Some(other) = find(db, group)?.filter(|other| other.id != profile.id) {
            let why =
                Text::made(format!("{}已是配置的名称", other.name), format!("{} is the name of a profile", other.name));
            return Err(Error::invalid("group", &why));
        }
        let taken = of_group(db, group)?
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
        Some(name) => credential_must_exist(db, name),
        None => Ok(()),
    }
}

fn save_secrets(db: &Connection, profile: &Profile, saved: &[(String, Secret)]) -> Result<()> {
    for (name, secret) in saved {
        // A certificate is text of several lines, and was read whole when the draft was applied.
        if *name != CLIENT_CERTIFICATE.name {
            crate::text::check_field(name, secret)?;
        }
        if secret.is_empty() {
            secrets::remove(db, SECRETS, profile.id.as_str(), name)?;
        } else {
            // Reason: into the vault's table of secrets, the only place where they are kept.
            secrets::put(db, SECRETS, profile.id.as_str(), name, secret.expose())?;
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
    secrets::remove_all(db, SECRETS, profile.id.as_str())?;
    // A form sends what it shows: only another credential than before was chosen for the new server.
    let unlinked = profile.credential == before.credential && profile.credential.take().is_some();
    Ok((gone || unlinked).then(|| {
        Text::new(
            "服务器变更：删除为原服务器保存的密码，需要重新输入",
            "The server changes: secrets saved for the old one are deleted and must be entered again",
        )
    }))
}
