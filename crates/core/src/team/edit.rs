//! Changing a shared profile for everybody. Nothing is merged: who comes second sees both versions and decides.

use hallpass_providers::Text;
use hallpass_team::{Kind, ProfileDocument, TeamFault};
use serde::Serialize;

use super::apply::whole;
use super::drafts::{self, StoredDraft};
use super::share::keeps_draft;
use super::store::{self, Link, Linked};
use crate::packs::{Difference, Packed, differences, draft, packed};
use crate::profile::{Profile, edit, preview};
use crate::{Error, Hallpass, ProfileDraft, Result};

/// What an edit came to.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum TeamEdit {
    /// It was written, and everybody gets it with their next sync.
    Written {
        /// What is different now.
        differences: Vec<Difference>,
    },
    /// Somebody else was faster. The edit is kept as a draft.
    Conflict {
        /// Who wrote the version that there is now, as they call themselves.
        by: String,
        /// When, as the server says it.
        written_at: String,
        /// In which values theirs (before) and this (after) differ.
        differences: Vec<Difference>,
    },
}

impl Hallpass {
    /// Changes a shared profile for everybody.
    ///
    /// # Errors
    /// Returns an error if a value cannot be used, the person may not, or the server cannot be asked. In the last two cases the
    /// edit is kept as a draft.
    pub async fn edit_shared(&self, name: &str, draft: ProfileDraft) -> Result<TeamEdit> {
        let (before, linked) = self.shared(name).await?;
        let wanted = before.name.clone();
        let after = self.vault().read(move |db| preview(db, &wanted, &draft)).await?;
        let base = linked.version;
        self.write_edit(&before, linked, packed(after), base).await
    }

    /// Sends the draft of a shared profile. With `over` it is written over what somebody else has written meanwhile.
    ///
    /// # Errors
    /// As [`Hallpass::edit_shared`], and if there is no draft.
    pub async fn send_team_draft(&self, name: &str, over: bool) -> Result<TeamEdit> {
        let (before, linked) = self.shared(name).await?;
        let id = before.id.clone();
        let stored = self.vault().read(move |db| drafts::find(db, &id)).await?;
        let stored = stored.ok_or_else(|| Error::no_such("草稿", "draft", name))?;
        let base = if over { self.present_version(&linked).await? } else { stored.base };
        self.write_edit(&before, linked, stored.packed, base).await
    }

    /// Discards the draft of a shared profile.
    ///
    /// # Errors
    /// Returns an error if the profile is not shared.
    pub async fn discard_team_draft(&self, name: &str) -> Result<()> {
        let (profile, _) = self.shared(name).await?;
        self.vault().write(move |tx| drafts::remove(tx, &profile.id)).await
    }

    async fn present_version(&self, linked: &Linked) -> Result<u64> {
        let team = self.team(Some(linked.alias.as_str())).await?;
        match team.client.read::<ProfileDocument<Packed>>(&team.token, Kind::Profile, &linked.document).await {
            Ok(found) => Ok(found.version),
            Err(fault) => Err(fault.into()),
        }
    }

    async fn write_edit(&self, before: &Profile, linked: Linked, content: Packed, base: u64) -> Result<TeamEdit> {
        match self.try_edit(before, &linked, &content, base).await {
            Ok(written) => Ok(written),
            Err(Trouble::Own(error)) => Err(error),
            Err(Trouble::Server(fault)) => {
                if keeps_draft(&fault) {
                    let (made_at, why, id) = (self.wall(), fault.text(), before.id.clone());
                    let stored = StoredDraft { packed: content.clone(), base, made_at, why };
                    self.vault().write(move |tx| drafts::save(tx, &id, &stored)).await?;
                }
                match fault {
                    TeamFault::Conflict { .. } => self.conflict(before, &linked, content).await,
                    fault if keeps_draft(&fault) => Err(kept(fault.into())),
                    fault => Err(fault.into()),
                }
            }
        }
    }

    async fn try_edit(
        &self,
        before: &Profile,
        linked: &Linked,
        content: &Packed,
        base: u64,
    ) -> Result<TeamEdit, Trouble> {
        // Without a token the server is not asked, and the edit is kept in the same way.
        let team = self.team(Some(linked.alias.as_str())).await.map_err(|error| match error.code {
            crate::ErrorCode::NoSession => Trouble::Server(TeamFault::NotLoggedIn),
            _ => Trouble::Own(error),
        })?;
        let (by, op) = (team.settings.user.clone(), team.client.op());
        let written = ProfileDocument::new(op, Some(content.clone()), linked.link.secret.clone(), &by);
        let sent = team.client.write(&team.token, Kind::Profile, &linked.document, base, &written).await;
        let version = sent.map_err(Trouble::Server)?;
        let (now, old, content, linked) = (self.wall(), before.clone(), content.clone(), linked.clone());
        let after = self
            .vault()
            .write(move |tx| {
                let saved = edit(tx, now, &old.name, whole(&old, content.clone()))?;
                let link = Link::new(packed(saved.profile.clone()), linked.link.secret.clone(), &by, &now.to_string());
                store::save_link(tx, &Linked { version, link, ..linked })?;
                drafts::remove(tx, &old.id)?;
                Ok(saved.profile)
            })
            .await
            .map_err(Trouble::Own)?;
        Ok(TeamEdit::Written { differences: differences(Some(before), &after) })
    }

    /// Both versions, value by value.
    async fn conflict(&self, before: &Profile, linked: &Linked, content: Packed) -> Result<TeamEdit> {
        let team = self.team(Some(linked.alias.as_str())).await?;
        let found = team.client.read::<ProfileDocument<Packed>>(&team.token, Kind::Profile, &linked.document).await?;
        let theirs = found.document.profile.ok_or(TeamFault::Deleted { version: found.version })?;
        let (name, ours) = (before.name.clone(), whole(before, content));
        let theirs = whole(before, theirs);
        let (theirs, ours) = self
            .vault()
            .read(move |db| Ok::<_, Error>((preview(db, &name, &theirs)?, preview(db, &name, &ours)?)))
            .await?;
        let differences = differences(Some(&theirs), &ours);
        Ok(TeamEdit::Conflict { by: found.document.by, written_at: found.written_at, differences })
    }
}

/// A failure that also says where the edit is.
fn kept(error: Error) -> Error {
    let draft = Text::new("您的修改已存为草稿", "Your edit is kept as a draft");
    let advice = match &error.advice {
        Some(advice) => Text::made(format!("{}。{}", advice.zh, draft.zh), format!("{}. {}", advice.en, draft.en)),
        None => draft,
    };
    error.advice(advice)
}

/// Whose fault it is that an edit was not written.
enum Trouble {
    Server(TeamFault),
    Own(Error),
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Server(fault) => fault.into(),
            Trouble::Own(error) => error,
        }
    }
}

/// A draft as a person would type it.
pub(super) fn as_typed(packed: Packed) -> ProfileDraft {
    draft(packed)
}
