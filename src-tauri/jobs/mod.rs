//! Jobs in the window: the list that a job is to be made of, where its table is to go, and the jobs that this process
//! works on.

mod closing;
mod dialog;
mod dto;
mod place;
mod running;
mod updates;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use hallpass_core::JobDraft;
use tokio::sync::{Notify, watch};
use zeroize::Zeroizing;

pub(crate) use dialog::{pick_list, pick_place};
pub use dto::{
    ExpiringKeys, JobEnded, JobItem, JobRequest, JobUpdate, JobUpdates, KeyLifetime, KeyRef, ListFrom, SoonKey,
    TablePlace, TableProtection, TextEncoding,
};
pub(crate) use place::{ending, planned};
use running::Running;

use crate::mutex::lock;

/// What the window holds for its jobs; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Jobs(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// The list of the new job. One at a time: there is one form.
    draft: Mutex<Option<Arc<JobDraft>>>,
    /// Where that list is from, to read it again.
    source: Mutex<Option<ListSource>>,
    /// The last file that was dropped on the window; the page learns its name alone.
    dropped: Mutex<Option<PathBuf>>,
    /// Where the table of the new job goes, once a person chose.
    place: Mutex<Option<PathBuf>>,
    running: Mutex<BTreeMap<String, Running>>,
    /// Jobs that ended since the page was last told.
    ended: Mutex<Vec<JobEnded>>,
    /// Woken when a job ends.
    over: Notify,
    /// Counts the channels: the newest alone is sent to. It is woken when a job begins or ends: without one nothing looks.
    channel: watch::Sender<u64>,
    /// The window was closed while jobs ran: the program ends with the last of them.
    leaving: Mutex<bool>,
    /// When a person last closed the window while jobs ran.
    closed_at: Mutex<Option<Instant>>,
}

/// Where a list is from.
#[derive(Clone)]
pub(crate) enum ListSource {
    /// What a person pasted, or the accounts of keys that they chose; with what it is called.
    Text(Arc<Zeroizing<String>>, String),
    /// A file that they chose or dropped.
    File(PathBuf),
}

impl Jobs {
    /// The list of the new job.
    pub(crate) fn draft(&self) -> Option<Arc<JobDraft>> {
        lock(&self.0.draft).clone()
    }

    /// Another list takes its place, or none does.
    pub(crate) fn set_draft(&self, draft: Option<JobDraft>) {
        *lock(&self.0.draft) = draft.map(Arc::new);
    }

    pub(crate) fn source(&self) -> Option<ListSource> {
        lock(&self.0.source).clone()
    }

    pub(crate) fn set_source(&self, source: Option<ListSource>) {
        *lock(&self.0.source) = source;
    }

    /// The file that was dropped last, once.
    pub(crate) fn take_dropped(&self) -> Option<PathBuf> {
        lock(&self.0.dropped).take()
    }

    pub(crate) fn drop_file(&self, file: PathBuf) {
        *lock(&self.0.dropped) = Some(file);
    }

    pub(crate) fn place(&self) -> Option<PathBuf> {
        lock(&self.0.place).clone()
    }

    pub(crate) fn set_place(&self, place: Option<PathBuf>) {
        *lock(&self.0.place) = place;
    }

    /// The form is left: nothing of it stays.
    pub(crate) fn forget_form(&self) {
        self.set_draft(None);
        self.set_source(None);
        self.set_place(None);
    }
}
