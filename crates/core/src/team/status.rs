//! How it is with a team: who one is there, what may be done, what is shared, and what waits.

use hallpass_providers::Text;
use hallpass_team::{Kind, TeamFault, TokenFacts};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use super::TeamSettings;
use super::drafts::{self, TeamDraft};
use super::edit::as_typed;
use super::held::{self, HeldVersion};
use super::store::{self, Linked};
use crate::packs::differences;
use crate::profile::{find_by_id, preview};
use crate::{Error, Hallpass, Result};

/// How it is with a team.
#[derive(Debug, Clone, Serialize)]
pub struct TeamStatus {
    /// How it is reached, and as whom.
    pub settings: TeamSettings,
    /// Why the server could not be asked; what follows of it is then unknown.
    pub trouble: Option<Error>,
    /// Seconds until the log-in is over; 0 where it has no end.
    pub ttl_seconds: Option<u64>,
    /// Whether profiles and secrets may be changed.
    pub may_edit: Option<bool>,
    /// When everything was last brought here.
    pub synced_at: Option<Timestamp>,
    /// What is shared, by name.
    pub profiles: Vec<SharedProfile>,
    /// Edits that could not be written.
    pub drafts: Vec<TeamDraft>,
}

/// A shared profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedProfile {
    /// Its name, here where it is here.
    pub name: String,
    /// Its version in the team.
    pub version: u64,
    /// Who wrote that, as they call themselves.
    pub by: String,
    /// When, as the server says it.
    pub written_at: String,
    /// Members sign in to it with a shared secret.
    pub shared_secret: bool,
    /// Why it, or a newer version, cannot be used.
    pub problem: Option<Text>,
    /// A newer version that is not used until a person accepts it.
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
        let alias = settings.alias.clone();
        let (synced_at, profiles, drafts) = self
            .vault()
            .read(move |db| {
                let synced_at = store::stored(db, &alias)?.and_then(|stored| stored.synced_at);
                let linked = store::linked(db, &alias)?;
                let drafts =
                    linked.iter().filter_map(|linked| draft_of(db, linked).transpose()).collect::<Result<_>>()?;
                let profiles = linked.iter().map(|linked| shown(db, linked)).collect::<Result<Vec<_>>>()?;
                Ok::<_, Error>((synced_at, profiles, drafts))
            })
            .await?;
        let synced_at = synced_at.and_then(|second| Timestamp::from_second(second).ok());
        let (trouble, facts, may_edit) = match asked {
            Ok((facts, may)) => (None, Some(facts), Some(may)),
            Err(error) => (Some(error), None, None),
        };
        let ttl_seconds = facts.map(|facts| facts.ttl_seconds);
        Ok(TeamStatus { settings, trouble, ttl_seconds, may_edit, synced_at, profiles, drafts })
    }

    async fn ask_server(&self, settings: &TeamSettings) -> Result<(TokenFacts, bool)> {
        let team = self.team(Some(settings.alias.as_str())).await?;
        let facts = team.client.look_up(&team.token).await?;
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

fn shown(db: &Connection, linked: &Linked) -> Result<SharedProfile> {
    let here = linked.profile.as_deref().map(|id| find_by_id(db, id)).transpose()?.flatten();
    let there = linked.link.packed.as_ref().map(|packed| hallpass_providers::safe_words(&packed.name));
    let held = here.as_ref().zip(linked.link.held.as_ref()).map(|(profile, held)| held::shown(db, profile, held));
    Ok(SharedProfile {
        held,
        name: here.map(|profile| profile.name).or(there).unwrap_or_default(),
        version: linked.version,
        by: linked.link.by.clone(),
        written_at: linked.link.written_at.clone(),
        shared_secret: linked.link.secret.is_some(),
        problem: linked.link.problem.clone(),
    })
}

fn draft_of(db: &Connection, linked: &Linked) -> Result<Option<TeamDraft>> {
    let Some(id) = linked.profile.as_deref() else { return Ok(None) };
    let (Some(stored), Some(profile)) = (drafts::find(db, id)?, find_by_id(db, id)?) else { return Ok(None) };
    let after = preview(db, &profile.name, &as_typed(stored.packed))?;
    let differences = differences(Some(&profile), &after);
    Ok(Some(TeamDraft { profile: profile.name, made_at: stored.made_at, why: stored.why, differences }))
}
