//! Bringing what a team shares here: what is newer there is read and applied, profile by profile, as if it had been typed.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use hallpass_providers::Text;
use hallpass_team::{DocumentId, Kind, Listed, Name, ProfileDocument, TeamFault, Versioned};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::TeamMethod;
use super::connection::Connection as Team;
use super::join::forget;
use super::store::{self, Link, Linked, Stored};
use crate::packs::{Packed, device, draft};
use crate::profile::{Profile, add, edit, find, find_by_id};
use crate::{Error, Hallpass, ProfileDraft, Result};

/// Documents that are read at once.
const AT_ONCE: usize = 8;

/// What a sync brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TeamSync {
    /// The team.
    pub team: String,
    /// Profiles that are new here.
    pub added: Vec<String>,
    /// Profiles that were changed by somebody.
    pub changed: Vec<String>,
    /// Profiles that are shared no longer.
    pub removed: Vec<String>,
    /// What cannot be used, and why.
    pub problems: Vec<Text>,
}

type Read = (Listed, Result<Versioned<ProfileDocument<Packed>>, TeamFault>);

impl Hallpass {
    /// Brings what a team shares here.
    ///
    /// # Errors
    /// Returns an error if the server cannot be asked or no longer accepts the log-in; what is here stays as it is.
    pub async fn sync_team(&self, alias: Option<&str>) -> Result<TeamSync> {
        let team = self.team(alias).await?;
        self.keep_alive(&team).await;
        let (listed, foreign) = team.client.list(&team.token, Kind::Profile).await?;
        // What could not be used is looked at each time: what stood against it may be gone.
        let known: BTreeMap<DocumentId, Option<u64>> = {
            let alias = team.settings.alias.clone();
            let links = self.vault().read(move |db| store::linked(db, &alias)).await?;
            let version = |linked: &Linked| linked.link.problem.is_none().then_some(linked.version);
            links.into_iter().map(|linked| (linked.document.clone(), version(&linked))).collect()
        };
        let gone: Vec<DocumentId> =
            known.keys().filter(|id| listed.iter().all(|one| one.id != **id || one.deleted)).cloned().collect();
        let same = |one: &Listed| one.version.is_some() && known.get(&one.id).copied().flatten() == one.version;
        let newer = listed.into_iter().filter(|one| !one.deleted && !same(one));
        let reads = newer.map(|one| async {
            let read = team.client.read(&team.token, Kind::Profile, &one.id).await;
            (one, read)
        });
        let read: Vec<Read> = futures_util::stream::iter(reads).buffer_unordered(AT_ONCE).collect().await;
        // A server that went away in the middle: what came is applied another time, with the rest.
        let read = read.into_iter().map(passable).collect::<Result<Vec<_>>>()?;
        let (alias, now) = (team.settings.alias, self.wall());
        self.vault().write(move |tx| apply(tx, now, &alias, read, &gone, foreign)).await
    }

    /// Makes a token last longer that is half over. Where that asks a directory with the password again, a person does it.
    async fn keep_alive(&self, team: &Team) {
        const LITTLE: u64 = 30 * 60;
        let binds = team.settings.method == TeamMethod::Ldap;
        if let Ok(facts) = team.client.look_up(&team.token).await
            && facts.renewable
            && !binds
            && (1..LITTLE).contains(&facts.ttl_seconds)
            && let Err(fault) = team.client.renew(&team.token, binds).await
        {
            // The next call says what is wrong, if that is more than a moment's.
            tracing::debug!(?fault, "the token of the team was not renewed");
        }
    }
}

/// What is wrong with one document is a problem of its own; what is wrong with the server ends the sync.
fn passable((listed, read): Read) -> Result<Read> {
    match read {
        Ok(_)
        | Err(TeamFault::Document { .. } | TeamFault::Deleted { .. } | TeamFault::NotFound | TeamFault::TooBig) => {
            Ok((listed, read))
        }
        Err(fault) => Err(fault.into()),
    }
}

fn apply(
    db: &Connection,
    now: Timestamp,
    alias: &Name,
    read: Vec<Read>,
    gone: &[DocumentId],
    foreign: usize,
) -> Result<TeamSync> {
    let mut sync = TeamSync { team: alias.to_string(), ..TeamSync::default() };
    let mut links: BTreeMap<DocumentId, Linked> =
        store::linked(db, alias)?.into_iter().map(|linked| (linked.document.clone(), linked)).collect();
    for id in gone {
        if let Some(linked) = links.remove(id) {
            drop_one(db, now, &linked, &mut sync)?;
        }
    }
    for (listed, read) in read {
        let before = links.remove(&listed.id);
        match read {
            Ok(found) => one(db, now, alias, listed.id, found, before, &mut sync)?,
            Err(TeamFault::Deleted { .. } | TeamFault::NotFound) => {
                before.map_or(Ok(()), |linked| drop_one(db, now, &linked, &mut sync))?;
            }
            // What was here before stays, as it was when it was right.
            Err(fault) => sync.problems.push(fault.text()),
        }
    }
    if foreign > 0 {
        sync.problems.push(Text::made(
            format!("忽略了{foreign}项名称不符合规则的内容"),
            format!("{foreign} entries whose names are not valid ids are ignored"),
        ));
    }
    if let Some(stored) = store::stored(db, alias)? {
        store::save(db, &Stored { synced_at: Some(now.as_second()), ..stored })?;
    }
    Ok(sync)
}

