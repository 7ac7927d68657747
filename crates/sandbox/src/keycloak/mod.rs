//! Keycloak: the token endpoint, userinfo, logout and revocation of one realm.
//!
//! Left open by the documents and chosen here: five wrong tries lock an account for 15 minutes, during which it answers
//! "Invalid user credentials" as newer servers do; a refresh token is good once, as with "Revoke Refresh Token"
//! switched on, and one that comes a second time ends its session.

mod accounts;
mod authenticator;
mod session;

use std::sync::Mutex;

use serde_json::json;

use crate::http::{Call, Reply};
use crate::lock::lock;
use crate::lockout::{Limits, Lockout};
use crate::state::SharedState;
use crate::system::{Demo, Endpoint, System, Words};

use accounts::{Account, BROWSER_ONLY, CODE, Outcome, PUBLIC, REALM, ROBOT, ROBOT_SECRET};
use session::{Owner, Session};

const LIMITS: Limits = Limits { per_account: 5, per_source: u32::MAX, lock_ms: 15 * 60 * 1000 };
const ENDPOINTS: [Endpoint; 1] = [Endpoint { id: "keycloak", words: Words::new("Keycloak", "Keycloak") }];

struct State {
    lockout: Lockout,
    sessions: Vec<Session>,
}

impl Default for State {
    fn default() -> Self {
        Self { lockout: Lockout::new(LIMITS), sessions: Vec::new() }
    }
}

/// The simulated Keycloak.
#[derive(Default)]
pub(crate) struct Keycloak {
    state: Mutex<State>,
}

impl System for Keycloak {
    fn endpoints(&self) -> &'static [Endpoint] {
        &ENDPOINTS
    }

    fn hint(&self) -> Words {
        Words::new(
            "领域 birch；客户端 support-desk 没有密钥；错 5 次锁定 15 分钟，期间的消息与密码错误相同",
            "the realm is birch, the client support-desk has no secret; 5 wrong tries lock for 15 minutes, with the same message as a wrong password",
        )
    }

    fn accounts(&self) -> Vec<Demo> {
        accounts::demos()
    }

    fn answer(&self, _endpoint: &str, call: &Call, world: &SharedState) -> Reply {
        let Some((realm, path)) = in_realm(&call.path) else { return Reply::not_found(call) };
        if realm != REALM {
            return Reply::json(&json!({"error": "Realm does not exist"})).status(404);
        }
        let mut state = lock(&self.state);
        match (call.method.as_str(), path) {
            ("POST", "token") => token(&mut state, call, world),
            ("GET", "userinfo") => userinfo(&state, call),
            ("POST", "logout") => log_out(&mut state, call),
            ("POST", "revoke") => revoke(&mut state, call),
            _ => Reply::json(&json!({"error": "HTTP 404 Not Found"})).status(404),
        }
    }

    fn reset(&self) {
        *lock(&self.state) = State::default();
    }

    fn unlock(&self, account: &str) -> bool {
        lock(&self.state).lockout.unlock(account)
    }
}

/// The realm of a path, and what follows the protocol's name.
fn in_realm(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("/realms/")?.split_once("/protocol/openid-connect/")
}

fn error(status: u16, error: &str, description: &str) -> Reply {
    Reply::json(&json!({"error": error, "error_description": description})).status(status)
}

fn wrong() -> Reply {
    error(401, "invalid_grant", "Invalid user credentials")
}

fn form(call: &Call, name: &str) -> String {
    call.form().into_iter().find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default()
}

/// Refuses a client that is not known, or whose secret is wrong.
fn wrong_client(call: &Call) -> Option<Reply> {
    let (id, secret) = (form(call, "client_id"), form(call, "client_secret"));
    let known = match id.as_str() {
        PUBLIC | BROWSER_ONLY => secret.is_empty(),
        ROBOT => secret == ROBOT_SECRET,
        _ => false,
    };
    (!known).then(|| error(401, "unauthorized_client", "Invalid client or Invalid client credentials"))
}

