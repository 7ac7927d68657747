//! The team's half of the lockout guard, as rules on a record: who may try a shared secret now, and what became of it.
//!
//! However many people click, a secret that nobody has signed in with yet is tried by one of them at a time, a proven one
//! by two, and one that a server has rejected by nobody until there is a newer version.

use hallpass_providers::Text;
use uuid::Uuid;

use crate::documents::{GuardDocument, GuardState, UnderWay};

/// Attempts at a time with a version that nobody has signed in with.
pub const ROOM_UNTRIED: usize = 1;

/// Attempts at a time with a version that somebody has signed in with.
pub const ROOM_PROVEN: usize = 2;

/// How long an attempt counts that is never settled.
pub const LEASE_SECONDS: i64 = 90;

/// After so many attempts of which nobody heard, a version is tried by nobody until a person has looked.
pub const MOST_UNSETTLED: u32 = 2;

/// How long an account is left alone at most, in seconds: a longer time was written by somebody who means to block the others.
pub const MOST_COOLDOWN: i64 = 24 * 60 * 60;

/// Why an attempt is blocked, or has to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Others are trying: there is room again when one of them is done.
    Busy,
    /// A server has rejected this version.
    Refused {
        /// For whom.
        by: String,
    },
    /// Somebody is changing it.
    Changing {
        /// Who.
        by: String,
    },
    /// The account is left alone.
    CoolingDown {
        /// For so many seconds.
        seconds: u64,
    },
    /// Attempts with this version ended without a word.
    Unsettled,
    /// The secret that was read is older than what the record is about.
    Stale,
}

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
    attempt: Uuid,
    secret: u64,
    end: AttemptEnd,
    by: &str,
    now: i64,
) -> Option<GuardDocument> {
    let mut after = record.clone();
    if end != AttemptEnd::Unknown {
        after.under_way.retain(|under_way| under_way.op != attempt);
        after = at(after, now);
    }
    // Of an older version it says nothing, and who is changing a secret says when that is over.
    let about = record.secret == secret;
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
    // A lease from beyond the longest one was written by somebody who means to block the others.
    let counts =
        |under_way: &&UnderWay| under_way.until > now && under_way.until <= now.saturating_add(2 * LEASE_SECONDS);
    record.under_way.iter().filter(counts).cloned().collect()
}

impl Block {
    /// One sentence that says what happened.
    pub fn text(&self) -> Text {
        match self {
            Self::Busy => Text::new(
                "其他成员正在用这个共享密码登录；没有发送任何内容",
                "Other members are signing in with this shared secret; nothing was sent",
            ),
            Self::Refused { by } => Text::made(
                format!("这个共享密码已被服务器拒绝（{by}），为避免账号锁定已拦截"),
                format!(
                    "A server rejected this shared secret for {by}; the attempt is blocked so that the account is not locked"
                ),
            ),
            Self::Changing { by } => Text::made(
                format!("{by}正在更换这个共享密码；没有发送任何内容"),
                format!("{by} is changing this shared secret; nothing was sent"),
            ),
            Self::CoolingDown { seconds } => Text::made(
                format!("共享账号已被服务器锁定，还需等待{seconds}秒"),
                format!("The server locked the shared account; wait another {seconds} seconds"),
            ),
            Self::Unsettled => Text::new(
                "用这个共享密码的登录多次没有结果，为避免账号锁定已拦截",
                "Sign-ins with this shared secret ended without a result; the attempt is blocked so that the account is not locked",
            ),
            Self::Stale => Text::new(
                "读到的共享密码不是最新版本；没有发送任何内容",
                "The shared secret that was read is not the newest version; nothing was sent",
            ),
        }
    }

