//! `POST v2.2/login`.

use serde_json::{Value, json};

use crate::http::{Call, text};
use crate::state::SharedState;

use super::accounts::{self, Account};
use super::session::Session;
use super::user::{email, organizations_json, user_id};
use super::{Answered, Refused, State};

const WRONG: Refused = (31400, "The user name or password is wrong");
const TOO_OFTEN: Refused = (31429, "Too many failed attempts, please try again later");

pub(super) fn log_in(state: &mut State, call: &Call, world: &SharedState) -> Answered {
    let body = call.json();
    let (name, password) = (text(&body, "account"), text(&body, "password"));
    if name.is_empty() || password.is_empty() {
        return Err(WRONG);
    }
    world.attempt("enos-portal", name);
    let found = accounts::find(name);
    let locked = found.is_some_and(|account| account.always_locked);
    if locked || state.lockout.lock(name, call.source, call.now).is_some() {
        return Err(TOO_OFTEN);
    }
    let Some(account) = found.filter(|account| account.password == password) else {
        state.lockout.wrong(name, call.source, call.now);
        return Err(WRONG);
    };
    state.lockout.right(name, call.source);
    let session = Session::open(account, call.now);
    let data = login_json(&account, &session.access);
    state.sessions.push(session);
    Ok((account.success, data))
}

fn login_json(account: &Account, access: &str) -> Value {
    let user = json!({"id": user_id(account), "name": account.name, "email": email(account)});
    let organizations = organizations_json(account);
    let user = if account.lists { json!([user]) } else { user };
    let data = json!({"accessToken": access, "mfaType": account.mfa, "organizations": organizations, "user": user});
    if account.lists { json!([data]) } else { data }
}
