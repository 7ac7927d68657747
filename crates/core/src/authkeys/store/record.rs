//! What the vault stores about a job, so that listing jobs does not open their files.

use std::path::PathBuf;

use hallpass_providers::{KeyEnd, Text};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authkeys::key_expiry::end;
use crate::authkeys::list_facts::ListFacts;
use crate::authkeys::store::queue::AccountStatus;
use crate::environment::Environment;
use crate::error::{Error, ErrorCode, Result};
use crate::profile::ProfileId;

/// A job as stored in the vault.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::authkeys) struct JobRecord {
    pub(in crate::authkeys) id: String,
    pub(in crate::authkeys) profile_id: ProfileId,
    pub(in crate::authkeys) profile: String,
    /// The server that the keys are of: a profile that was moved to another one cannot go on with them.
    pub(in crate::authkeys) server: String,
    pub(in crate::authkeys) environment: Environment,
    pub(in crate::authkeys) created_at: Timestamp,
    pub(in crate::authkeys) state: JobState,
    pub(in crate::authkeys) expires_ms: i64,
    pub(in crate::authkeys) create_missing: bool,
    pub(in crate::authkeys) rotate: bool,
    pub(in crate::authkeys) at_once: usize,
    #[serde(with = "crate::path::kept")]
    pub(in crate::authkeys) out: PathBuf,
    pub(in crate::authkeys) format: String,
    pub(in crate::authkeys) bom: bool,
    /// `plain`, `passphrase` or a recipient.
    pub(in crate::authkeys) protection: String,
    pub(in crate::authkeys) asked: u64,
    pub(in crate::authkeys) blank: u64,
    pub(in crate::authkeys) problems: u64,
    pub(in crate::authkeys) duplicates: u64,
    pub(in crate::authkeys) counts: Counts,
    /// Why it does not continue automatically.
    pub(in crate::authkeys) note: Option<Text>,
    /// What the list was found to be. Of jobs that were made before this was recorded nobody knows.
    #[serde(default)]
    pub(in crate::authkeys) list: ListFacts,
    /// A person said yes to what cannot be undone. Of jobs that were made before this was recorded nobody knows.
    #[serde(default)]
    pub(in crate::authkeys) confirmed: bool,
}

/// A job's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Its list is being read; one that was killed then is only to be forgotten.
    Reading,
    /// Nothing was sent yet.
    Ready,
    /// A process is at it.
    Running,
    /// It can be resumed.
    Paused,
    /// Its table is written.
    Done,
}

/// Accounts by what came of them, and what that took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Counts {
    /// With a key.
    pub ok: u64,
    /// Without one.
    pub empty: u64,
    /// Not in the answer.
    pub missing: u64,
    /// Rows of the answers that nobody asked for.
    pub extra: u64,
    /// Not answered, or not to be understood; `resume` asks again.
    pub failed: u64,
    /// A key may have been made: `resume` reads again.
    pub unknown: u64,
    /// Of those that are ok, how many got a new key.
    pub minted: u64,
    /// Calls sent.
    pub requests: u64,
}

impl Counts {
    /// Accounts with an end, good or bad.
    pub fn ended(&self) -> u64 {
        self.ok + self.empty + self.missing + self.failed + self.unknown
    }

    /// Accounts that the server has told about.
    pub fn answered(&self) -> u64 {
        self.ok + self.empty + self.missing
    }

    /// One account leaves `was` and becomes `now`.
    pub(in crate::authkeys) fn shift(&mut self, was: Option<AccountStatus>, now: AccountStatus) {
        if let Some(count) = was.and_then(|was| self.of(was)) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = self.of(now) {
            *count += 1;
        }
    }

    fn of(&mut self, status: AccountStatus) -> Option<&mut u64> {
        match status {
            AccountStatus::Ok => Some(&mut self.ok),
            AccountStatus::Empty => Some(&mut self.empty),
            AccountStatus::Missing => Some(&mut self.missing),
            AccountStatus::Failed => Some(&mut self.failed),
            AccountStatus::Unknown => Some(&mut self.unknown),
            AccountStatus::Doubtful => None,
        }
    }
}

impl JobRecord {
    /// Only `now` is an end that is past when the job is made.
    pub(in crate::authkeys) fn revokes(&self) -> bool {
        matches!(end(self.expires_ms), Some(KeyEnd::At(at)) if at <= self.created_at)
    }

    /// What cannot be undone is not begun before a person said yes to it, however the job came to be run.
    ///
    /// # Errors
    /// Returns an error if keys are to be replaced, revoked or created without expiry, and that was not confirmed.
    pub(in crate::authkeys) fn check_confirmed(&self) -> Result<()> {
        if self.confirmed || !self.view().needs_confirming() { Ok(()) } else { Err(unconfirmed(&self.id)) }
    }
}

fn unconfirmed(id: &str) -> Error {
    Error::made(
        ErrorCode::MissingField,
        format!("任务{id}会更换、作废密钥或让密钥永不过期，需要确认"),
        format!("Job {id} replaces or revokes keys or sets them to never expire; this requires confirmation"),
    )
    .field("yes")
}

/// [`JobRecord::protection`] of an unencrypted table.
pub(in crate::authkeys) const PLAIN: &str = "plain";
/// [`JobRecord::protection`] of a table encrypted with a passphrase, which is in the vault.
pub(in crate::authkeys) const UNDER_PASSPHRASE: &str = "passphrase";
