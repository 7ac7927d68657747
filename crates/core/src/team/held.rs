//! Versions of shared profiles that must be accepted before use, because they send passwords elsewhere.

use hallpass_providers::Text;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::links::{self, Held, Link, Linked};
use super::whole_draft::whole;
use crate::edit::{edit, preview};
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::packs::{Difference, Packed, differences, packed};
use crate::profile::{Profile, Renewal, by_name};

/// Why a document was not saved.
pub(super) enum NotSaved {
    /// It would send passwords another way.
    Way,
    /// It cannot be used.
    Error(Error),
}

impl From<Error> for NotSaved {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<rusqlite::Error> for NotSaved {
    fn from(error: rusqlite::Error) -> Self {
        Self::Error(error.into())
    }
}

/// A version that waits to be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HeldVersion {
    /// Which.
    pub version: u64,
    /// Who wrote it, as they call themselves.
    pub by: String,
    /// When, as the server says it.
    pub written_at: String,
    /// What it would change here.
    pub differences: Vec<Difference>,
}

impl Hallpass {
    /// Uses the version of a shared profile that waits to be accepted, as [`crate::team::SharedProfile::held`] shows it. Answers
    /// what became different.
    ///
    /// # Errors
    /// Returns an error if the profile is not shared, none waits, or it cannot be used.
    pub async fn accept_shared(&self, name: &str) -> Result<Vec<Difference>> {
        let (now, name) = (self.wall(), name.to_owned());
        self.vault().write(move |tx| accept(tx, now, &name)).await
    }
}

fn accept(db: &Connection, now: Timestamp, name: &str) -> Result<Vec<Difference>> {
    let old = by_name(db, name)?;
    let linked = links::link_of(db, &old.id)?.ok_or_else(|| super::share::not_shared(&old.name))?;
    let Some(held) = linked.link.held else { return Err(none_waits(&old.name)) };
    let content = Packed { credential: None, ..held.packed };
    let after = edit(db, now, &old.name, whole(&old, content))?.profile;
    let link = Link::new(packed(after.clone()), held.secret, &held.by, &held.written_at).after(&old, &after);
    links::save_link(db, &Linked { version: held.version, link, ..linked })?;
    Ok(differences(Some(&old), &after))
}

/// Whether what a person sends would go another way than they have seen: to another server, through another proxy, past
/// other trust, without the questions of production, or by itself in the background.
pub(super) fn goes_another_way(old: &Profile, after: &Profile) -> bool {
    let leaves_production = old.environment.is_production() && !after.environment.is_production();
    let by_itself = old.renewal != after.renewal && after.renewal != Renewal::default();
    old.server != after.server || old.network != after.network || leaves_production || by_itself
}

/// As it is shown; what of it cannot be used is left out.
pub(super) fn shown(db: &Connection, profile: &Profile, held: &Held) -> HeldVersion {
    let content = Packed { credential: None, ..held.packed.clone() };
    let after = preview(db, &profile.name, &whole(profile, content));
    let mut differences = after.map(|after| differences(Some(profile), &after)).unwrap_or_default();
    // The reader's own, which accepting leaves alone.
    differences.retain(|one| one.field != "credential");
    HeldVersion { version: held.version, by: held.by.clone(), written_at: held.written_at.clone(), differences }
}

pub(super) fn why(by: &str) -> Text {
    Text::made(
        format!("{by}更改了服务器、代理、证书、环境或后台请求；在您确认之前仍使用原来的版本"),
        format!(
            "{by} changed the server, proxy, certificate, environment or background requests; the previous version \
            is used until you accept this one"
        ),
    )
}

fn none_waits(name: &str) -> Error {
    Error::made(
        ErrorCode::Usage,
        format!("“{name}”没有需要确认的新版本"),
        format!("{name} has no new version to accept"),
    )
}