fn token(state: &mut State, call: &Call, world: &SharedState) -> Reply {
    if form(call, "grant_type") == "client_credentials" {
        world.attempt("keycloak", &form(call, "client_id"));
    }
    if let Some(refusal) = wrong_client(call) {
        return refusal;
    }
    match form(call, "grant_type").as_str() {
        "password" => password(state, call, world),
        "client_credentials" if form(call, "client_id") == ROBOT => open(state, call, Owner::Client(ROBOT)),
        "client_credentials" => {
            error(401, "unauthorized_client", "Public client not allowed to retrieve service account")
        }
        "refresh_token" => refresh(state, call),
        _ => error(400, "unsupported_grant_type", "Unsupported grant_type"),
    }
}

/// The code that a person reads in the account's description, or the one that its authenticator shows.
fn is_code(code: &str, call: &Call) -> bool {
    code == CODE || authenticator::shows(code, call.now)
}

fn password(state: &mut State, call: &Call, world: &SharedState) -> Reply {
    if form(call, "client_id") == BROWSER_ONLY {
        return error(400, "unauthorized_client", "Client not allowed for direct access grants");
    }
    let name = form(call, "username").to_lowercase();
    world.attempt("keycloak", &name);
    if state.lockout.lock(&name, call.source, call.now).is_some() {
        return wrong();
    }
    let right = |account: &Account| {
        account.password == form(call, "password") && (!account.asks_code || is_code(&form(call, "totp"), call))
    };
    let Some(account) = accounts::find(&name).filter(right) else {
        state.lockout.wrong(&name, call.source, call.now);
        return wrong();
    };
    state.lockout.right(&name, call.source);
    match account.outcome {
        Outcome::Refused(description) => error(400, "invalid_grant", description),
        Outcome::Signed => open(state, call, Owner::Person(account)),
    }
}

fn open(state: &mut State, call: &Call, owner: Owner) -> Reply {
    let session = Session::open(owner, &form(call, "scope"), call.now);
    let reply = Reply::json(&session.json(call.now));
    state.sessions.push(session);
    reply
}

fn refresh(state: &mut State, call: &Call) -> Reply {
    let token = form(call, "refresh_token");
    let used = |session: &Session| session.used.contains(&token);
    if state.sessions.iter().any(used) {
        state.sessions.retain(|session| !used(session));
        return error(400, "invalid_grant", "Stale token");
    }
    let found = state.sessions.iter_mut().find(|session| session.refresh.as_deref() == Some(&token));
    match found.filter(|session| session.refreshes(call.now)) {
        Some(session) => {
            session.renew(call.now);
            Reply::json(&session.json(call.now))
        }
        None => error(400, "invalid_grant", "Token is not active"),
    }
}

fn userinfo(state: &State, call: &Call) -> Reply {
    let token = call.token().unwrap_or_default();
    let found = state.sessions.iter().find(|session| session.access == token && session.lives(call.now));
    let Some(session) = found else {
        let challenge = r#"Bearer realm="birch", error="invalid_token", error_description="Token verification failed""#;
        return error(401, "invalid_token", "Token verification failed").with("www-authenticate", challenge);
    };
    if !session.scope.split(' ').any(|scope| scope == "openid") {
        return error(403, "insufficient_scope", "Missing openid scope");
    }
    Reply::json(&session.owner.userinfo())
}

fn log_out(state: &mut State, call: &Call) -> Reply {
    if let Some(refusal) = wrong_client(call) {
        return refusal;
    }
    let (token, before) = (form(call, "refresh_token"), state.sessions.len());
    state.sessions.retain(|session| session.refresh.as_deref() != Some(&token));
    if state.sessions.len() < before { Reply::empty(204) } else { error(400, "invalid_grant", "Invalid refresh token") }
}

/// RFC 7009: an unknown token is none to refuse.
fn revoke(state: &mut State, call: &Call) -> Reply {
    if let Some(refusal) = wrong_client(call) {
        return refusal;
    }
    let token = form(call, "token");
    state.sessions.retain(|session| session.access != token);
    Reply::empty(200)
}
