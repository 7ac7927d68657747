//! The EnOS Application Portal: log in, choose an organization, refresh, second factor.
//!
//! Left open by the documents and chosen here: refusals come as HTTP 200; an access token lives two hours and nothing
//! says so; a refresh ends the old access token and the old refresh token; without the second factor `session/set`
//! answers 31401; `session/info` before an organization is chosen answers 31512.

mod accounts;
mod login;
mod mfa;
mod session;
mod user;

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::apim::Gateway;
use crate::http::{Call, Reply};
use crate::lock::lock;
use crate::lockout::{Limits, Lockout};
use crate::state::SharedState;
use crate::system::{Arguments, Demo, Endpoint, System, Words};

use session::Session;

const LIMITS: Limits = Limits { per_account: 5, per_source: 30, lock_ms: 15 * 60 * 1000 };

const DOORS: [Endpoint; 2] = [
    Endpoint { id: "enos-portal", words: Words::new("EnOS 应用门户", "EnOS Application Portal") },
    Endpoint {
        id: "enos-portal-signed",
        words: Words::new(
            "同一系统，网关要求签名调用（APIM）",
            "the same system behind a gateway that wants signed calls (APIM)",
        ),
    },
];

struct State {
    lockout: Lockout,
    sessions: Vec<Session>,
    codes: mfa::Codes,
}

impl Default for State {
    fn default() -> Self {
        Self { lockout: Lockout::new(LIMITS), sessions: Vec::new(), codes: mfa::Codes::default() }
    }
}

/// The simulated Portal.
pub(crate) struct EnosPortal {
    gateway: Arc<Gateway>,
    state: Mutex<State>,
}

impl EnosPortal {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self { gateway, state: Mutex::default() }
    }
}

impl System for EnosPortal {
    fn endpoints(&self) -> &'static [Endpoint] {
        &DOORS
    }

    fn hint(&self) -> Words {
        Words::new(
            "错 5 次锁定账号 15 分钟（31429，不说明是账号还是 IP）；选择组织后才有刷新令牌",
            "5 wrong tries lock the account for 15 minutes (31429, which does not say whether account or IP); a refresh token exists once an organization is chosen",
        )
    }

    fn accounts(&self) -> Vec<Demo> {
        accounts::demos()
    }

    fn answer(&self, endpoint: &str, call: &Call, world: &SharedState) -> Reply {
        if let Some(reply) = self.gateway.token(call) {
            return reply;
        }
        if endpoint == "enos-portal-signed"
            && let Err(refusal) = self.gateway.admit(call)
        {
            return refusal;
        }
        let mut state = lock(&self.state);
        let state = &mut *state;
        let Some(path) = call.path.strip_prefix("/app-portal-service") else { return Reply::not_found(call) };
        let answer = match (call.method.as_str(), path) {
            ("POST", "/v2.2/login") => login::log_in(state, call, world),
            ("POST", "/v2.2/session/set") => session::set(state, call),
            ("GET", "/v2.2/session/info") => session::info(state, call),
            ("GET", "/v2.2/token/refresh") => session::refresh(state, call),
            ("GET", "/v2.2/logout") => session::log_out(state, call),
            ("POST", "/v2.0/refreshToken/revokeAll") => session::revoke_all(state, call),
            ("GET", "/v2.0/user/organization/list") => session::organizations(state, call),
            ("GET", "/v2.0/user/info") => session::user(state, call),
            ("POST", "/v2.3/verificationCode/send") => mfa::send(state, call),
            ("POST", "/v2.3/verificationCode/verify") => mfa::verify(state, call, world),
            _ => return Reply::not_found(call),
        };
        envelope(answer)
    }

    fn reset(&self) {
        *lock(&self.state) = State::default();
        self.gateway.reset();
    }

    fn unlock(&self, account: &str) -> bool {
        lock(&self.state).lockout.unlock(account)
    }

    fn hook(&self, name: &str, arguments: &Arguments) -> Option<Value> {
        let account = arguments.get("account").and_then(Value::as_str)?;
        (name == "mfa").then(|| json!({"code": lock(&self.state).codes.of(account)}))
    }
}

/// A refusal: code and message.
type Refused = (i64, &'static str);
/// Data and the success code it goes with, or a refusal.
type Answered = Result<(i64, Value), Refused>;

fn envelope(answer: Answered) -> Reply {
    Reply::json(&match answer {
        Ok((0, data)) => json!({"code": 0, "message": "OK", "data": data}),
        Ok((code, data)) => json!({"code": code, "message": "", "data": data}),
        Err((code, message)) => json!({"code": code, "message": message, "data": null}),
    })
}
