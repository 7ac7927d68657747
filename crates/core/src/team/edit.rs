//! Changing a shared profile for everybody. Nothing is merged: who comes second sees both versions and decides.

use hallpass_providers::Text;
use hallpass_team::{Kind, ProfileDocument, TeamFault};
use serde::Serialize;

use super::apply::{taken_back, whole};
use super::drafts::{self, StoredDraft};
use super::failure::also;
use super::share::keeps_draft;
use super::store::{self, Link, Linked};
use crate::packs::{Difference, Packed, differences, draft, packed};
use crate::profile::{Profile, edit, preview};
use crate::{Error, ErrorCode, Hallpass, ProfileDraft, Result};

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
    /// Returns an error if a draft waits, a value cannot be used here, the person may not, or the server fails. In the last two
    /// cases the edit is kept as a draft.
    pub async fn edit_shared(&self, name: &str, draft: ProfileDraft) -> Result<TeamEdit> {
        let (before, linked) = self.shared(name).await?;
        let id = before.id.clone();
        if self.vault().read(move |db| drafts::find(db, &id)).await?.is_some() {
            return Err(draft_waits(&before.name));
        }
        let packed = packed(self.rehearse(&before.name, draft).await?);
        let (base, made_at, why) = (linked.version, self.wall(), Text::new("尚未写入", "Not written yet"));
        self.write_edit(&before, linked, StoredDraft { packed, base, made_at, why, shown: None }, base).await
    }

    /// Sends the draft of a shared profile. With `over` it is written over the version of somebody else's that was last shown
    /// beside it; one that is newer still is shown in turn.
    ///
    /// # Errors
    /// As [`Hallpass::edit_shared`], and if there is no draft.
    pub async fn send_team_draft(&self, name: &str, over: bool) -> Result<TeamEdit> {
        let (before, linked) = self.shared(name).await?;
        let id = before.id.clone();
        let stored = self.vault().read(move |db| drafts::find(db, &id)).await?;
        let stored = stored.ok_or_else(|| Error::no_such("草稿", "draft", name))?;
        self.rehearse(&before.name, whole(&before, stored.packed.clone())).await?;
        let cas = stored.shown.filter(|_| over).unwrap_or(stored.base);
        self.write_edit(&before, linked, stored, cas).await
    }

    /// The profile as an edit makes it here. It is done and taken back, so that what stands against it is said before anything
    /// is sent.
    async fn rehearse(&self, name: &str, draft: ProfileDraft) -> Result<Profile> {
        let (now, name) = (self.wall(), name.to_owned());
        self.vault().write(move |tx| taken_back(tx, |db| edit(db, now, &name, draft).map(|saved| saved.profile))).await
    }

    /// Discards the draft of a shared profile.
    ///
    /// # Errors
    /// Returns an error if the profile is not shared.
    pub async fn discard_team_draft(&self, name: &str) -> Result<()> {
        let (profile, _) = self.shared(name).await?;
        self.vault().write(move |tx| drafts::remove(tx, &profile.id)).await
    }

    async fn write_edit(&self, before: &Profile, linked: Linked, draft: StoredDraft, cas: u64) -> Result<TeamEdit> {
        let fault = match self.try_edit(before, &linked, &draft.packed, cas).await {
            Ok(written) => return Ok(written),
            Err(Trouble::Own(error)) => return Err(error),
            Err(Trouble::Server(fault)) if !keeps_draft(&fault) => return Err(fault.into()),
            Err(Trouble::Server(fault)) => fault,
        };
        let draft = StoredDraft { why: fault.text(), ..draft };
        self.keep_draft(before, draft.clone()).await?;
        match fault {
            TeamFault::Conflict { .. } => self.conflict(before, &linked, draft).await.map_err(kept),
            fault => Err(kept(fault.into())),
        }
    }

    async fn keep_draft(&self, of: &Profile, draft: StoredDraft) -> Result<()> {
        let id = of.id.clone();
        self.vault().write(move |tx| drafts::save(tx, &id, &draft)).await
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
            ErrorCode::NoSession => Trouble::Server(TeamFault::NotLoggedIn),
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
            .map_err(|error: Error| Trouble::Own(also(error, written_there())))?;
        Ok(TeamEdit::Written { differences: differences(Some(before), &after) })
    }

    /// Both versions, value by value.
    async fn conflict(&self, before: &Profile, linked: &Linked, draft: StoredDraft) -> Result<TeamEdit> {
        let team = self.team(Some(linked.alias.as_str())).await?;
        let found = team.client.read::<ProfileDocument<Packed>>(&team.token, Kind::Profile, &linked.document).await?;
        let content = draft.packed.clone();
        let theirs = found.document.profile.ok_or(TeamFault::Deleted { version: found.version })?;
        let (name, ours) = (before.name.clone(), whole(before, content));
        let theirs = whole(before, theirs);
        let (theirs, ours) = self
            .vault()
            .read(move |db| Ok::<_, Error>((preview(db, &name, &theirs)?, preview(db, &name, &ours)?)))
            .await?;
        let differences = differences(Some(&theirs), &ours);
        // It is about to be seen: this one may be written over.
        self.keep_draft(before, StoredDraft { shown: Some(found.version), ..draft }).await?;
        Ok(TeamEdit::Conflict { by: found.document.by, written_at: found.written_at, differences })
    }
}

/// A failure that also says where the edit is.
fn kept(error: Error) -> Error {
    also(error, Text::new("您的修改已存为草稿", "Your edit is kept as a draft"))
}

fn written_there() -> Text {
    Text::new("修改已写入团队；请同步", "The edit was written to the team; sync it")
}

fn draft_waits(name: &str) -> Error {
    Error::made(ErrorCode::Usage, format!("“{name}”有未写入的草稿"), format!("{name} has a draft that was not written"))
        .advice(Text::new("请先写入或放弃草稿", "Send or discard the draft first"))
}

/// Whose fault it is that an edit was not written.
enum Trouble {
    Server(TeamFault),
    Own(Error),
}

/// A draft as a person would type it.
pub(super) fn as_typed(packed: Packed) -> ProfileDraft {
    draft(packed)
}
