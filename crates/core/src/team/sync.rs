//! Bringing what a team shares here: what is newer there is read, and applied in one commit.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use hallpass_team::{DocumentId, Kind, Listed, TeamFault};

use super::apply::{Brought, Read, TeamSync, apply};
use super::connection::Connection as Team;
use super::links::{self, Linked};
use super::settings::TeamMethod;
use super::store::{self, Stored, SyncFailure};
use crate::error::Result;
use crate::hallpass::Hallpass;

/// Documents that are read at once.
const AT_ONCE: usize = 8;

impl Hallpass {
    /// Brings what a team shares here. Why that fails is kept for [`crate::team::TeamStatus`] as well.
    ///
    /// # Errors
    /// Returns an error if the server cannot be asked or no longer accepts the login; what is here stays unchanged.
    pub async fn sync_team(&self, alias: Option<&str>) -> Result<TeamSync> {
        let came = self.bring(alias).await;
        let Err(error) = &came else { return came };
        let (asked, failure) = (alias.map(str::to_owned), SyncFailure { at: self.wall(), error: error.clone() });
        let noted = self.vault().write(move |tx| {
            let Ok(settings) = store::settings(tx, asked.as_deref()) else { return Ok(()) };
            let Some(stored) = store::stored(tx, &settings.alias)? else { return Ok(()) };
            store::save(tx, &Stored { failure: Some(failure), ..stored })
        });
        if let Err(fault) = noted.await {
            tracing::debug!(?fault, "the failure of a sync was not kept");
        }
        came
    }

    async fn bring(&self, alias: Option<&str>) -> Result<TeamSync> {
        let team = self.team(alias).await?;
        self.keep_alive(&team).await;
        let links = {
            let alias = team.settings.alias.clone();
            self.vault().read(move |db| links::linked(db, &alias)).await?
        };
        let (listed, foreign) = team.client.list(&team.token, Kind::Profile).await?;
        let seen = links.iter().map(|linked| (linked.document.clone(), linked.version)).collect();
        // What could not be used is looked at each time: what stood against it may be gone.
        let version =
            |linked: &Linked| (linked.link.problem.is_none() && !linked.link.unsharing).then_some(linked.version);
        let known: BTreeMap<DocumentId, Option<u64>> =
            links.into_iter().map(|linked| (linked.document.clone(), version(&linked))).collect();
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
        self.vault().write(move |tx| apply(tx, now, &alias, Brought { read, foreign, seen })).await
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