    /// What to do next.
    pub fn advice(&self) -> Text {
        match self {
            Self::Busy | Self::Stale => Text::new("稍后再试", "Try again shortly"),
            Self::Refused { .. } => Text::new(
                "密码可能已在平台上更改；请有编辑权限的成员把新密码存入团队",
                "It was probably changed at the provider; ask an editor to store the new one in the team",
            ),
            Self::Changing { .. } => Text::new(
                "更换完成后再登录；如果更换中断，有编辑权限的成员可以继续",
                "Sign in once that is done; an editor can continue a change that was interrupted",
            ),
            Self::Unsettled => Text::new(
                "请有编辑权限的成员在平台上核对密码，再在团队中更换或继续",
                "Ask an editor to check it at the provider, and to change it in the team or let the others continue",
            ),
            Self::CoolingDown { .. } => Text::new("等待期间不要再尝试", "Do not try again before that"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000;

    fn op(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn at_it(record: &GuardDocument) -> Vec<u128> {
        record.under_way.iter().map(|under_way| under_way.op.as_u128()).collect()
    }

    #[test]
    fn one_tries_a_new_secret_and_two_a_proven_one() {
        let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
        assert_eq!(reserve(Some(first.clone()), 7, op(2), "ben", NOW), Err(Block::Busy));
        let proven = settle(&first, op(1), 7, AttemptEnd::Accepted, "anna", NOW).unwrap();
        assert_eq!((proven.state, at_it(&proven)), (GuardState::Proven, vec![]));
        let two = reserve(Some(proven), 7, op(2), "ben", NOW).unwrap();
        let two = reserve(Some(two), 7, op(3), "cleo", NOW).unwrap();
        assert_eq!(reserve(Some(two), 7, op(4), "dora", NOW), Err(Block::Busy));
    }

    #[test]
    fn a_refusal_holds_for_its_version_and_no_longer() {
        let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
        let refused = settle(&first, op(1), 7, AttemptEnd::Refused, "anna", NOW).unwrap();
        let block = reserve(Some(refused.clone()), 7, op(2), "ben", NOW + 86_400);
        assert_eq!(block, Err(Block::Refused { by: "anna".to_owned() }));
        assert_eq!(settle(&refused, op(9), 7, AttemptEnd::Accepted, "ben", NOW), None, "a late acceptance");
        let newer = reserve(Some(refused), 8, op(2), "ben", NOW).unwrap();
        assert_eq!((newer.state, newer.secret), (GuardState::Untried, 8));
        assert_eq!(reserve(Some(newer.clone()), 7, op(3), "cleo", NOW), Err(Block::Stale));
        let late = settle(&newer, op(1), 7, AttemptEnd::Refused, "anna", NOW);
        assert_eq!(late, None, "what becomes of an older version says nothing of this one");
    }

    #[test]
    fn an_attempt_that_is_never_settled_counts_for_its_lease_and_no_lease_is_longer() {
        let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
        assert_eq!(settle(&first, op(1), 7, AttemptEnd::Unknown, "anna", NOW), None);
        assert_eq!(reserve(Some(first.clone()), 7, op(2), "ben", NOW + LEASE_SECONDS - 1), Err(Block::Busy));
        let next = reserve(Some(first.clone()), 7, op(2), "ben", NOW + LEASE_SECONDS).unwrap();
        assert_eq!(at_it(&next), [2]);
        let mut forever = first;
        forever.under_way[0].until = i64::MAX;
        assert!(reserve(Some(forever), 7, op(2), "ben", NOW).is_ok(), "nobody blocks the team for ever");
    }

    #[test]
    fn nobody_tries_while_it_is_changed_and_those_under_way_are_let_finish() {
        let mut changing = reserve(None, 7, op(1), "anna", NOW).unwrap();
        (changing.state, changing.by) = (GuardState::Changing, "eva".to_owned());
        let block = reserve(Some(changing.clone()), 7, op(2), "ben", NOW);
        assert_eq!(block, Err(Block::Changing { by: "eva".to_owned() }));
        let done = settle(&changing, op(1), 7, AttemptEnd::Refused, "anna", NOW).unwrap();
        assert_eq!((done.state, at_it(&done)), (GuardState::Changing, vec![]));
        assert_eq!(reserve(Some(done), 8, op(2), "ben", NOW).unwrap().state, GuardState::Untried, "it was changed");
    }

    #[test]
    fn attempts_that_fall_silent_block_a_version_after_two_until_somebody_signed_in_or_changed_it() {
        let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
        let second = reserve(Some(first), 7, op(2), "ben", NOW + 100).unwrap();
        assert_eq!(second.unsettled, 1);
        let block = reserve(Some(second.clone()), 7, op(3), "cleo", NOW + 86_400);
        assert_eq!(block, Err(Block::Unsettled), "not one more every 90 seconds");
        assert!(reserve(Some(second.clone()), 8, op(3), "cleo", NOW + 86_400).is_ok(), "a newer version");
        let signed_in = settle(&second, op(2), 7, AttemptEnd::Accepted, "ben", NOW + 120).unwrap();
        assert_eq!((signed_in.unsettled, signed_in.state), (0, GuardState::Proven));
        // Two at a time with a proven one, and two in all where both fall silent, or one has.
        let mut record = reserve(Some(signed_in), 7, op(3), "cleo", NOW + 130).unwrap();
        record = reserve(Some(record), 7, op(4), "dora", NOW + 310).unwrap();
        assert_eq!(reserve(Some(record.clone()), 7, op(5), "eva", NOW + 311), Err(Block::Busy));
        let over = settle(&record, op(9), 7, AttemptEnd::NotCounted, "eva", NOW + 500).unwrap();
        assert_eq!((over.unsettled, at_it(&over)), (2, vec![]), "whoever writes counts what fell silent");
    }

    #[test]
    fn a_cooldown_of_more_than_a_day_blocks_nobody_and_a_lock_is_never_longer() {
        let mut hostile = GuardDocument::untried(7, "mallory");
        for until in [NOW + MOST_COOLDOWN + 1, i64::MAX] {
            hostile.cooldown = Some(until);
            assert!(reserve(Some(hostile.clone()), 7, op(1), "anna", NOW).is_ok(), "{until}");
        }
        let locked = settle(&hostile, op(1), 7, AttemptEnd::Locked { seconds: u64::MAX }, "anna", NOW).unwrap();
        assert_eq!(locked.cooldown, Some(NOW + MOST_COOLDOWN));
        assert!(matches!(reserve(Some(locked), 7, op(1), "anna", NOW), Err(Block::CoolingDown { .. })));
    }

    #[test]
    fn a_locked_account_is_left_alone_also_after_a_change() {
        let first = reserve(None, 7, op(1), "anna", NOW).unwrap();
        let locked = settle(&first, op(1), 7, AttemptEnd::Locked { seconds: 60 }, "anna", NOW).unwrap();
        let block = reserve(Some(locked.clone()), 7, op(2), "ben", NOW + 20);
        assert_eq!(block, Err(Block::CoolingDown { seconds: 40 }));
        assert!(
            reserve(Some(locked.clone()), 8, op(2), "ben", NOW + 20).is_err(),
            "the account is locked, not the secret"
        );
        assert!(reserve(Some(locked), 7, op(2), "ben", NOW + 60).is_ok());
    }
}
