//! Reports idle time and full-screen applications to the core.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::platform::full_screen::FullScreen;
use crate::platform::idle::IdleClock;
use crate::state::{AppState, Desktop};

/// How often the desktop is asked: well within the time for which a lock is announced.
const LOOK: Duration = Duration::from_secs(10);
/// And while a lock is announced, so that a movement takes it back at once.
const LOOK_WARNED: Duration = Duration::from_millis(500);

impl Desktop {
    /// Whether something fills the screen now; `true` where that is news. Also for background work that begins later,
    /// when the vault opens.
    fn set_full_screen(&self, full: bool) -> bool {
        self.full_screen.swap(full, Ordering::SeqCst) != full
    }

    pub(super) fn set_warned(&self, warned: bool) {
        self.warned.store(warned, Ordering::SeqCst);
    }
}

/// Asks for as long as the program runs. Where the desktop does not say, only use of the window counts.
pub(super) async fn follow(state: AppState, clock: impl IdleClock, screen: Box<dyn FullScreen>) {
    loop {
        let full = screen.has_focus();
        let news = state.desktop().set_full_screen(full);
        if news && !full {
            state.desktop().show_waiting();
        }
        if let Some(background) = state.background() {
            // The sessions are read at each change.
            if news {
                background.set_quiet(full);
            }
            if state.settings().lock_minutes > 0
                && let Some(time) = clock.idle().await
            {
                background.idle_for(time);
            }
        }
        let warned = state.desktop().warned.load(Ordering::SeqCst);
        tokio::time::sleep(if warned { LOOK_WARNED } else { LOOK }).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_of_what_fills_the_screen_is_news() {
        let desktop = Desktop::default();
        assert_eq!([false, true, true, false].map(|full| desktop.set_full_screen(full)), [false, true, false, true]);
    }
}
