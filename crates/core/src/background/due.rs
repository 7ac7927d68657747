//! When a renewal is due. Pure: takes a session and the time, returns a moment.

use std::hash::{DefaultHasher, Hash, Hasher};

use hallpass_providers::Host;
use jiff::{SignedDuration, Timestamp};

use super::watched::Watched;
use crate::activity::By;

/// Seconds before its expiry that a session is renewed, or a tenth of its life where that is less.
const LEAD: i64 = 5 * 60;
/// Thousandths by which the lead is longer, so that sessions of one sign-in are not renewed in one second.
pub(super) const JITTER: i64 = 200;
/// Seconds between two renewals of one session, whatever expiry its server states, and before one whose outcome is unknown.
pub(super) const PAUSE: i64 = 60;
/// Two expiries that differ by so many seconds are the same: a server's clock is read in whole seconds, and over a network.
const SAME: i64 = 5;

/// What became of a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RenewalEnd {
    /// There is a new expiry, by this renewal or by another one that came first.
    Renewed,
    /// Nothing reached the server.
    NotSent,
    /// The server asks to wait so many seconds.
    Wait(u64),
    /// Sent, and not answered.
    Unknown,
    /// The server, or what was there in its place, said no.
    Refused,
}

/// Why a session is not renewed automatically any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Refused,
    Unknown,
    Busy,
    /// The server renewed it and left its expiry as it was.
    NotExtended,
}

/// A session to be renewed or kept alive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) id: String,
    pub(crate) profile: String,
    pub(crate) host: Host,
    /// When the session that this is about was issued to us; another one needs nothing.
    pub(crate) version: Timestamp,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) renewable_until: Option<Timestamp>,
    /// Who requests it.
    pub(crate) by: By,
}

/// How a session is kept alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touch {
    Verify,
    Renew,
}
/// Whether a renewal could succeed at all.
pub(super) fn can_renew(session: &Watched, now: Timestamp) -> bool {
    session.renewable && !session.dead && session.renewable_until.is_none_or(|until| until > now)
}

/// When a renewal is due: before the session or its refresh token expires, whichever is first.
pub(super) fn planned(
    session: &Watched,
    expires_at: Timestamp,
    renewed_until: Option<Timestamp>,
    seed: &[u8; 16],
) -> Timestamp {
    let life = expires_at.duration_since(session.began).as_secs().max(0);
    let lead = LEAD.min(life / 10).max(1);
    let lead = lead + lead * JITTER / 1000 * share(seed, &session.id, expires_at) / 1000;
    let moves = |until: &Timestamp| renewed_until.is_none_or(|renewed| after(renewed, PAUSE) < *until);
    let by = session.renewable_until.filter(moves).map_or(expires_at, |until| until.min(expires_at));
    after(by, -lead)
}

/// Whether two expiries of one session are the same one.
pub(super) fn same_expiry(one: Option<Timestamp>, other: Option<Timestamp>) -> bool {
    let near = |(one, other): (Timestamp, Timestamp)| one.duration_since(other).as_secs().abs() <= SAME;
    one == other || one.zip(other).is_some_and(near)
}

pub(super) fn task(session: &Watched, by: By) -> Task {
    Task {
        id: session.id.clone(),
        profile: session.profile.clone(),
        host: session.host.clone(),
        version: session.version,
        expires_at: session.expires_at,
        renewable_until: session.renewable_until,
        by,
    }
}

/// Thousandths, the same for one session and one moment whenever it is asked.
pub(super) fn share(seed: &[u8; 16], id: &str, due: Timestamp) -> i64 {
    let mut hasher = DefaultHasher::new();
    (seed, id, due.as_second()).hash(&mut hasher);
    i64::try_from(hasher.finish() % 1001).unwrap_or(0)
}

/// So many seconds later; the end of the calendar where there is no such moment.
pub(super) fn after(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(at)
}

/// The earlier of two moments.
pub(super) fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}
