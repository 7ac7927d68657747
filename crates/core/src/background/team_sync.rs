//! When teams are synced automatically, pure: now and then, and when the window gets the focus. Never while it is
//! locked.

use crate::clock::Moment;

/// Seconds between two syncs.
const EVERY: u64 = 10 * 60;
/// Seconds at least between two, however often the window gets the focus.
const PAUSE: u64 = 60;

/// What is known of the syncs so far. Those that a person asks for are none of them.
#[derive(Default)]
pub(super) struct TeamSyncs {
    /// Whether a team was joined; nothing before the first look.
    joined: Option<bool>,
    began: Option<Moment>,
    running: bool,
    /// Someone has come to the window since the last one began.
    focused: bool,
    /// Seconds that a server asked to wait.
    wait: u64,
}

impl TeamSyncs {
    pub(super) fn set_joined(&mut self, joined: bool, now: &Moment) {
        if joined && self.joined == Some(false) {
            // Whoever joined has just brought everything.
            self.began = Some(now.clone());
        }
        self.joined = Some(joined);
    }

    /// The window got the focus.
    pub(super) fn focused(&mut self) {
        self.focused = true;
    }

    /// It ended; `wait` is what a server asked for.
    pub(super) fn ended(&mut self, wait: Option<u64>) {
        (self.running, self.wait) = (false, wait.unwrap_or(0));
    }

    /// Whether one begins now, and in how many seconds to look again.
    pub(super) fn look(&mut self, now: &Moment, locked: bool) -> (bool, Option<u64>) {
        if self.joined != Some(true) || self.running || locked {
            return (false, None);
        }
        let pause = self.wait.max(if self.focused { PAUSE } else { EVERY });
        let passed = self.began.as_ref().map_or(u64::MAX, |began| now.seconds_since(began));
        if passed < pause {
            return (false, Some(pause - passed));
        }
        (self.began, self.running, self.focused, self.wait) = (Some(now.clone()), true, false, 0);
        (true, None)
    }
}
