//! How far the vault is: opening, open, failed or closed.

use std::sync::atomic::Ordering;

use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, Hallpass, Result, StopSignal};

use super::AppState;
use crate::dto::{KeyPlace, VaultState, VaultView};
use crate::mutex::lock;

/// How far the vault is.
#[derive(Default)]
pub(super) struct VaultStage {
    pub(super) opening: bool,
    /// It is open and locked: the page is told nothing of it.
    pub(super) covered: bool,
    pub(super) hallpass: Option<Hallpass>,
    pub(super) place: Option<KeyPlace>,
    pub(super) failure: Option<Error>,
}

impl VaultStage {
    async fn close(self) {
        if let Some(hallpass) = self.hallpass {
            hallpass.vault().close().await;
        }
    }
}

impl AppState {
    /// The open vault.
    ///
    /// # Errors
    /// Returns an error that says why it is not open.
    pub(crate) fn hallpass(&self) -> Result<Hallpass> {
        let stage = lock(&self.0.stage);
        stage.hallpass.clone().filter(|_| !stage.covered).ok_or_else(|| {
            stage.failure.clone().unwrap_or_else(|| {
                Error::new(ErrorCode::VaultLocked, Text::new("保险库未打开", "The vault is not open"))
            })
        })
    }

    /// What the vault answered, if it is not locked by then: nothing read before a lock reaches the page after it.
    ///
    /// # Errors
    /// Returns the error of `asked`, or one that says why the vault is not open.
    pub(crate) async fn answer<T>(&self, asked: impl Future<Output = Result<T>>) -> Result<T> {
        let end = asked.await;
        self.hallpass()?;
        end
    }

    /// A try to open the vault begins; one that is open is closed.
    pub(crate) async fn opening(&self) -> u64 {
        let attempt = self.0.tries.fetch_add(1, Ordering::SeqCst) + 1;
        self.set(VaultStage { opening: true, ..VaultStage::default() }, self.locks()).await;
        attempt
    }

    /// It ended. When a later one has begun since, this one's vault is closed again; so it is when there were other `locks`
    /// before it began, and what was typed for it serves nobody else either.
    pub(crate) async fn opened(&self, attempt: u64, end: Result<(Hallpass, KeyPlace)>, locks: u64) {
        let stage = match end {
            Ok((hallpass, place)) => {
                VaultStage { hallpass: Some(hallpass), place: Some(place), ..VaultStage::default() }
            }
            Err(error) => VaultStage { failure: Some(error), ..VaultStage::default() },
        };
        if attempt == self.0.tries.load(Ordering::SeqCst) {
            self.set(stage, locks).await;
        } else {
            stage.close().await;
        }
    }

    /// What was made or failed elsewhere takes the place of whatever is open.
    pub(crate) async fn put(&self, end: Result<(Hallpass, KeyPlace)>) {
        let (locks, attempt) = (self.locks(), self.opening().await);
        self.opened(attempt, end, locks).await;
    }

    /// The vault is closed and its key forgotten; what was under way in it sends nothing further.
    pub(crate) async fn close(&self) {
        lock(&self.0.runs).values().for_each(StopSignal::stop);
        self.end_browser_log_in();
        // What was answered is kept, for the job to be resumed.
        self.0.jobs.pause_all().await;
        self.0.jobs.forget_form();
        self.set(VaultStage::default(), self.locks()).await;
    }

    async fn set(&self, stage: VaultStage, locks: u64) {
        let (before, hidden) = {
            let mut present = lock(&self.0.stage);
            if stage.hallpass.is_some() && locks != self.locks() {
                (std::mem::take(&mut *present), Some(stage))
            } else {
                (std::mem::replace(&mut *present, stage), None)
            }
        };
        lock(&self.0.aside).clear();
        before.close().await;
        if let Some(stage) = hidden {
            stage.close().await;
            hallpass_core::vault::forget_unlock(self.home());
        }
        self.discard_unseen().await;
        self.0.stages.send_replace(());
    }

    /// How the vault stands.
    pub(crate) fn vault(&self) -> VaultView {
        let next_expiry = self.background().and_then(|background| background.glance().next_expiry);
        let stage = lock(&self.0.stage);
        let status = hallpass_core::vault::status(&self.0.home);
        let failure = stage.failure.clone().or_else(|| status.as_ref().err().map(|error| error.clone().into()));
        let state = match (&stage.hallpass, &failure, &status) {
            (Some(_), ..) if stage.covered => VaultState::Locked,
            (Some(_), ..) => VaultState::Open,
            _ if stage.opening => VaultState::Opening,
            (None, None, Ok(status)) if !status.exists => VaultState::Missing,
            (None, Some(error), _) if error.code != ErrorCode::VaultLocked => VaultState::Failed,
            _ => VaultState::Locked,
        };
        VaultView {
            state,
            source: stage.place.or_else(|| status.ok()?.source.map(KeyPlace::from)),
            home: hallpass_core::shown(&self.0.home),
            failure,
            next_expiry: next_expiry.filter(|_| stage.covered),
            lost_commits: stage.hallpass.as_ref().and_then(|hallpass| hallpass.vault().lost_commits()),
        }
    }
}
