//! What a row of the table is made of: a bad answer, what it must come to, and the calls it is for.

use hallpass_core::ErrorCode;
use hallpass_core::providers::Effect;
use serde_json::{Value, json};

use crate::calls::{Operation, Target};
use crate::front::{Answer, Play};

/// What a case must come to.
#[derive(Clone, Copy)]
pub(crate) enum Want {
    /// This failure.
    Is(ErrorCode),
    /// One of these: which one is for the provider to say.
    Either(&'static [ErrorCode]),
    /// Nobody knows what the server made of it; of what changes nothing, that the connection was lost.
    Unknown,
    /// The answer is good.
    Fine,
}

impl Want {
    pub(crate) fn allows(self, code: Option<ErrorCode>, effect: Effect) -> bool {
        match self {
            Self::Is(want) => code == Some(want),
            Self::Either(wants) => code.is_some_and(|code| wants.contains(&code)),
            Self::Unknown if effect == Effect::Read => code == Some(ErrorCode::Unreachable),
            Self::Unknown => code == Some(ErrorCode::UnknownOutcome),
            Self::Fine => code.is_none(),
        }
    }
}

/// One bad answer.
pub(crate) struct Row {
    /// Its number among the thirty-six.
    pub(crate) case: u8,
    pub(crate) name: &'static str,
    pub(crate) play: fn() -> Play,
    pub(crate) want: Want,
    /// Which calls it is for.
    pub(crate) fits: fn(&Target) -> bool,
}

/// A call without which its operation is nothing.
pub(crate) const ANY: fn(&Target) -> bool = |target| !target.is_extra();
/// Every call.
pub(crate) const ALL: fn(&Target) -> bool = |_| true;
/// A call whose answer is JSON that is read.
pub(crate) const READ: fn(&Target) -> bool = |target| target.operation != Operation::SignOut && !target.is_extra();
/// A call whose answer says something: HZERO answers a change of tenant with nothing at all.
pub(crate) const SAYS: fn(&Target) -> bool = |target| READ(target) && !target.path.ends_with("/tenant-id");
/// The first of an operation: before it there is no connection.
pub(crate) const FIRST: fn(&Target) -> bool = |target| target.index == 0 && target.operation == Operation::SignIn;
/// A call whose answer brings a token.
pub(crate) const BRINGS: fn(&Target) -> bool = |target| {
    let signs = matches!(target.operation, Operation::SignIn | Operation::Answer(_));
    let token = target.effect == Effect::Attempt || target.operation == Operation::Renew;
    !target.is_extra()
        && token
        && (signs || target.operation == Operation::Renew)
        && !target.path.contains("verificationCode")
};

/// What a server that is asked for keys says to each request; a job waits and asks again automatically.
pub(crate) const NO_JOB: fn(&Target) -> bool = |target| target.operation != Operation::Authkeys && !target.is_extra();

pub(crate) const fn row(case: u8, name: &'static str, play: fn() -> Play, want: Want) -> Row {
    Row { case, name, play, want, fits: ANY }
}

pub(crate) const fn only(fits: fn(&Target) -> bool, row: Row) -> Row {
    Row { fits, ..row }
}

pub(crate) fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub(crate) const JSON: &str = "content-type: application/json\r\n";
pub(crate) const HTML: &str = "content-type: text/html\r\n";
pub(crate) const PAGE: &[u8] =
    b"<!DOCTYPE html><html><title>Sign in to the network</title><form method=post></form></html>";

pub(crate) fn says(status: &str, headers: &str, body: &[u8]) -> Play {
    Play::Say(http(status, headers, body))
}

pub(crate) fn redirect(status: u16, to: &str) -> Play {
    says(&format!("{status} Elsewhere"), &format!("location: {to}\r\n"), b"")
}

pub(crate) fn too_many(after: &str) -> Play {
    says("429 Too Many Requests", &format!("{JSON}retry-after: {after}\r\n"), br#"{"error":"Too Many Requests"}"#)
}

/// A refusal by a code of no document, in every envelope at once.
pub(crate) fn refusal(words: &str) -> Play {
    let body = json!({"code": 77001, "status": 77001, "statusCode": 77001, "apiCode": 77001, "success": false, "failed": true,
        "error": words, "error_description": words, "message": words, "msg": words});
    says("200 OK", JSON, body.to_string().as_bytes())
}

/// The server's own answer with its JSON changed.
pub(crate) fn changed(answer: Answer, change: fn(&mut Value)) -> Vec<u8> {
    let mut body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    change(&mut body);
    let body = body.to_string().into_bytes();
    answer.with(body)
}

/// Every text of an answer that looks like a token becomes another.
pub(crate) fn tokens(value: &mut Value, other: &Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let named = name.to_lowercase();
                let token =
                    named.ends_with("token") || named == "id" && member.as_str().is_some_and(|id| id.len() > 20);
                if token && (member.is_string() || member.is_null()) {
                    *member = other.clone();
                } else {
                    tokens(member, other);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| tokens(item, other)),
        _ => {}
    }
}

pub(crate) fn nested(depth: usize) -> Vec<u8> {
    ["[".repeat(depth), "]".repeat(depth)].concat().into_bytes()
}

/// Both spellings of what is no answer of the API.
pub(crate) const NOT_THE_API: Want = Want::Is(ErrorCode::NotTheApi);
/// A refusal by a code of no document; a provider whose refusals look otherwise calls it another service.
pub(crate) const REFUSED: Want = Want::Either(&[ErrorCode::Refused, ErrorCode::NotTheApi]);
pub(crate) const COOLING: Want = Want::Either(&[ErrorCode::CoolingDown, ErrorCode::Refused]);
