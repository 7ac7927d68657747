//! How it is with a team: who one is there, what may be done, what is shared, and what waits.

use std::collections::BTreeMap;

use hallpass_providers::Text;
use hallpass_team::{Kind, TeamFault, TokenFacts};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::drafts::{self, TeamDraft};
use super::held::{self, HeldVersion};
use super::links::{self, Linked};
use super::settings::TeamSettings;
use super::store::{self, SyncFailure};
use crate::edit::preview;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::packs::{Difference, differences, draft};
use crate::profile::{ProfileId, find_by_id};
use crate::shared_profiles::teams_of_profiles;

/// How it is with a team.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamStatus {
    /// How it is reached, and as whom.
    pub settings: TeamSettings,
    /// Who is logged in: the account's own name where the server says one, else the user or role, else the method.
    pub who: String,
    /// Why the server could not be asked; what follows of it is then unknown.
    pub trouble: Option<Error>,
    /// Seconds until the login is over; 0 where it has no end.
    pub ttl_seconds: Option<u64>,
    /// Whether profiles and secrets may be changed.
    pub may_edit: Option<bool>,
    /// When everything was last brought here.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub synced_at: Option<Timestamp>,
    /// Why the last sync did not come to its end, where it did not.
    pub sync_failure: Option<SyncFailure>,
    /// What the last sync could not use.
    pub problems: Vec<Text>,
    /// What is shared, by name.
    pub profiles: Vec<SharedProfile>,
    /// Edits that could not be written.
    pub drafts: Vec<TeamDraft>,
}

/// A shared profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SharedProfile {
    /// Its name, here where it is here.
    pub name: String,
    /// Its version in the team.
    pub version: u64,
    /// Who wrote that, as they call themselves.
    pub by: String,
    /// When, as the server says it.
    pub written_at: String,
    /// What that changed here; empty for one that came as it is.
    pub changed: Vec<Difference>,
    /// Members sign in to it with a shared secret.
    pub shared_secret: bool,
    /// Why it, or a newer version, cannot be used.
    pub problem: Option<Text>,
    /// A newer version that is not used until the user accepts it.
    pub held: Option<HeldVersion>,
}

impl Hallpass {
    /// The teams that were joined, by name.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read.
    pub async fn teams(&self) -> Result<Vec<TeamSettings>> {
        let teams = self.vault().read(store::all).await?;
        Ok(teams.into_iter().map(|team| team.settings).collect())
    }

    /// How it is with a team. A server that cannot be asked is told beside what is known here.
    ///
    /// # Errors
    /// Returns an error if there is no such team, or several and none was named.
    pub async fn team_status(&self, alias: Option<&str>) -> Result<TeamStatus> {
        let settings = self.team_settings(alias).await?;
        let asked = self.ask_server(&settings).await;
        let known = self.team_as_known(Some(settings.alias.as_str())).await?;
        Ok(match asked {
            Ok((facts, may)) => {
                TeamStatus { ttl_seconds: facts.map(|facts| facts.ttl_seconds), may_edit: Some(may), ..known }
            }
            Err(error) => TeamStatus { trouble: Some(error), ..known },
        })
    }

    /// What is known of a team here; its server is not asked.
    ///
    /// # Errors
    /// Returns an error if there is no such team, or several and none was named.
    pub async fn team_as_known(&self, alias: Option<&str>) -> Result<TeamStatus> {
        let alias = alias.map(str::to_owned);
        self.vault().read(move |db| as_known(db, alias.as_deref())).await
    }

    /// The team of every shared profile, by the profile's id.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read.
    pub async fn teams_of_profiles(&self) -> Result<BTreeMap<ProfileId, String>> {
        self.vault().read(teams_of_profiles).await
    }

    async fn ask_server(&self, settings: &TeamSettings) -> Result<(Option<TokenFacts>, bool)> {
        let team = self.team(Some(settings.alias.as_str())).await?;
        let facts = match team.client.look_up(&team.token).await {
            Ok(facts) => Some(facts),
            // It is good, and says no more of itself.
            Err(TeamFault::NotAllowed) => None,
            Err(fault) => return Err(fault.into()),
        };
        let path = settings.place.policy_path("data", Kind::Profile, "any");
        let may = match team.client.capabilities(&team.token, std::slice::from_ref(&path)).await {
            Ok(capabilities) => capabilities.allow(&path, "update"),
            // Who may not even ask is offered nothing.
            Err(TeamFault::NotAllowed) => false,
            Err(fault) => return Err(fault.into()),
        };
        Ok((facts, may))
    }
}

fn as_known(db: &Connection, alias: Option<&str>) -> Result<TeamStatus> {
    let settings = store::settings(db, alias)?;
    let stored = store::stored(db, &settings.alias)?.unwrap_or_else(|| store::Stored::new(settings));
    let linked = links::linked(db, &stored.settings.alias)?;
    let drafts = linked.iter().filter_map(|linked| draft_of(db, linked).transpose()).collect::<Result<_>>()?;
    let mut profiles = linked.iter().map(|linked| shown(db, linked)).collect::<Result<Vec<_>>>()?;
    profiles.sort_by(|one, other| one.name.cmp(&other.name));
    let who = stored.name.as_deref().map(hallpass_providers::safe_words);
    Ok(TeamStatus {
        who: who.unwrap_or_else(|| stored.settings.shown_user().to_owned()),
        trouble: None,
        ttl_seconds: None,
        may_edit: None,
        synced_at: stored.synced_at.and_then(|second| Timestamp::from_second(second).ok()),
        sync_failure: stored.failure,
        problems: stored.problems,
        settings: stored.settings,
        profiles,
        drafts,
    })
}

fn shown(db: &Connection, linked: &Linked) -> Result<SharedProfile> {
    let here = linked.profile.as_ref().map(|id| find_by_id(db, id)).transpose()?.flatten();
    let there = linked.link.packed.as_ref().map(|packed| hallpass_providers::safe_words(&packed.name));
    let held = here.as_ref().zip(linked.link.held.as_ref()).map(|(profile, held)| held::shown(db, profile, held));
    Ok(SharedProfile {
        held,
        changed: linked.link.changed.clone(),
        name: here.map(|profile| profile.name).or(there).unwrap_or_default(),
        version: linked.version,
        by: linked.link.by.clone(),
        written_at: linked.link.written_at.clone(),
        shared_secret: linked.link.secret.is_some(),
        problem: linked.link.problem.clone(),
    })
}

fn draft_of(db: &Connection, linked: &Linked) -> Result<Option<TeamDraft>> {
    let Some(id) = linked.profile.as_ref() else { return Ok(None) };
    let (Some(stored), Some(profile)) = (drafts::find(db, id)?, find_by_id(db, id)?) else { return Ok(None) };
    let after = preview(db, &profile.name, &draft(stored.packed))?;
    let differences = differences(Some(&profile), &after);
    let conflict = stored.shown.is_some();
    Ok(Some(TeamDraft { profile: profile.name, made_at: stored.made_at, why: stored.why, differences, conflict }))
}
