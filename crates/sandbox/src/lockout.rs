//! Wrong passwords counted per account and per source address, and the locks that follow.

use std::collections::HashMap;
use std::net::IpAddr;

/// How many wrong passwords a system takes, and how long it then keeps the door shut.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) per_account: u32,
    /// `u32::MAX` for a system that never locks an address.
    pub(crate) per_source: u32,
    /// Length of a lock in milliseconds.
    pub(crate) lock_ms: i64,
}

#[derive(Default)]
struct Strikes {
    count: u32,
    locked_until: Option<i64>,
}

impl Strikes {
    /// Forgets a lock whose time is over.
    fn settle(&mut self, now: i64) {
        if self.locked_until.is_some_and(|until| until <= now) {
            *self = Self::default();
        }
    }

    fn strike(&mut self, limit: u32, lock_ms: i64, now: i64) {
        self.settle(now);
        self.count += 1;
        if self.count >= limit {
            self.locked_until = Some(now.saturating_add(lock_ms));
        }
    }
}

/// Which door is shut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lock {
    Account,
    Source,
}

/// The wrong tries of one system.
pub(crate) struct Lockout {
    limits: Limits,
    accounts: HashMap<String, Strikes>,
    sources: HashMap<IpAddr, Strikes>,
}

impl Lockout {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, accounts: HashMap::new(), sources: HashMap::new() }
    }

    /// The lock of this account or source, the account's first.
    pub(crate) fn lock(&mut self, account: &str, source: IpAddr, now: i64) -> Option<Lock> {
        if locked(self.accounts.get_mut(account), now) {
            return Some(Lock::Account);
        }
        locked(self.sources.get_mut(&source), now).then_some(Lock::Source)
    }

    /// Counts a wrong password and says how many tries the account has left.
    pub(crate) fn wrong(&mut self, account: &str, source: IpAddr, now: i64) -> u32 {
        let Limits { per_account, per_source, lock_ms } = self.limits;
        self.sources.entry(source).or_default().strike(per_source, lock_ms, now);
        let strikes = self.accounts.entry(account.to_owned()).or_default();
        strikes.strike(per_account, lock_ms, now);
        per_account.saturating_sub(strikes.count)
    }

    /// A right password clears the account and its source.
    pub(crate) fn right(&mut self, account: &str, source: IpAddr) {
        self.accounts.remove(account);
        self.sources.remove(&source);
    }

    /// Wrong tries counted against an account.
    pub(crate) fn errors(&self, account: &str) -> u32 {
        self.accounts.get(account).map_or(0, |strikes| strikes.count)
    }

    /// Opens an account, and every source with it. True when the account had wrong tries.
    pub(crate) fn unlock(&mut self, account: &str) -> bool {
        self.sources.clear();
        self.accounts.remove(account).is_some()
    }
}

fn locked(strikes: Option<&mut Strikes>, now: i64) -> bool {
    strikes.is_some_and(|strikes| {
        strikes.settle(now);
        strikes.locked_until.is_some()
    })
}
