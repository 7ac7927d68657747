//! The team's half of the lockout guard, as rules on a record: who may try a shared secret now, and what became of it.
//!
//! However many people click, a secret that nobody has signed in with yet is tried by one of them at a time, a proven one
//! by two, and one that a server has rejected by nobody until there is a newer version.

use uuid::Uuid;

use crate::block::Block;
use crate::documents::{GuardDocument, GuardState, UnderWay};

/// Attempts at a time with a version that nobody has signed in with.
pub const ROOM_UNTRIED: usize = 1;

/// Attempts at a time with a version that someone has signed in with.
pub const ROOM_PROVEN: usize = 2;

/// How long an attempt counts that is never settled.
pub const LEASE_SECONDS: i64 = 90;

/// After so many attempts of which nobody heard, a version is tried by nobody until the user has looked.
pub const MOST_UNSETTLED: u32 = 2;

/// How long an account is left alone at most, in seconds: a longer time was written by someone who means to block the
/// others.
pub const MOST_COOLDOWN: i64 = 24 * 60 * 60;

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptEnd {
    /// The server accepted the secret.
    Accepted,
    /// The server rejected the secret.
    Refused,
    /// The account is locked, for so many seconds.
    Locked {
        /// Seconds from now.
        seconds: u64,
    },
    /// It was sent, and says nothing about the secret.
    NotCounted,
    /// It was sent, and nobody knows what the server made of it: it counts until its time has passed.
    Unknown,
}

/// Makes room for an attempt with version `secret`, at second `now` of the server.
///
/// # Errors
/// Returns an error if the attempt is blocked or has to wait.
pub fn reserve(
    record: Option<GuardDocument>,
    secret: u64,
    op: Uuid,
    by: &str,
    now: i64,
) -> Result<GuardDocument, Block> {
    let mut record = record.unwrap_or_else(|| GuardDocument::untried(secret, by));
    if secret < record.secret {
        return Err(Block::Stale);
    }
    if secret > record.secret {
        // A newer version: what was known of the older one says nothing. Its attempts are on the network still.
        let (under_way, cooldown) = (live(&record, now), record.cooldown);
        record = GuardDocument { under_way, cooldown, ..GuardDocument::untried(secret, by) };
    }
    record = at(record, now);
    if let Some(until) = record.cooldown {
        return Err(Block::CoolingDown { seconds: until.abs_diff(now) });
    }
    let room = match record.state {
        GuardState::Refused => return Err(Block::Refused { by: record.by }),
        GuardState::Changing => return Err(Block::Changing { by: record.by }),
        GuardState::Untried => ROOM_UNTRIED,
        GuardState::Proven => ROOM_PROVEN,
    };
    // Of those that may yet fall silent, no more than may.
    let room = room.min(usize::try_from(MOST_UNSETTLED.saturating_sub(record.unsettled)).unwrap_or(0));
    if room == 0 {
        return Err(Block::Unsettled);
    }
    if record.under_way.len() >= room {
        return Err(Block::Busy);
    }
    record.under_way.push(UnderWay { op, until: now.saturating_add(LEASE_SECONDS) });
    record.op = op;
    Ok(record)
}

/// What a record is after attempt `attempt` with version `secret` came to `end`; nothing where that changes nothing.
pub fn settle(
    record: &GuardDocument,
    attempt: &UnderWay,
    secret: u64,
    end: AttemptEnd,
    by: &str,
    now: i64,
) -> Option<GuardDocument> {
    let mut after = record.clone();
    // Of an older version it says nothing, and who is changing a secret says when that is over.
    let about = record.secret == secret;
    if end != AttemptEnd::Unknown {
        after.under_way.retain(|under_way| under_way.op != attempt.op);
        let counted = after.under_way.len() == record.under_way.len() && attempt.until <= now;
        if counted && about {
            // Its time had passed and someone has counted it as one without a word: this is the word.
            after.unsettled = after.unsettled.saturating_sub(1);
        }
        after = at(after, now);
    }
    let counts = about && record.state != GuardState::Changing;
    match end {
        // One that was rejected stays so: an acceptance that arrives later was sent earlier.
        AttemptEnd::Accepted if counts => {
            after.unsettled = 0;
            if record.state == GuardState::Untried {
                (after.state, after.by) = (GuardState::Proven, by.to_owned());
            }
        }
        AttemptEnd::Refused if counts => (after.state, after.by) = (GuardState::Refused, by.to_owned()),
        // Told again where the change is called off.
        AttemptEnd::Refused if about => after.refused = Some(by.to_owned()),
        AttemptEnd::Locked { seconds } => {
            let seconds = i64::try_from(seconds).unwrap_or(i64::MAX).min(MOST_COOLDOWN);
            after.cooldown = after.cooldown.max(Some(now.saturating_add(seconds)));
        }
        _ => {}
    }
    (after != *record).then_some(after)
}

/// A record at second `now`: without what is over or was written to block for ever. An attempt whose time passed without a
/// word may have been rejected, and is counted.
pub(crate) fn at(record: GuardDocument, now: i64) -> GuardDocument {
    let silent = record.under_way.iter().filter(|under_way| under_way.until <= now).count();
    let unsettled = record.unsettled.saturating_add(u32::try_from(silent).unwrap_or(u32::MAX));
    let cooldown = record.cooldown.filter(|until| *until > now && *until <= now.saturating_add(MOST_COOLDOWN));
    GuardDocument { under_way: live(&record, now), unsettled, cooldown, ..record }
}

/// The attempts that still count.
pub(crate) fn live(record: &GuardDocument, now: i64) -> Vec<UnderWay> {
    // A lease from beyond the longest one was written by someone who means to block the others.
    let counts =
        |under_way: &&UnderWay| under_way.until > now && under_way.until <= now.saturating_add(2 * LEASE_SECONDS);
    record.under_way.iter().filter(counts).cloned().collect()
}

#[cfg(test)]
mod tests;
