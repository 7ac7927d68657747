//! Codes of the second factor.

use std::collections::HashMap;

use serde_json::json;

use crate::http::{Call, text};
use crate::random;
use crate::state::SharedState;

use super::session::living;
use super::{Answered, State};

/// How long a code is good, in milliseconds.
const LIFE_MS: i64 = 5 * 60_000;
const TRIES: u32 = 5;

struct Code {
    digits: String,
    sent: i64,
    wrong: u32,
}

/// The last code of each account.
#[derive(Default)]
pub(super) struct Codes {
    sent: HashMap<&'static str, Code>,
}

impl Codes {
    pub(super) fn of(&self, account: &str) -> Option<&str> {
        self.sent.get(account).map(|code| code.digits.as_str())
    }
}

/// `POST v2.3/verificationCode/send?type=mfa`.
pub(super) fn send(state: &mut State, call: &Call) -> Answered {
    wanted_type(call)?;
    let account = living(state, call)?.account;
    state.codes.sent.insert(account.name, Code { digits: random::digits(6), sent: call.now, wrong: 0 });
    Ok((account.success, json!({"success": true})))
}

/// `POST v2.3/verificationCode/verify?type=mfa`.
pub(super) fn verify(state: &mut State, call: &Call, world: &SharedState) -> Answered {
    wanted_type(call)?;
    let account = living(state, call)?.account;
    let body = call.json();
    let digits = text(&body, "code");
    if digits.is_empty() {
        return Err((31400, "The parameter code is missing"));
    }
    world.attempt("enos-portal", account.name);
    let code = state.codes.sent.get_mut(account.name).ok_or((31410, "The verification code has expired"))?;
    match () {
        () if call.now >= code.sent + LIFE_MS => return Err((31410, "The verification code has expired")),
        () if code.wrong >= TRIES => return Err((31429, "Too many attempts for this address, please try again later")),
        () if code.digits != digits => {
            code.wrong += 1;
            return Err((31430, "The verification code is wrong"));
        }
        () => state.codes.sent.remove(account.name),
    };
    living(state, call)?.verified = true;
    Ok((account.success, json!({"success": true})))
}

fn wanted_type(call: &Call) -> Result<(), super::Refused> {
    let mfa = call.parameter("type").as_deref() == Some("mfa");
    if mfa { Ok(()) } else { Err((31400, "The parameter type is missing")) }
}
