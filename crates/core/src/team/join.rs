//! Joining a team, logging in again, and leaving it.

use hallpass_team::{DocumentId, Name, TeamFault, Token};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::Connection;

use super::connection::{SECRETS, TOKEN};
use super::store::{self, Stored};
use super::{TeamSettings, TeamStatus};
use crate::profile::{find_by_id, remove};
use crate::{Error, Hallpass, Result};
use hallpass_providers::Secret;

impl Hallpass {
    /// Joins a team, or logs in to it again with the settings given: one attempt. What it shares comes with the next sync.
    ///
    /// Where the server no longer accepts the log-in before nor this one, what was shared is removed from here: whoever was
    /// taken out of a team keeps nothing of it.
    ///
    /// # Errors
    /// Returns an error if the server refuses or cannot be asked; a team that was not joined before is not there then.
    pub async fn join_team(&self, settings: TeamSettings, secret: Secret) -> Result<TeamStatus> {
        settings.check()?;
        let client = self.team_client(&settings)?;
        match client.log_in(&settings.log_in(secret)).await {
            Ok(token) => self.keep_token(settings.clone(), token).await?,
            Err(fault @ TeamFault::LogInRefused { .. }) => {
                return Err(self.refused_again(&settings, fault).await?);
            }
            Err(fault) => return Err(fault.into()),
        }
        self.team_status(Some(settings.alias.as_str())).await
    }

    /// The settings of a team that was joined.
    ///
    /// # Errors
    /// Returns an error if there is no such team, or several and none was named.
    pub async fn team_settings(&self, alias: Option<&str>) -> Result<TeamSettings> {
        let alias = alias.map(str::to_owned);
        self.vault().read(move |db| store::settings(db, alias.as_deref())).await
    }

    async fn keep_token(&self, settings: TeamSettings, token: Token) -> Result<()> {
        self.vault()
            .write(move |tx| {
                let before = store::stored(tx, &settings.alias)?;
                // Another server, or another team there: what is here is of that.
                let moved = before.as_ref().is_some_and(|before| before.settings.place != settings.place);
                let synced_at = before.filter(|_| !moved).and_then(|before| before.synced_at);
                store::save(tx, &Stored { settings: settings.clone(), synced_at })?;
                // Reason: into the vault's table of secrets, the one place where it is kept.
                secrets::put(tx, SECRETS, settings.alias.as_str(), TOKEN, token.token.expose())?;
                Ok(())
            })
            .await
    }

    /// A refusal may be a slip of the keyboard: what was shared goes only where the log-in before is over as well.
    async fn refused_again(&self, settings: &TeamSettings, fault: TeamFault) -> Result<Error> {
        let error = Error::from(fault);
        let over = match self.team(Some(settings.alias.as_str())).await {
            Ok(team) => matches!(team.client.look_up(&team.token).await, Err(TeamFault::NotLoggedIn)),
            // Never joined: there is nothing to remove.
            Err(_) => false,
        };
        if over {
            let (alias, now) = (settings.alias.clone(), self.wall());
            self.vault()
                .write(move |tx| {
                    forget_profiles(tx, now, &alias)?;
                    secrets::remove_all(tx, SECRETS, alias.as_str())?;
                    match store::stored(tx, &alias)? {
                        Some(stored) => store::save(tx, &Stored { synced_at: None, ..stored }),
                        None => Ok(()),
                    }
                })
                .await?;
        }
        Ok(error)
    }

    /// Leaves a team: its token is revoked, and what it shares is removed from here. Answers whether the server has confirmed
    /// the first; the second is done in any case.
    ///
    /// # Errors
    /// Returns an error if there is no such team, or the vault cannot be written.
    pub async fn leave_team(&self, alias: Option<&str>) -> Result<bool> {
        let settings = self.team_settings(alias).await?;
        let revoked = match self.team(Some(settings.alias.as_str())).await {
            Ok(team) => team.client.revoke(&team.token).await.is_ok(),
            Err(_) => true,
        };
        let (alias, now) = (settings.alias, self.wall());
        self.vault()
            .write(move |tx| {
                forget_profiles(tx, now, &alias)?;
                secrets::remove_all(tx, SECRETS, alias.as_str())?;
                store::remove(tx, &alias)
            })
            .await?;
        Ok(revoked)
    }
}

/// Removes every profile that a team shares, with its session.
fn forget_profiles(db: &Connection, now: Timestamp, alias: &Name) -> Result<()> {
    for linked in store::linked(db, alias)? {
        forget(db, now, alias, &linked.document, linked.profile.as_deref())?;
    }
    Ok(())
}

/// Removes one shared profile from here.
pub(super) fn forget(
    db: &Connection,
    now: Timestamp,
    alias: &Name,
    document: &DocumentId,
    profile: Option<&str>,
) -> Result<()> {
    store::remove_link(db, alias, document)?;
    match profile.map(|id| find_by_id(db, id)).transpose()?.flatten() {
        Some(profile) => remove(db, now, &profile),
        None => Ok(()),
    }
}
