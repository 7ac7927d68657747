//! Applying what was read of a team: profile by profile, as if it had been typed. What others wrote does not send a person's
//! passwords another way by itself: such a version is held until the person accepts it.

use std::collections::BTreeMap;

use hallpass_providers::Text;
use hallpass_team::{DocumentId, Name, ProfileDocument, TeamFault, Versioned};
use jiff::Timestamp;
use rusqlite::Connection;

use super::drafts;
use super::held::{self, Held, NotSaved};
use super::join::forget;
use super::store::{self, Link, Linked, Stored};
use super::sync::TeamSync;
use crate::packs::{Packed, device, draft, packed};
use crate::profile::{Profile, add, edit, find, find_by_id};
use crate::{Error, ProfileDraft, Result};

pub(super) type Read = (DocumentId, Result<Versioned<ProfileDocument<Packed>>, TeamFault>);

/// Applies what was read; `foreign` entries were none of the team's.
pub(super) fn apply(
    db: &Connection,
    now: Timestamp,
    alias: &Name,
    read: Vec<Read>,
    foreign: usize,
) -> Result<TeamSync> {
    let mut sync = TeamSync { team: alias.to_string(), ..TeamSync::default() };
    let mut links: BTreeMap<DocumentId, Linked> =
        store::linked(db, alias)?.into_iter().map(|linked| (linked.document.clone(), linked)).collect();
    for (id, read) in read {
        let before = links.remove(&id);
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
            format!("{foreign} entries whose names are not valid ids are ignored"),
        ));
    }
    if let Some(mut stored) = store::stored(db, alias)? {
        give_back_drafts(db, &mut stored)?;
        store::save(db, &Stored { synced_at: Some(now.as_second()), ..stored })?;
    }
    Ok(sync)
}

/// Drafts of profiles that were removed from here and have come again.
fn give_back_drafts(db: &Connection, stored: &mut Stored) -> Result<()> {
    if stored.drafts.is_empty() {
        return Ok(());
    }
    for linked in store::linked(db, &stored.settings.alias)? {
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
    forget(db, now, &linked.alias, &linked.document, linked.profile.as_deref())?;
    sync.removed.extend(profile.map(|profile| profile.name));
    Ok(())
}

fn here(db: &Connection, linked: Option<&Linked>) -> Result<Option<Profile>> {
    let id = linked.and_then(|linked| linked.profile.as_deref());
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
    if let (Some(before), Some(old)) = (&before, &old) {
        // A version once seen is not gone back behind: an old one may name a server or proxy that was given up.
        let newest = before.link.held.as_ref().map_or(before.version, |held| held.version);
        if version < newest {
            sync.problems.push(older(&old.name, version, newest));
            return Ok(());
        }
        if version == before.version && before.link.problem.is_none() {
            return Ok(());
        }
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
            Linked { alias: alias.clone(), document, version, profile: id, link: fresh(packed(profile), None) }
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
    store::save_link(db, &linked)
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
                    format!("is also the name of a profile of yours; rename {} first", own.name),
                );
                return Err(Error::invalid("name", &why).into());
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
fn within_savepoint<T, E: From<rusqlite::Error>>(
    db: &Connection,
    run: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E> {
    db.execute_batch("SAVEPOINT one_document")?;
    let came = run(db);
    let end = if came.is_ok() { "RELEASE one_document" } else { "ROLLBACK TO one_document; RELEASE one_document" };
    db.execute_batch(end)?;
    came
}

/// What an edit would make, without making it.
pub(super) fn taken_back<T>(db: &Connection, run: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    db.execute_batch("SAVEPOINT looked_at")?;
    let came = run(db);
    db.execute_batch("ROLLBACK TO looked_at; RELEASE looked_at")?;
    came
}