fn drop_one(db: &Connection, now: Timestamp, linked: &Linked, sync: &mut TeamSync) -> Result<()> {
    let profile = linked.profile.as_deref().map(|id| find_by_id(db, id)).transpose()?.flatten();
    forget(db, now, &linked.alias, &linked.document, linked.profile.as_deref())?;
    sync.removed.extend(profile.map(|profile| profile.name));
    Ok(())
}

/// One document that is newer than what is here.
fn one(
    db: &Connection,
    now: Timestamp,
    alias: &Name,
    document: DocumentId,
    found: Versioned<ProfileDocument<Packed>>,
    before: Option<Linked>,
    sync: &mut TeamSync,
) -> Result<()> {
    let Versioned { document: read, version, written_at, .. } = found;
    let Some(packed) = read.profile else {
        return before.map_or(Ok(()), |linked| drop_one(db, now, &linked, sync));
    };
    let old = before.as_ref().and_then(|linked| linked.profile.clone());
    let old = old.map(|id| find_by_id(db, &id)).transpose()?.flatten();
    let name = packed.name.clone();
    let saved = within_savepoint(db, |db| save(db, now, old.as_ref(), packed.clone()));
    let (profile, problem) = match saved {
        Ok(profile) if old.is_none() => {
            sync.added.push(profile.name.clone());
            (Some(profile.id), None)
        }
        Ok(profile) => {
            sync.changed.push(profile.name.clone());
            (Some(profile.id), None)
        }
        Err(error) => {
            let name: String = hallpass_providers::safe_words(&name).chars().take(64).collect();
            let text = Text::made(format!("{name}：{}", error.message.zh), format!("{name}: {}", error.message.en));
            sync.problems.push(text.clone());
            (old.map(|profile| profile.id), Some(text))
        }
    };
    let link = Link { packed: Some(packed), secret: read.secret, by: read.by, written_at, problem };
    store::save_link(db, &Linked { alias: alias.clone(), document, version, profile, link })
}

/// Adds or changes the profile as if a person had typed it, so that every value is checked.
fn save(db: &Connection, now: Timestamp, old: Option<&Profile>, packed: Packed) -> Result<Profile> {
    // A certificate authority or credential of the reader's own is not the team's to name.
    let packed = Packed { credential: None, ..packed };
    match old {
        Some(old) => Ok(edit(db, now, &old.name, whole(old, packed))?.profile),
        None => {
            if let Some(own) = find(db, packed.name.trim())? {
                let why = Text::made(
                    format!("您已有名为{}的配置；请先重命名", own.name),
                    format!("is also the name of a profile of yours; rename {} first", own.name),
                );
                return Err(Error::invalid("name", &why));
            }
            Ok(add(db, now, draft(packed))?.profile)
        }
    }
}

/// A draft that also takes away what the document no longer has.
pub(super) fn whole(old: &Profile, packed: Packed) -> ProfileDraft {
    let device = device(old);
    let gone: Vec<(String, String)> = old
        .values
        .keys()
        .filter(|name| Some(name.as_str()) != device && !packed.values.contains_key(*name))
        .map(|name| (name.clone(), String::new()))
        .collect();
    let (group, method, ca) = (packed.group.clone(), packed.method.clone(), packed.network.ca.clone());
    let tags = packed.tags.clone();
    let mut draft = draft(packed);
    draft.values.extend(gone);
    ProfileDraft {
        group: Some(group.unwrap_or_default()),
        method: Some(method.unwrap_or_default()),
        ca: Some(ca.unwrap_or_default()),
        tags: Some(tags),
        ..draft
    }
}

/// What fails leaves nothing behind; the others of the same sync are kept.
fn within_savepoint<T>(db: &Connection, run: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    db.execute_batch("SAVEPOINT one_document")?;
    let came = run(db);
    let end = if came.is_ok() { "RELEASE one_document" } else { "ROLLBACK TO one_document; RELEASE one_document" };
    db.execute_batch(end)?;
    came
}
