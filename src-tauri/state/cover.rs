//! The lock: what the vault holds is hidden from the page, while jobs and permitted renewals continue behind it.

use std::sync::atomic::Ordering;

use hallpass_core::{Background, Hallpass, StopSignal};
use tokio::sync::watch;

use super::{AppState, Desktop};
use crate::dto::KeyPlace;
use crate::mutex::lock;

impl AppState {
    /// Hides what the vault holds: every command of the page is answered as with a locked vault from here on.
    /// Production is closed, and what waits for the user is dropped. `false` where nothing is open, or it is hidden
    /// already; a vault whose recovery key nobody has acknowledged is not hidden, since the key would be gone.
    /// Background work does not count as locked then, or it would never lock automatically later.
    pub(crate) fn cover(&self) -> bool {
        if self.awaits_recovery() {
            if let Some(background) = self.background() {
                background.unlock();
            }
            return false;
        }
        {
            let mut stage = lock(&self.0.stage);
            // Also where there is nothing to hide: what is being opened at this moment is not shown then.
            self.0.locks.fetch_add(1, Ordering::SeqCst);
            let Some(hallpass) = stage.hallpass.as_ref().filter(|_| !stage.covered) else { return false };
            hallpass.close_production();
            stage.covered = true;
        }
        lock(&self.0.runs).values().for_each(StopSignal::stop);
        lock(&self.0.aside).clear();
        self.end_browser_log_in();
        self.0.jobs.forget_form();
        self.0.stages.send_replace(());
        true
    }

    /// How often it was locked. Who opens or unlocks it asks before and hands that in afterwards.
    pub(crate) fn locks(&self) -> u64 {
        self.0.locks.load(Ordering::SeqCst)
    }

    /// Shows it again, once a person has proved themselves; `false` where it was locked while they did, and stays hidden.
    pub(crate) fn uncover(&self, locks: u64) -> bool {
        {
            let mut stage = lock(&self.0.stage);
            if locks != self.locks() {
                return false;
            }
            (stage.covered, stage.failure) = (false, None);
        }
        if let Some(background) = self.background() {
            background.unlock();
        }
        self.0.stages.send_replace(());
        true
    }

    /// It stays hidden, and why.
    pub(crate) fn stays_covered(&self, failure: hallpass_core::Error) {
        lock(&self.0.stage).failure = Some(failure);
        self.0.stages.send_replace(());
    }

    /// Whether it is hidden.
    pub(crate) fn is_covered(&self) -> bool {
        lock(&self.0.stage).covered
    }

    /// The open vault, hidden or not, for what continues behind the lock. Never for an answer to the page.
    pub(crate) fn hallpass_behind(&self) -> Option<Hallpass> {
        lock(&self.0.stage).hallpass.clone()
    }

    /// Where the open vault's key is.
    pub(crate) fn place(&self) -> Option<KeyPlace> {
        lock(&self.0.stage).place
    }

    /// Background work on the open vault.
    pub(crate) fn background(&self) -> Option<Background> {
        lock(&self.0.background).as_ref().map(|(_, background)| background.clone())
    }

    /// Background work begins on a vault that was opened, and ends on one that was closed.
    pub(crate) fn follow_vault(&self, begin: impl FnOnce(Hallpass) -> Background) {
        let (attempt, open) = (self.0.tries.load(Ordering::SeqCst), self.hallpass_behind());
        let mut slot = lock(&self.0.background);
        if open.is_some() && slot.as_ref().is_some_and(|(of, _)| *of == attempt) {
            return;
        }
        if let Some((_, before)) = slot.take() {
            before.stop();
        }
        *slot = open.map(|hallpass| (attempt, begin(hallpass)));
    }

    /// Something changed that only the page has to hear of.
    pub(crate) fn stage_changed(&self) {
        self.0.stages.send_replace(());
    }

    /// Hears of every change of the vault's state.
    pub(crate) fn stages(&self) -> watch::Receiver<()> {
        self.0.stages.subscribe()
    }

    /// What the desktop offers.
    pub(crate) fn desktop(&self) -> &Desktop {
        &self.0.desktop
    }
}
