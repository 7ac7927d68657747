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
mod tests;
