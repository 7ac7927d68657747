//! Sharing a profile with a team, and no longer sharing it.

use hallpass_providers::Secret;
use hallpass_team::{DocumentId, Kind, ProfileDocument, SecretDocument, TeamFault};

use super::connection::Connection as Team;
use super::drafts;
use super::links::{self, Link, Linked};
use super::store;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::packs::{Packed, packed};
use crate::profile::{Profile, ProfileId, by_name};
use hallpass_providers::Text;

/// The password that members sign in to a shared profile with.
#[derive(Debug, Clone, Default)]
pub enum SharedSecret {
    /// None: each member uses a password of their own.
    #[default]
    None,
    /// This one, as a secret of its own.
    New(Secret),
    /// That of another shared profile, by the profile's name: it is changed once for all.
    SameAs(String),
}

impl Hallpass {
    /// Shares a profile with a team. Its sessions and saved secrets stay here.
    ///
    /// # Errors
    /// Returns an error if it is shared already, or the user is not allowed to; nothing is shared then.
    pub async fn share_profile(&self, alias: Option<&str>, name: &str, secret: SharedSecret) -> Result<()> {
        let team = self.team(alias).await?;
        let wanted = name.to_owned();
        let (profile, link) = self
            .vault()
            .read(move |db| {
                let profile = by_name(db, &wanted)?;
                let link = links::link_of(db, &profile.id)?;
                Ok::<_, Error>((profile, link))
            })
            .await?;
        if let Some(link) = link {
            return Err(Error::made(
                ErrorCode::Usage,
                format!("“{name}”已由团队{}共享", link.alias),
                format!("{name} is already shared by team {}", link.alias),
            ));
        }
        let fresh = matches!(secret, SharedSecret::New(_));
        let secret = self.secret_to_share(&team, &profile, secret).await?;
        let document = new_id(&team);
        // Should the answer be lost, the next sync knows whose document it is.
        self.note_sharing(&team, &document, Some(profile.id.clone())).await?;
        match self.write_profile(&team, &document, packed(profile.clone()), secret.clone(), &profile).await {
            Err(Failed::Server(fault)) => {
                if fault != TeamFault::Unknown {
                    self.note_sharing(&team, &document, None).await?;
                    if let Some(secret) = secret.filter(|_| fresh) {
                        // Nobody would ever find it again.
                        let gone = team.client.delete(&team.token, Kind::Secret, &secret, 1).await;
                        tracing::debug!(?gone, "the secret of a profile that was not shared");
                    }
                }
                Err(fault.into())
            }
            Err(Failed::Here(error)) => Err(error),
            Ok(()) => Ok(()),
        }
    }

    async fn note_sharing(&self, team: &Team, document: &DocumentId, profile: Option<ProfileId>) -> Result<()> {
        let (alias, document) = (team.settings.alias.clone(), document.clone());
        let note = move |stored: &mut store::Stored| match profile {
            Some(profile) => drop(stored.sharing.insert(document, profile)),
            None => drop(stored.sharing.remove(&document)),
        };
        self.vault().write(move |tx| store::change(tx, &alias, note)).await
    }

    /// Stops sharing a profile; it stays here as the person's own. The others lose it with their next sync.
    ///
    /// # Errors
    /// Returns an error if it is not shared, or the user is not allowed to.
    pub async fn unshare_profile(&self, name: &str) -> Result<()> {
        let (profile, linked) = self.shared(name).await?;
        let team = self.team(Some(linked.alias.as_str())).await?;
        let document = ProfileDocument::<Packed>::new(team.client.op(), None, None, &team.by);
        // Should the answer be lost, the next sync takes the profile from the team and leaves it here.
        self.note_unsharing(&linked, true).await?;
        let sent = team.client.write(&team.token, Kind::Profile, &linked.document, linked.version, &document).await;
        if let Err(fault) = sent {
            if fault != TeamFault::Unknown {
                self.note_unsharing(&linked, false).await?;
            }
            return Err(fault.into());
        }
        self.vault()
            .write(move |tx| {
                links::remove_link(tx, &linked.alias, &linked.document)?;
                // An edit for everyone has nobody to go to.
                drafts::remove(tx, &profile.id)
            })
            .await
    }

