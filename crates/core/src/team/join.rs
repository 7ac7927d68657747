//! Joining a team, logging in again, and leaving it.

use hallpass_team::{Name, TeamFault, Token};
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::Connection;

use super::certificate;
use super::connection::{SECRETS, TOKEN};
use super::drafts;
use super::failure::also;
use super::links::{self, forget};
use super::settings::{TeamMethod, TeamSettings};
use super::status::TeamStatus;
use super::store::{self, Stored};
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use hallpass_providers::{Secret, Text};

impl Hallpass {
    /// Joins a team, or logs in to it again with the settings given: one attempt. What it shares comes with the next sync.
    /// Where a client certificate says who logs in, `secret` is that with its private key; empty for the one of before.
    ///
    /// Where the server no longer accepts the login before and refuses this one twice in a row, what was shared is
    /// removed from here: a removed member keeps nothing but their own drafts.
    ///
    /// # Errors
    /// Returns an error if another team was joined under this name, a browser has to confirm the login
    /// ([`Hallpass::start_device_log_in`]), the guard blocks the attempt, or the server refuses or cannot be asked; a team
    /// that was not joined before is not there then.
    pub async fn join_team(&self, settings: TeamSettings, secret: Secret) -> Result<TeamStatus> {
        let (settings, before) = self.joining(settings).await?;
        if settings.method != TeamMethod::Cert {
            let end = self.team_log_in(&settings, secret).await?;
            return self.joined(settings, before, end, None).await;
        }
        let known = before.as_ref().map(|before| &before.settings);
        let certificate = self.log_in_certificate(&settings, known, &secret).await?;
        let end = self.team_log_in(&settings, certificate.clone()).await?;
        self.joined(settings, before, end, Some(certificate)).await
    }

    /// The settings to join with, and what is known of the team from before.
    pub(super) async fn joining(&self, mut settings: TeamSettings) -> Result<(TeamSettings, Option<Stored>)> {
        settings.check()?;
        let alias = settings.alias.clone();
        let before = self.vault().read(move |db| store::stored(db, &alias)).await?;
        if let Some(before) = &before {
            // In the letter case of then, under which everything of it is kept.
            settings.alias = before.settings.alias.clone();
            if before.settings.place != settings.place {
                return Err(another_place(&settings.alias));
            }
        }
        Ok((settings, before))
    }

    /// What a login came to: its token is kept, with the certificate that it was by.
    pub(super) async fn joined(
        &self,
        settings: TeamSettings,
        before: Option<Stored>,
        end: std::result::Result<Token, TeamFault>,
        certificate: Option<Secret>,
    ) -> Result<TeamStatus> {
        match (end, before) {
            (Ok(token), _) => {
                let alias = settings.alias.clone();
                self.keep_token(settings, token, certificate).await?;
                self.keep_name(&alias).await?;
                self.team_status(Some(alias.as_str())).await
            }
            (Err(fault), Some(before)) if fault.is_refusal() => {
                Err(self.refused_again(&settings, before, fault.into()).await?)
            }
            (Err(fault), _) => Err(fault.into()),
        }
    }

    /// The settings of a team that was joined.
    ///
    /// # Errors
    /// Returns an error if there is no such team, or several and none was named.
    pub async fn team_settings(&self, alias: Option<&str>) -> Result<TeamSettings> {
        let alias = alias.map(str::to_owned);
        self.vault().read(move |db| store::settings(db, alias.as_deref())).await
    }

    async fn keep_token(&self, settings: TeamSettings, token: Token, certificate: Option<Secret>) -> Result<()> {
        self.vault()
            .write(move |tx| {
                let stored = match store::stored(tx, &settings.alias)? {
                    Some(before) => Stored { settings: settings.clone(), refused: 0, name: None, ..before },
                    None => Stored::new(settings.clone()),
                };
                store::save(tx, &stored)?;
                certificate::keep(tx, &settings.alias, certificate.as_ref())?;
                // Reason: into the vault's table of secrets, the only place where it is kept.
                secrets::put(tx, SECRETS, settings.alias.as_str(), TOKEN, token.token.expose())?;
                Ok(())
            })
            .await
    }

    /// A refusal may be a slip of the keyboard, or of someone else's login: what was shared goes only where the same
    /// login is refused again and the one before is over as well.
    async fn refused_again(&self, settings: &TeamSettings, before: Stored, error: Error) -> Result<Error> {
        let TeamSettings { nodes, method, method_mount, user, .. } = &before.settings;
        let same = *nodes == settings.nodes
            && *method == settings.method
            && *method_mount == settings.method_mount
            && *user == settings.user;
        if !same {
            return Ok(error);
        }
        let over = match self.team(Some(settings.alias.as_str())).await {
            Ok(team) => matches!(team.client.look_up(&team.token).await, Err(TeamFault::NotLoggedIn)),
            // There is no login: what was shared was removed.
            Err(_) => false,
        };
        if !over {
            return Ok(error);
        }
        let (alias, now) = (settings.alias.clone(), self.wall());
        let removed = self.vault().write(move |tx| refused_once_more(tx, now, &alias)).await?;
        Ok(also(error, if removed { removed_from_here() } else { next_time() }))
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

/// Counts a refusal, and removes what was shared with the second. Answers whether it did.
fn refused_once_more(db: &Connection, now: Timestamp, alias: &Name) -> Result<bool> {
    let Some(stored) = store::stored(db, alias)? else { return Ok(false) };
    if stored.refused == 0 {
        store::save(db, &Stored { refused: 1, ..stored })?;
        return Ok(false);
    }
    let mut kept = stored.drafts;
    for linked in links::linked(db, alias)? {
        let Some(profile) = &linked.profile else { continue };
        if let Some(draft) = drafts::find(db, profile)? {
            kept.insert(linked.document, draft);
        }
    }
    forget_profiles(db, now, alias)?;
    secrets::remove_all(db, SECRETS, alias.as_str())?;
    store::save(db, &Stored { drafts: kept, ..Stored::new(stored.settings) })?;
    Ok(true)
}

fn another_place(alias: &Name) -> Error {
    Error::made(
        ErrorCode::Usage,
        format!("名称{alias}已用于另一个团队，或它在服务器上的另一个位置"),
        format!("The name {alias} is already used for another team or another location on the server"),
    )
    .advice(Text::new("请先离开那个团队，或换一个名称加入", "Leave that team first, or join under another name"))
}

fn next_time() -> Text {
    Text::new(
        "如果再次被拒绝，团队共享的内容会从本机删除",
        "If the login is refused again, the team's shared profiles are deleted from this machine",
    )
}

fn removed_from_here() -> Text {
    Text::new(
        "团队共享的内容已从本机删除，草稿保留",
        "The team's shared profiles were deleted from this machine; drafts are kept",
    )
}

/// Removes every profile that a team shares, with its session.
fn forget_profiles(db: &Connection, now: Timestamp, alias: &Name) -> Result<()> {
    for linked in links::linked(db, alias)? {
        forget(db, now, alias, &linked.document, linked.profile.as_ref())?;
    }
    Ok(())
}
