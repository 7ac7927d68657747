//! `POST /enos-iam-service/v2.0/login`.

use serde_json::{Value, json};

use crate::http::{Call, Reply, text};
use crate::lockout::Lock;
use crate::state::SharedState;

use super::accounts::{self, Account, LDAP_ACCOUNT, LINKS, Standing};
use super::session::Session;
use super::{Refused, State, envelope};

const WRONG: Refused = (30400, "Incorrect user account or password");
const ACCOUNT_LOCKED: Refused = (30429, "Failed login attempts exceed limit. User account is locked.");
const SOURCE_LOCKED: Refused = (30429, "Failed login attempts exceed limit. IP address is locked.");
const EXPIRED: Refused =
    (30410, "You password has expired. Please contact your organization administrator to ret your password.");

pub(super) fn log_in(state: &mut State, call: &Call, world: &SharedState) -> Reply {
    let body = call.json();
    let session = admit(state, call, &body, world).map(|(account, auth_type)| {
        let session = Session::open(account, auth_type, life(&body), call.now);
        let shown = session.login_json();
        state.sessions.insert(session.id.clone(), session);
        json!({"session": shown, "captcha": null})
    });
    envelope(session)
}

/// The account and its authType when everything is right.
fn admit(state: &mut State, call: &Call, body: &Value, world: &SharedState) -> Result<(Account, i64), Refused> {
    let (name, password) = (text(body, "principal"), text(body, "credentials"));
    if name.is_empty() || password.is_empty() {
        return Err((30400, "Username and password cannot be empty"));
    }
    let auth_type = body["authType"].as_i64().unwrap_or(-1);
    let account = match auth_type {
        0 => accounts::find(name),
        1 => linked(text(body, "linkName"), name)?,
        _ => return Err((30400, "authType is invalid")),
    };
    world.attempt("enos-iam", name);
    refuse_locked(state, call, name, account)?;
    let Some(account) = account.filter(|account| account.password == password) else {
        state.lockout.wrong(name, call.source, call.now);
        return Err(WRONG);
    };
    state.lockout.right(name, call.source);
    match account.standing {
        Standing::Expired => Err(EXPIRED),
        Standing::Banned => Err((30511, "user.banned.not.allowed")),
        _ => Ok((account, auth_type)),
    }
}

/// The person behind an LDAP link, when the link works.
fn linked(link: &str, name: &str) -> Result<Option<Account>, Refused> {
    if link.is_empty() {
        return Err((30400, "BASE DN ID is required"));
    }
    let known = LINKS.iter().find(|(known, ..)| *known == link);
    match known.ok_or((30404, "LDAP connection does not exist"))?.1 {
        Some(refusal) => Err(refusal),
        None => Ok((name == LDAP_ACCOUNT.name).then_some(LDAP_ACCOUNT)),
    }
}

fn refuse_locked(state: &mut State, call: &Call, name: &str, account: Option<Account>) -> Result<(), Refused> {
    match account.map(|account| account.standing) {
        Some(Standing::AccountLocked) => return Err(ACCOUNT_LOCKED),
        Some(Standing::SourceLocked) => return Err(SOURCE_LOCKED),
        _ => {}
    }
    match state.lockout.lock(name, call.source, call.now) {
        Some(Lock::Account) => Err(ACCOUNT_LOCKED),
        Some(Lock::Source) => Err(SOURCE_LOCKED),
        None => Ok(()),
    }
}

/// The session's life in seconds: what was asked for, within the documented range.
fn life(body: &Value) -> i64 {
    body["expireInterval"].as_i64().map_or(7200, |asked| asked.clamp(900, 864_000))
}
