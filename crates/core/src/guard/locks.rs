//! What the servers have locked, for a list of many profiles.

use std::collections::BTreeMap;

use hallpass_providers::{Address, Descriptor, Host, Method, Values};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::account_key::AccountKey;
use super::store;
use crate::clock::Moment;
use crate::error::Result;

/// The locks that have not ended: by host and account, their ends by the wall clock.
#[derive(Debug)]
pub(crate) struct Locks(BTreeMap<(Host, AccountKey), Timestamp>);

impl Locks {
    /// Those that have not ended `now`.
    pub(crate) fn read(db: &Connection, now: &Moment) -> Result<Self> {
        let end = |seconds: u64| now.wall.saturating_add(SignedDuration::from_secs(seconds.cast_signed()));
        let held = store::locks(db)?.into_iter().filter_map(|(key, cooldown)| match cooldown.left(now) {
            0 => None,
            left => Some((key, end(left).unwrap_or(now.wall))),
        });
        Ok(Self(held.collect()))
    }

    /// Until when an account or all accounts of the host wait. The values are asked for only where the host has a lock.
    pub(crate) fn until(
        &self,
        server: &Address,
        descriptor: &Descriptor,
        method: &Method,
        values: impl FnOnce() -> Result<Values>,
    ) -> Result<Option<Timestamp>> {
        let host = server.host();
        let mut here =
            self.0.range((host.clone(), AccountKey::whole_host())..).take_while(|((at, _), _)| *at == host).peekable();
        if here.peek().is_none() {
            return Ok(None);
        }
        let those = [AccountKey::whole_host(), AccountKey::new(descriptor, method, &values()?)];
        Ok(here.filter(|((_, of), _)| those.contains(of)).map(|(_, end)| *end).max())
    }
}
