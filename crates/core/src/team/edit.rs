//! Changes a shared profile for all members. Nothing is merged: the second editor sees both versions and decides.

use hallpass_providers::Text;
use hallpass_team::{Kind, ProfileDocument, TeamFault};
use serde::Serialize;

use super::drafts::{self, StoredDraft};
use super::failure::also;
use super::links::{self, Link, Linked};
use super::savepoint::taken_back;
use super::share::keeps_draft;
use super::whole_draft::whole;
use crate::edit::{edit, preview};
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::packs::{Difference, Packed, differences, packed};
use crate::profile::{Profile, ProfileDraft};

/// The result of an edit.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum TeamEdit {
    /// It was written, and everyone gets it with their next sync.
    Written {
        /// What is different now.
        differences: Vec<Difference>,
    },
    /// Someone else was faster. The edit is kept as a draft.
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
    /// Changes a shared profile for everyone. Secrets and a credential are the person's own beside it, and stay here.
    ///
    /// # Errors
    /// Returns an error if a draft waits, a value cannot be used here, the user is not allowed to, or the server fails.
    /// In the last two cases the edit is kept as a draft.
    pub async fn edit_shared(&self, name: &str, mut draft: ProfileDraft) -> Result<TeamEdit> {
        let (before, linked) = self.shared(name).await?;
        let id = before.id.clone();
        let waiting = self.vault().read(move |db| drafts::find(db, &id)).await?.is_some();
        let own = ProfileDraft {
            secrets: std::mem::take(&mut draft.secrets),
            credential: draft.credential.take().filter(|name| *name != before.credential.clone().unwrap_or_default()),
            ..ProfileDraft::default()
        };
        let after = self.rehearse(&before.name, draft).await?;
        let (moves, packed) = (after.server != before.server, packed(after));
        if !moves {
            // Those for another server are saved once it is this one's.
            self.save_own(&before.name, &own).await?;
        }
        if packed == crate::packs::packed(before.clone()) {
            return Ok(TeamEdit::Written { differences: Vec::new() });
        }
        if waiting {
            return Err(draft_waits(&before.name));
        }
        let (base, made_at, why) = (linked.version, self.wall(), Text::new("尚未发送", "Not sent yet"));
        let name = packed.name.clone();
        let draft = StoredDraft { packed, base, made_at, why, shown: None };
        let came = self.write_edit(&before, linked, draft, base).await?;
        if moves && matches!(came, TeamEdit::Written { .. }) {
            self.save_own(&name, &own).await?;
        }
        Ok(came)
    }

    async fn save_own(&self, name: &str, own: &ProfileDraft) -> Result<()> {
        if own.secrets.is_empty() && own.credential.is_none() {
            return Ok(());
        }
        self.edit_profile(name, own.clone()).await.map(drop)
    }

    /// Sends the draft of a shared profile. With `over` it is written over the version of someone else's that was last
    /// shown beside it; one that is newer still is shown in turn.
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

    /// The profile as an edit makes it here. It is done and taken back, so that objections are reported before anything
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
        let (by, op) = (team.by.clone(), team.client.op());
        let written = ProfileDocument::new(op, Some(content.clone()), linked.link.secret.clone(), &by);
        let sent = team.client.write(&team.token, Kind::Profile, &linked.document, base, &written).await;
        let version = sent.map_err(Trouble::Server)?;
        let (now, old, content, linked) = (self.wall(), before.clone(), content.clone(), linked.clone());
        let after = self
            .vault()
            .write(move |tx| {
                let saved = edit(tx, now, &old.name, whole(&old, content.clone()))?;
                let link = Link::new(packed(saved.profile.clone()), linked.link.secret.clone(), &by, &now.to_string());
                let link = link.after(&old, &saved.profile);
                links::save_link(tx, &Linked { version, link, ..linked })?;
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
    Text::new("修改已写入团队；请同步", "The edit was saved to the team; sync to get it")
}

fn draft_waits(name: &str) -> Error {
    Error::made(ErrorCode::Usage, format!("“{name}”有未发送的草稿"), format!("{name} has a draft that was not sent"))
        .advice(Text::new("请先发送或放弃草稿", "Send or discard the draft first"))
}

/// Whose fault it is that an edit was not written.
enum Trouble {
    Server(TeamFault),
    Own(Error),
}
