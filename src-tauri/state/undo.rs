//! What was removed in the last seconds, and can be put back.

use std::time::Duration;

use hallpass_core::Aside;

use super::AppState;
use crate::mutex::lock;

/// For how long a removal can be undone: what the page offers, and the time of a slow press.
const UNDO: Duration = Duration::from_secs(12);

impl AppState {
    /// Keeps what is removed of a profile for as long as it can be put back.
    pub(crate) fn keep_aside(&self, name: String, aside: Aside) {
        lock(&self.0.aside).insert(name.clone(), aside);
        // Locking drops what is kept; what comes after it is not kept either.
        if self.hallpass().is_err() {
            self.take_aside(&name);
            return;
        }
        let state = self.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(UNDO).await;
            state.take_aside(&name);
        });
    }

    /// Hands it out, once.
    pub(crate) fn take_aside(&self, name: &str) -> Option<Aside> {
        lock(&self.0.aside).remove(name)
    }
}
