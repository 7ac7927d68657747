//! A job as a surface shows it.

use std::path::PathBuf;

use hallpass_providers::{KeyEnd, Text};
use jiff::Timestamp;
use serde::Serialize;

use crate::authkeys::key_expiry::end;
use crate::authkeys::list_facts::ListFacts;
use crate::authkeys::store::record::{Counts, JobRecord, JobState, PLAIN};
use crate::environment::Environment;

/// A job as it may be shown.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobView {
    /// How it is called.
    pub job: String,
    /// The profile's name when it was made.
    pub profile: String,
    /// Where that profile stood.
    pub environment: Environment,
    /// The server.
    pub server: String,
    /// When it was made.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub created_at: Timestamp,
    /// Its state.
    pub state: JobState,
    /// The end of its keys; none where they never end.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub expires_at: Option<Timestamp>,
    /// Its keys never end.
    pub never: bool,
    /// Keys are created for accounts without one.
    pub create_missing: bool,
    /// Present keys are replaced.
    pub rotate: bool,
    /// Present keys are revoked at once.
    pub revoke: bool,
    /// A person said yes to what cannot be undone.
    pub confirmed: bool,
    /// Accounts of the list, each once.
    pub asked: u64,
    /// Their results.
    #[serde(flatten)]
    pub counts: Counts,
    /// Accounts that stood in the list before.
    pub duplicates: u64,
    /// Lines that can be no account.
    pub problems: u64,
    /// Blank lines.
    pub blank: u64,
    /// What the list was found to be.
    pub list: ListFacts,
    /// The table's file.
    #[serde(serialize_with = "crate::path::serialize_shown")]
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub out: PathBuf,
    /// The same, once it is written; `null` before.
    #[serde(serialize_with = "crate::path::serialize_shown_option")]
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub file: Option<PathBuf>,
    /// Its form.
    pub format: String,
    /// Whether the table is encrypted.
    pub sealed: bool,
    /// Why it does not continue automatically.
    pub note: Option<Text>,
}

impl JobView {
    /// Whether it does what cannot be undone.
    pub fn needs_confirming(&self) -> bool {
        self.rotate || self.revoke || self.never
    }

    /// Whether a file already exists where the table will be written.
    pub fn replaces(&self) -> bool {
        self.out.exists()
    }

    /// Accounts that `resume` asks for again.
    pub fn unsettled(&self) -> u64 {
        self.counts.failed + self.counts.unknown
    }
}

impl JobRecord {
    pub(in crate::authkeys) fn view(&self) -> JobView {
        let end = end(self.expires_ms);
        JobView {
            job: self.id.clone(),
            profile: self.profile.clone(),
            environment: self.environment.clone(),
            server: self.server.clone(),
            created_at: self.created_at,
            state: self.state,
            expires_at: match end {
                Some(KeyEnd::At(at)) => Some(at),
                _ => None,
            },
            never: end == Some(KeyEnd::Never),
            create_missing: self.create_missing,
            rotate: self.rotate,
            revoke: self.revokes(),
            confirmed: self.confirmed,
            asked: self.asked,
            counts: self.counts,
            duplicates: self.duplicates,
            problems: self.problems,
            blank: self.blank,
            list: self.list.clone(),
            out: self.out.clone(),
            file: (self.state == JobState::Done).then(|| self.out.clone()),
            format: self.format.clone(),
            sealed: self.protection != PLAIN,
            note: self.note.clone(),
        }
    }
}
