//! Applying what was read of a team: profile by profile, as if it had been typed. What others wrote does not send a person's
//! passwords another way by itself: such a version is held until the person accepts it.

use std::collections::BTreeMap;

use hallpass_providers::Text;
use hallpass_team::{DocumentId, Name, ProfileDocument, TeamFault, Versioned};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::drafts;
use super::held::{self, NotSaved};
use super::links::{self, Held, Link, Linked, forget};
use super::savepoint::within_savepoint;
use super::store::{self, Stored};
use super::whole_draft::whole;
use crate::edit::{add, edit};
use crate::error::{Error, Result};
use crate::packs::{Packed, draft, packed};
use crate::profile::{Profile, ProfileId, find, find_by_id};

/// Problems of a sync that are kept to be shown later.
const MOST_PROBLEMS: usize = 50;

pub(super) type Read = (DocumentId, Result<Versioned<ProfileDocument<Packed>>, TeamFault>);

/// What came of a server, and what was here when it was asked.
pub(super) struct Brought {
    pub(super) read: Vec<Read>,
    /// Entries that were none of the team's.
    pub(super) foreign: usize,
    /// The version here of each document, before anything was read.
    pub(super) seen: BTreeMap<DocumentId, u64>,
}

/// What a sync brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamSync {
    /// The team.
    pub team: String,
    /// Profiles that are new here.
    pub added: Vec<String>,
    /// Profiles that were changed by someone.
    pub changed: Vec<String>,
    /// Profiles that are shared no longer.
    pub removed: Vec<String>,
    /// The server of each profile that is new here, by the profile's name.
    pub servers: BTreeMap<String, String>,
    /// Profiles with a new version that is not used until the user accepts it.
    pub held: Vec<String>,
    /// What cannot be used, and why.
    pub problems: Vec<Text>,
}

/// Applies what was read.
pub(super) fn apply(db: &Connection, now: Timestamp, alias: &Name, brought: Brought) -> Result<TeamSync> {
    let Brought { read, foreign, seen } = brought;
    let mut sync = TeamSync { team: alias.to_string(), ..TeamSync::default() };
    let mut links: BTreeMap<DocumentId, Linked> =
        links::linked(db, alias)?.into_iter().map(|linked| (linked.document.clone(), linked)).collect();
    let sharing = store::stored(db, alias)?.map(|stored| stored.sharing).unwrap_or_default();
    for (id, read) in read {
        let before = links.remove(&id);
        // An edit or another sync was here meanwhile: what was read may be older than that. The next sync looks again.
        if before.as_ref().map(|linked| linked.version) != seen.get(&id).copied() {
            continue;
        }
        let before = match (before, sharing.get(&id), &read) {
            (None, Some(profile), Ok(found)) => shared_from_here(db, alias, &id, profile, found)?,
            (before, ..) => before,
        };
        match read {
            Ok(found) => one(db, now, alias, id, found, before, &mut sync)?,
            Err(TeamFault::Deleted { version }) => {
                before.map_or(Ok(()), |linked| drop_one(db, now, &linked, Some(version), &mut sync))?;
            }
            Err(TeamFault::NotFound) => {
                before.map_or(Ok(()), |linked| drop_one(db, now, &linked, None, &mut sync))?;
            }
            // What was here before stays, as it was when it was right.
            Err(fault) => sync.problems.push(fault.text()),
        }
    }
    if foreign > 0 {
        sync.problems.push(Text::made(
            format!("忽略了{foreign}项名称不符合规则的内容"),
            format!("Ignored {foreign} entries with invalid names"),
        ));
    }
    if let Some(mut stored) = store::stored(db, alias)? {
        give_back_drafts(db, &mut stored)?;
        let problems = sync.problems.iter().take(MOST_PROBLEMS).cloned().collect();
        store::save(db, &Stored { synced_at: Some(now.as_second()), failure: None, problems, ..stored })?;
    }
    Ok(sync)
}

/// The link of a profile that was shared from here, where the answer to that was lost.
fn shared_from_here(
    db: &Connection,
    alias: &Name,
    document: &DocumentId,
    profile: &ProfileId,
    found: &Versioned<ProfileDocument<Packed>>,
) -> Result<Option<Linked>> {
    store::change(db, alias, |stored| drop(stored.sharing.remove(document)))?;
    let (Some(content), Some(_)) = (&found.document.profile, find_by_id(db, profile)?) else { return Ok(None) };
    if links::link_of(db, profile)?.is_some() {
        return Ok(None);
    }
    let link = Link::new(content.clone(), found.document.secret.clone(), &found.document.by, &found.written_at);
    let (alias, document, profile) = (alias.clone(), document.clone(), Some(profile.clone()));
    Ok(Some(Linked { alias, document, version: 0, profile, link }))
}

/// Drafts of profiles that were removed from here and have come again.
fn give_back_drafts(db: &Connection, stored: &mut Stored) -> Result<()> {
    if stored.drafts.is_empty() {
        return Ok(());
    }
    for linked in links::linked(db, &stored.settings.alias)? {
        let Some(profile) = &linked.profile else { continue };
        if let Some(draft) = stored.drafts.remove(&linked.document) {
            drafts::save(db, profile, &draft)?;
        }
    }
    Ok(())
}

