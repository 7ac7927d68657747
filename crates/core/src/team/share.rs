//! Sharing a profile with a team, and no longer sharing it.

use hallpass_providers::Secret;
use hallpass_team::{DocumentId, Kind, ProfileDocument, SecretDocument, TeamFault};

use super::connection::Connection as Team;
use super::store::{self, Link, Linked};
use crate::packs::{Packed, packed};
use crate::profile::{Profile, by_name};
use crate::{Error, ErrorCode, Hallpass, Result};
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
    /// Returns an error if it is shared already, or the person may not; nothing is shared then.
    pub async fn share_profile(&self, alias: Option<&str>, name: &str, secret: SharedSecret) -> Result<()> {
        let team = self.team(alias).await?;
        let wanted = name.to_owned();
        let (profile, link) = self
            .vault()
            .read(move |db| {
                let profile = by_name(db, &wanted)?;
                let link = store::link_of(db, &profile.id)?;
                Ok::<_, Error>((profile, link))
            })
            .await?;
        if let Some(link) = link {
            return Err(Error::made(
                ErrorCode::Usage,
                format!("“{name}”已由团队{}共享", link.alias),
                format!("{name} is already shared by the team {}", link.alias),
            ));
        }
        let secret = self.secret_to_share(&team, &profile, secret).await?;
        let document = new_id(&team);
        self.write_profile(&team, &document, 0, packed(profile.clone()), secret, &profile).await
    }

    /// Stops sharing a profile; it stays here as the person's own. The others lose it with their next sync.
    ///
    /// # Errors
    /// Returns an error if it is not shared, or the person may not.
    pub async fn unshare_profile(&self, name: &str) -> Result<()> {
        let (profile, linked) = self.shared(name).await?;
        let team = self.team(Some(linked.alias.as_str())).await?;
        let document = ProfileDocument::<Packed>::new(team.client.op(), None, None, &team.settings.user);
        team.client.write(&team.token, Kind::Profile, &linked.document, linked.version, &document).await?;
        self.vault()
            .write(move |tx| {
                store::remove_link(tx, &linked.alias, &linked.document)?;
                tracing::debug!(profile = %profile.id, "no longer shared");
                Ok(())
            })
            .await
    }

    /// A shared profile by its name, with its place in the team.
    pub(super) async fn shared(&self, name: &str) -> Result<(Profile, Linked)> {
        let wanted = name.to_owned();
        self.vault()
            .read(move |db| {
                let profile = by_name(db, &wanted)?;
                let linked = store::link_of(db, &profile.id)?.ok_or_else(|| not_shared(&profile.name))?;
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
            let why = Text::new("此登录方式没有密码", "has no password in this sign-in method");
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
                let document = SecretDocument::new(team.client.op(), password, &team.settings.user);
                team.client.write(&team.token, Kind::Secret, &id, 0, &document).await?;
                Ok(Some(id))
            }
        }
    }

    /// Writes a profile over version `cas` and keeps what was written; `profile` is what it is here.
    pub(super) async fn write_profile(
        &self,
        team: &Team,
        document: &DocumentId,
        cas: u64,
        content: Packed,
        secret: Option<DocumentId>,
        profile: &Profile,
    ) -> Result<()> {
        let (by, op) = (team.settings.user.clone(), team.client.op());
        let written = ProfileDocument::new(op, Some(content.clone()), secret.clone(), &by);
        let version = team.client.write(&team.token, Kind::Profile, document, cas, &written).await?;
        let link = Link::new(content, secret, &by, &self.wall().to_string());
        let linked = Linked {
            alias: team.settings.alias.clone(),
            document: document.clone(),
            version,
            profile: Some(profile.id.clone()),
            link,
        };
        self.vault().write(move |tx| store::save_link(tx, &linked)).await
    }
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
