//! Data exchanged with the page about jobs. Contains no key, only its last four characters.

use std::time::Duration;

use hallpass_core::providers::{Secret, Text};
use hallpass_core::{
    Counts, Error, Expires, ExpiringKey, JobView, ListEncoding, Progress, Protection, Result, Step, Worker,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A job in the list.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobItem {
    /// It.
    #[serde(flatten)]
    pub view: JobView,
    /// This window works on it.
    pub here: bool,
    /// Another process works on it, where that is known.
    pub worker: Option<Worker>,
    /// Keys are to be replaced, revoked or to stay for ever, and nobody has confirmed that yet.
    pub unconfirmed: bool,
}

/// How far the jobs of this window are; sent at most ten times a second.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobUpdates {
    /// Those that run.
    pub running: Vec<JobUpdate>,
    /// Those that ended since.
    pub ended: Vec<JobEnded>,
}

/// A job's progress.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobUpdate {
    /// Its id.
    pub job: String,
    /// What it is at.
    pub step: Step,
    /// Accounts of this step that are done.
    pub done: u64,
    /// All accounts of this step.
    pub of: u64,
    /// The results of the accounts so far.
    pub counts: Counts,
    /// Accounts a second.
    pub per_second: f64,
    /// Seconds that the rest of this step takes at that rate.
    pub left: Option<u64>,
    /// Seconds that the server asked to wait.
    pub waits: Option<u64>,
    /// It is pausing: requests already sent are waited for.
    pub pausing: bool,
}

impl JobUpdate {
    pub(super) fn new(job: &str, seen: &Progress, pausing: bool) -> Self {
        let whole = |time: Duration| time.as_secs() + u64::from(time.subsec_nanos() > 0);
        Self {
            job: job.to_owned(),
            step: seen.step,
            done: seen.done,
            of: seen.of,
            counts: seen.counts,
            per_second: seen.per_second,
            left: seen.left.map(whole),
            waits: seen.waits.map(whole),
            pausing,
        }
    }
}

/// A job of this window has ended.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobEnded {
    /// Its id.
    pub job: String,
    /// Why it stopped automatically, if it did.
    pub failure: Option<Error>,
}

/// Where the accounts of a new job are.
#[derive(Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ListFrom {
    /// Pasted or typed.
    Text {
        /// Its lines.
        text: String,
    },
    /// In a file that the system's dialog asks for.
    Dialog,
    /// In the file that was dropped on the window.
    Dropped,
    /// Where the last one was, read with another choice.
    Again,
    /// The accounts of these keys.
    Keys {
        /// The keys.
        keys: Vec<KeyRef>,
    },
}

/// How the characters of a list are written, as the user chose where nothing in it says so.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TextEncoding {
    /// UTF-8.
    Utf8,
    /// GBK.
    Gbk,
}

impl From<TextEncoding> for ListEncoding {
    fn from(encoding: TextEncoding) -> Self {
        match encoding {
            TextEncoding::Utf8 => Self::Utf8,
            TextEncoding::Gbk => Self::Gbk,
        }
    }
}

/// A key of a job.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KeyRef {
    /// The job.
    pub job: String,
    /// Its number there.
    pub seq: i64,
}

/// How a new job is to go.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobRequest {
    /// The profile whose session asks.
    pub profile: String,
    /// When the keys expire.
    pub expires: KeyLifetime,
    /// Make keys for accounts that have none.
    pub create_missing: bool,
    /// Replace present keys.
    pub rotate: bool,
    /// `csv`, `xlsx`, `json` or `ndjson`.
    pub format: String,
    /// How the table is kept from other eyes.
    pub protection: TableProtection,
}

/// When keys expire.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeyLifetime {
    /// So many days from now.
    Days {
        /// Days.
        days: u32,
    },
    /// At a moment.
    At {
        /// It.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        at: Timestamp,
    },
    /// Never.
    Never,
    /// At once: they are revoked.
    Now,
}

impl From<KeyLifetime> for Expires {
    fn from(lifetime: KeyLifetime) -> Self {
        match lifetime {
            KeyLifetime::Days { days } => Self::In(Duration::from_secs(u64::from(days) * 86_400)),
            KeyLifetime::At { at } => Self::At(at),
            KeyLifetime::Never => Self::Never,
            KeyLifetime::Now => Self::Now,
        }
    }
}

/// How a table is kept from other eyes.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TableProtection {
    /// Encrypted for the holder of an age key.
    Recipient {
        /// The public key, `age1...`
        key: String,
    },
    /// Encrypted under a passphrase.
    Passphrase {
        /// It.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        passphrase: Secret,
    },
    /// Unencrypted.
    Plain,
}

impl From<TableProtection> for Protection {
    fn from(protection: TableProtection) -> Self {
        match protection {
            TableProtection::Recipient { key } => Self::Recipient(key.trim().to_owned()),
            TableProtection::Passphrase { passphrase } => Self::Passphrase(passphrase),
            TableProtection::Plain => Self::Plain,
        }
    }
}

/// Where the table of a new job goes.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TablePlace {
    /// The name of the file.
    pub file: String,
    /// The folder, shortened where it is in the person's own.
    pub folder: String,
    /// A file is there already and will be replaced.
    pub replaces: bool,
}

/// Keys that expire soon.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ExpiringKeys {
    /// The soonest, at most a thousand.
    pub keys: Vec<SoonKey>,
    /// How many there are.
    pub count: u64,
}

/// A key that expires soon.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SoonKey {
    /// The job that read it.
    pub job: String,
    /// Its number there.
    pub seq: i64,
    /// Its profile.
    pub profile: String,
    /// The account's name in the list.
    pub account: String,
    /// The login name that the server gave.
    pub login_name: Option<String>,
    /// When it expires.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub expires_at: Timestamp,
}

impl From<ExpiringKey> for SoonKey {
    fn from(key: ExpiringKey) -> Self {
        let ExpiringKey { job, seq, profile, account, login_name, expires_at, .. } = key;
        Self { job, seq, profile, account, login_name, expires_at }
    }
}

/// The form of a table by its name.
pub(super) fn format(name: &str) -> Result<hallpass_core::TableFormat> {
    hallpass_core::table_format(name).ok_or_else(|| Error::invalid("format", &Text::new("未知", "is not known")))
}