/// Drops a profile that is shared no longer since `version`, unless what is here is newer than that.
fn drop_one(db: &Connection, now: Timestamp, linked: &Linked, version: Option<u64>, sync: &mut TeamSync) -> Result<()> {
    let profile = here(db, Some(linked))?;
    if let (Some(version), Some(profile)) = (version, &profile)
        && version < linked.version
    {
        sync.problems.push(older(&profile.name, version, linked.version));
        return Ok(());
    }
    if linked.link.unsharing {
        // The person's own doing, of which they were not told: it stays here as theirs.
        links::remove_link(db, &linked.alias, &linked.document)?;
        return linked.profile.as_ref().map_or(Ok(()), |profile| drafts::remove(db, profile));
    }
    forget(db, now, &linked.alias, &linked.document, linked.profile.as_ref())?;
    sync.removed.extend(profile.map(|profile| profile.name));
    Ok(())
}

fn here(db: &Connection, linked: Option<&Linked>) -> Result<Option<Profile>> {
    let id = linked.and_then(|linked| linked.profile.as_ref());
    Ok(id.map(|id| find_by_id(db, id)).transpose()?.flatten())
}

/// One document that was read.
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
    let Some(content) = read.profile else {
        return before.map_or(Ok(()), |linked| drop_one(db, now, &linked, Some(version), sync));
    };
    let old = here(db, before.as_ref())?;
    if let (Some(before), Some(old)) = (&before, &old)
        && is_known(db, version, before, &old.name, sync)?
    {
        return Ok(());
    }
    let name = content.name.clone();
    let saved = within_savepoint(db, |db| save(db, now, old.as_ref(), content.clone()));
    let fresh = |packed, problem| Link { problem, ..Link::new(packed, read.secret.clone(), &read.by, &written_at) };
    let linked = match (saved, before) {
        (Ok(profile), _) => {
            if old.is_some() {
                sync.changed.push(profile.name.clone());
            } else {
                sync.added.push(profile.name.clone());
                sync.servers.insert(profile.name.clone(), profile.server.clone());
            }
            let id = Some(profile.id.clone());
            let link = fresh(packed(profile.clone()), None);
            let link = match &old {
                Some(old) => link.after(old, &profile),
                None => link,
            };
            Linked { alias: alias.clone(), document, version, profile: id, link }
        }
        // What is here is of the version before, and so is what is written about it.
        (Err(not_saved), Some(before)) if old.is_some() => {
            let problem = Some(problem(&name, &read.by, &not_saved, sync));
            let held = matches!(not_saved, NotSaved::Way).then(|| Held {
                version,
                packed: content,
                secret: read.secret,
                by: read.by,
                written_at,
            });
            sync.held.extend(old.filter(|_| held.is_some()).map(|old| old.name));
            Linked { link: Link { problem, held, ..before.link }, ..before }
        }
        (Err(not_saved), _) => {
            let problem = Some(problem(&name, &read.by, &not_saved, sync));
            Linked { alias: alias.clone(), document, version, profile: None, link: fresh(content, problem) }
        }
    };
    links::save_link(db, &linked)
}

/// Whether there is nothing to do about a version of a profile that is here: it is the same, or an older one. A version once
/// seen is not gone back behind: an old one may name a server or proxy that was given up.
fn is_known(db: &Connection, version: u64, before: &Linked, name: &str, sync: &mut TeamSync) -> Result<bool> {
    let newest = before.link.held.as_ref().map_or(before.version, |held| held.version);
    if version < newest {
        sync.problems.push(older(name, version, newest));
        return Ok(true);
    }
    let same = version == before.version && before.link.problem.is_none();
    if same {
        still_shared(db, before)?;
    }
    Ok(same)
}

/// A version that is known here. Whoever meant to stop sharing it, and was not told whether that was done, still shares it.
fn still_shared(db: &Connection, linked: &Linked) -> Result<()> {
    if !linked.link.unsharing {
        return Ok(());
    }
    links::save_link(db, &Linked { link: Link { unsharing: false, ..linked.link.clone() }, ..linked.clone() })
}

/// Why a version is not used, as it is told now and kept.
fn problem(name: &str, by: &str, why: &NotSaved, sync: &mut TeamSync) -> Text {
    let name: String = hallpass_providers::safe_words(name).chars().take(64).collect();
    let why = match why {
        NotSaved::Error(error) => error.message.clone(),
        NotSaved::Way => held::why(by),
    };
    let text = Text::made(format!("{name}：{}", why.zh), format!("{name}: {}", why.en));
    sync.problems.push(text.clone());
    text
}

fn older(name: &str, there: u64, here: u64) -> Text {
    Text::made(
        format!("{name}：服务器上的版本{there}比本机已有的版本{here}旧，没有采用"),
        format!("{name}: the server has version {there}, which is older than version {here} here, and was not used"),
    )
}

/// Adds or changes the profile as if a person had typed it, so that every value is checked.
fn save(db: &Connection, now: Timestamp, old: Option<&Profile>, packed: Packed) -> Result<Profile, NotSaved> {
    // A certificate authority or credential of the reader's own is not the team's to name.
    let packed = Packed { credential: None, ..packed };
    match old {
        Some(old) => {
            let after = edit(db, now, &old.name, whole(old, packed))?.profile;
            if held::goes_another_way(old, &after) { Err(NotSaved::Way) } else { Ok(after) }
        }
        None => {
            if let Some(own) = find(db, packed.name.trim())? {
                let why = Text::made(
                    format!("您已有名为{}的配置；请先重命名", own.name),
                    format!("is also the name of one of your own profiles; rename {} first", own.name),
                );
                return Err(Error::invalid("name", &why).into());
            }
            Ok(add(db, now, draft(packed))?.profile)
        }
    }
}
