//! The rows of a response, each parsed on its own, so that an invalid one does not lose the others.

use jiff::Timestamp;

use crate::authkey::{AuthkeyRow, KeyEnd, NEVER};
use crate::read::{date, integer, moment};
use crate::secret::Secret;
use crate::text::Text;

/// A row with at most one of each member, or whatever else stands in its place.
pub(super) enum Row {
    Read(Members),
    Else,
}

#[derive(Default)]
pub(super) struct Members {
    pub(super) user_id: Option<Cell<String>>,
    pub(super) login_name: Option<Cell<String>>,
    pub(super) auth_key: Option<Cell<Secret>>,
    pub(super) expire_time: Option<Cell<String>>,
}

/// One member's value, `null` aside.
pub(super) enum Cell<T> {
    Number(serde_json::Number),
    Text(T),
    Else,
}

/// A member that cannot be read.
struct Unreadable;

impl Row {
    pub(super) fn read(self) -> AuthkeyRow {
        match self {
            Self::Read(members) => members.into_row(),
            Self::Else => AuthkeyRow { problem: Some(unreadable("?")), ..AuthkeyRow::default() },
        }
    }
}

impl Members {
    fn into_row(self) -> AuthkeyRow {
        let mut bad = Vec::new();
        let row = AuthkeyRow {
            user_id: note("userId", id(self.user_id), &mut bad),
            login_name: note("loginname", words(self.login_name), &mut bad),
            auth_key: note("authKey", key(self.auth_key), &mut bad),
            expires: note("expireTime", end(self.expire_time), &mut bad),
            problem: None,
        };
        AuthkeyRow { problem: (!bad.is_empty()).then(|| unreadable(&bad.join(", "))), ..row }
    }
}

fn note<T>(member: &'static str, read: Result<Option<T>, Unreadable>, bad: &mut Vec<&'static str>) -> Option<T> {
    read.unwrap_or_else(|Unreadable| {
        bad.push(member);
        None
    })
}

fn unreadable(members: &str) -> Text {
    Text::made(format!("无法解析这一行：{members}"), format!("This row could not be parsed: {members}"))
}

/// Text without control characters; a number as its digits; nothing for `null` and "".
fn words(cell: Option<Cell<String>>) -> Result<Option<String>, Unreadable> {
    let text = match cell {
        None => return Ok(None),
        Some(Cell::Number(number)) => whole(&number)?,
        Some(Cell::Text(text)) => text,
        Some(Cell::Else) => return Err(Unreadable),
    };
    if text.chars().any(char::is_control) { Err(Unreadable) } else { Ok(Some(text).filter(|text| !text.is_empty())) }
}

/// `1.0` is 1. What is no whole number, or too large to be exact, is neither an id nor a time.
fn whole(number: &serde_json::Number) -> Result<String, Unreadable> {
    match number.as_f64().filter(|_| number.is_f64()) {
        None => Ok(number.to_string()),
        Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => Ok(format!("{float:.0}")),
        Some(_) => Err(Unreadable),
    }
}

/// An unsigned 64-bit number, kept digit for digit.
fn id(cell: Option<Cell<String>>) -> Result<Option<String>, Unreadable> {
    let Some(digits) = words(cell)? else { return Ok(None) };
    let id = digits.parse::<u64>().map_err(|_| Unreadable)?;
    Ok(Some(if digits.starts_with(['0', '+']) { id.to_string() } else { digits }))
}

/// Absent, `null` and "" say that there is no key. What is neither that nor a key is not taken for "no key", since a
/// key may be made for an account that has none.
fn key(cell: Option<Cell<Secret>>) -> Result<Option<Secret>, Unreadable> {
    match cell {
        None => Ok(None),
        Some(Cell::Text(key)) if key.is_empty() => Ok(None),
        // Reason: checked for characters that no key can hold.
        Some(Cell::Text(key)) if key.expose().chars().all(|c| !c.is_control() && !c.is_whitespace()) => Ok(Some(key)),
        Some(_) => Err(Unreadable),
    }
}

/// A moment, or -1 for never.
fn end(cell: Option<Cell<String>>) -> Result<Option<KeyEnd>, Unreadable> {
    let text = match cell {
        Some(Cell::Number(number)) => number.to_string(),
        text => match words(text)? {
            Some(text) => text,
            None => return Ok(None),
        },
    };
    let at = match integer(&text) {
        Some(NEVER) => return Ok(Some(KeyEnd::Never)),
        Some(0) => Some(Timestamp::UNIX_EPOCH),
        Some(number) => moment(number),
        None => date(&text),
    };
    at.map(|at| Some(KeyEnd::At(at))).ok_or(Unreadable)
}
