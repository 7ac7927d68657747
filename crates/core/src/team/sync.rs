//! Bringing what a team shares here: what is newer there is read, and applied in one commit.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use hallpass_providers::Text;
use hallpass_team::{DocumentId, Kind, Listed, TeamFault};
use serde::Serialize;

use super::TeamMethod;
use super::apply::{Read, apply};
use super::connection::Connection as Team;
use super::store::{self, Linked};
use crate::{Hallpass, Result};

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
    /// The server of each profile that is new here, by the profile's name.
    pub servers: BTreeMap<String, String>,
    /// Profiles with a new version that is not used until a person accepts it.
    pub held: Vec<String>,
    /// What cannot be used, and why.
    pub problems: Vec<Text>,
}

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
        let same = |one: &Listed| {
            !one.deleted && one.version.is_some() && known.get(&one.id).copied().flatten() == one.version
        };
        let newer = listed.iter().filter(|one| !same(one)).map(|one| one.id.clone());
        // A list may be incomplete, and what it calls deleted may be so only at a later time: nothing is dropped unread.
        let missing = known.keys().filter(|id| listed.iter().all(|one| one.id != **id)).cloned();
        let ids: Vec<DocumentId> = newer.chain(missing).collect();
        let reads = ids.into_iter().map(|id| async {
            let read = team.client.read(&team.token, Kind::Profile, &id).await;
            (id, read)
        });
        let read: Vec<Read> = futures_util::stream::iter(reads).buffer_unordered(AT_ONCE).collect().await;
        // A server that went away in the middle: what came is applied another time, with the rest.
        let read = read.into_iter().map(passable).collect::<Result<Vec<_>>>()?;
        let (alias, now) = (team.settings.alias, self.wall());
        self.vault().write(move |tx| apply(tx, now, &alias, read, foreign)).await
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
fn passable((id, read): Read) -> Result<Read> {
    match read {
        Ok(_)
        | Err(TeamFault::Document { .. } | TeamFault::Deleted { .. } | TeamFault::NotFound | TeamFault::TooBig) => {
            Ok((id, read))
        }
        Err(fault) => Err(fault.into()),
    }
}
