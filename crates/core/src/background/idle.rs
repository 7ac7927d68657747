//! Locks after idle time and on signals from the desktop.

use super::event::LockReason;
use crate::clock::Moment;

/// Seconds before an idle lock that it is announced.
const WARNING: u64 = 30;

/// What the lock asks of a surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdleDue {
    /// It locks itself in so many seconds.
    Warn(u64),
    Withdraw,
    Lock(LockReason),
    Unlock,
}

/// When it was last used, by the clock that nobody sets where the machine has one.
pub(super) struct Idle {
    used: Moment,
    warned: bool,
    locked: bool,
}

impl Idle {
    pub(super) fn new(now: Moment) -> Self {
        Self { used: now, warned: false, locked: false }
    }

    pub(super) fn is_locked(&self) -> bool {
        self.locked
    }

    /// Whether its lock was announced.
    pub(super) fn is_warned(&self) -> bool {
        self.warned
    }

    /// Nobody has used it since this moment. It only moves forward, except where the wall clock, which alone can, was
    /// set back.
    pub(super) fn used_at(&mut self, at: Moment) {
        if at.micros_since(&self.used) > 0 {
            self.used = at;
        }
    }

    pub(super) fn lock(&mut self, reason: LockReason) -> Vec<IdleDue> {
        if self.locked {
            return Vec::new();
        }
        self.locked = true;
        let warning = std::mem::take(&mut self.warned).then_some(IdleDue::Withdraw);
        warning.into_iter().chain([IdleDue::Lock(reason)]).collect()
    }

    pub(super) fn unlock(&mut self, now: Moment) -> Vec<IdleDue> {
        self.used = now;
        if std::mem::take(&mut self.locked) { vec![IdleDue::Unlock] } else { Vec::new() }
    }

    /// What is due, and in how many seconds to look again.
    pub(super) fn look(&mut self, now: &Moment, lock_minutes: Option<u32>) -> (Vec<IdleDue>, Option<u64>) {
        let withdrawn = |warned: &mut bool| std::mem::take(warned).then_some(IdleDue::Withdraw).into_iter().collect();
        let Some(minutes) = lock_minutes.filter(|_| !self.locked) else { return (withdrawn(&mut self.warned), None) };
        let left = (u64::from(minutes.max(1)) * 60).saturating_sub(now.seconds_since(&self.used));
        match left {
            0 => (self.lock(LockReason::Idle), None),
            1..=WARNING if self.warned => (Vec::new(), Some(left)),
            1..=WARNING => {
                self.warned = true;
                (vec![IdleDue::Warn(left)], Some(left))
            }
            _ => (withdrawn(&mut self.warned), Some(left - WARNING)),
        }
    }
}