    async fn note_unsharing(&self, linked: &Linked, unsharing: bool) -> Result<()> {
        let link = Link { unsharing, ..linked.link.clone() };
        let linked = Linked { link, ..linked.clone() };
        self.vault().write(move |tx| links::save_link(tx, &linked)).await
    }

    /// A shared profile by its name, with its place in the team.
    pub(super) async fn shared(&self, name: &str) -> Result<(Profile, Linked)> {
        let wanted = name.to_owned();
        self.vault()
            .read(move |db| {
                let profile = by_name(db, &wanted)?;
                let linked = links::link_of(db, &profile.id)?.ok_or_else(|| not_shared(&profile.name))?;
                Ok((profile, linked))
            })
            .await
    }

    async fn secret_to_share(
        &self,
        team: &Team,
        profile: &Profile,
        secret: SharedSecret,
    ) -> Result<Option<DocumentId>> {
        if !matches!(secret, SharedSecret::None) && profile.method(None)?.password.is_none() {
            let why = Text::new("此登录方式没有密码", "is not used by this sign-in method");
            return Err(Error::invalid("secret", &why));
        }
        match secret {
            SharedSecret::None => Ok(None),
            SharedSecret::SameAs(other) => {
                let (_, linked) = self.shared(&other).await?;
                if linked.alias != team.settings.alias {
                    return Err(not_shared(&other));
                }
                linked.link.secret.map(Some).ok_or_else(|| no_secret(&other))
            }
            SharedSecret::New(password) => {
                crate::text::check_field("secret", &password)?;
                if password.is_empty() {
                    return Err(Error::missing("secret"));
                }
                let id = new_id(team);
                let document = SecretDocument::new(team.client.op(), password, &team.by);
                team.client.write(&team.token, Kind::Secret, &id, 0, &document).await?;
                Ok(Some(id))
            }
        }
    }

    /// Writes a profile as a new document and keeps what was written; `profile` is what it is here.
    async fn write_profile(
        &self,
        team: &Team,
        document: &DocumentId,
        content: Packed,
        secret: Option<DocumentId>,
        profile: &Profile,
    ) -> Result<(), Failed> {
        let (by, op) = (team.by.clone(), team.client.op());
        let written = ProfileDocument::new(op, Some(content.clone()), secret.clone(), &by);
        let sent = team.client.write(&team.token, Kind::Profile, document, 0, &written).await;
        let version = sent.map_err(Failed::Server)?;
        let link = Link::new(content, secret, &by, &self.wall().to_string());
        let linked = Linked {
            alias: team.settings.alias.clone(),
            document: document.clone(),
            version,
            profile: Some(profile.id.clone()),
            link,
        };
        let kept = self.vault().write(move |tx| {
            links::save_link(tx, &linked)?;
            store::change(tx, &linked.alias, |stored| drop(stored.sharing.remove(&linked.document)))
        });
        kept.await.map_err(Failed::Here)
    }
}

/// Where sharing has failed.
enum Failed {
    Server(TeamFault),
    Here(Error),
}

fn new_id(team: &Team) -> DocumentId {
    team.client.op().into()
}

pub(super) fn not_shared(name: &str) -> Error {
    Error::made(ErrorCode::Usage, format!("“{name}”不是团队共享的配置"), format!("{name} is not shared by a team"))
}

pub(super) fn no_secret(name: &str) -> Error {
    Error::made(ErrorCode::Usage, format!("“{name}”没有共享密码"), format!("{name} has no shared secret"))
}

/// Whether a fault leaves an edit as a draft: all but those which the same edit meets each time.
pub(super) const fn keeps_draft(fault: &TeamFault) -> bool {
    !matches!(fault, TeamFault::TooBig | TeamFault::Unusable { .. } | TeamFault::BadRequest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_fails_leaves_a_draft_and_one_that_never_takes_it_does_not() {
        for fault in [
            TeamFault::Throttled { wait: None },
            TeamFault::ServerError { status: 500 },
            TeamFault::NotTheApi,
            TeamFault::Stale,
            TeamFault::Sealed,
            TeamFault::NotAllowed,
            TeamFault::Unknown,
        ] {
            assert!(keeps_draft(&fault), "{fault:?}");
        }
        for fault in [TeamFault::TooBig, TeamFault::BadRequest, TeamFault::Unusable { field: "user" }] {
            assert!(!keeps_draft(&fault), "{fault:?}");
        }
    }
}
