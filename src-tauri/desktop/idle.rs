//! Tells the core how long nobody has used the desktop.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Desktop;
use crate::AppState;
use crate::platform::idle::IdleClock;

/// How often the desktop is asked: well within the time for which a lock is announced.
const LOOK: Duration = Duration::from_secs(10);
/// And while a lock is announced, so that a movement takes it back at once.
const LOOK_WARNED: Duration = Duration::from_millis(500);

impl Desktop {
    pub(super) fn set_warned(&self, warned: bool) {
        self.warned.store(warned, Ordering::SeqCst);
    }
}

/// Asks for as long as the program runs. Where the desktop does not say, only use of the window counts.
pub(super) async fn follow(state: AppState, clock: impl IdleClock) {
    loop {
        let warned = state.desktop().warned.load(Ordering::SeqCst);
        tokio::time::sleep(if warned { LOOK_WARNED } else { LOOK }).await;
        let Some(background) = state.background().filter(|_| state.settings().lock_minutes > 0) else { continue };
        if let Some(time) = clock.idle().await {
            background.idle_for(time);
        }
    }
}
