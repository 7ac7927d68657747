//! Authing: a sign-in over LDAP, and what can be done with its token.
//!
//! Left open by the documents and chosen here: a wrong application answers 2011 and a wrong pool 2224; five wrong
//! passwords answer 2000 (a captcha that the call cannot carry) for 30 minutes; a dead token answers 2206, an unknown
//! one 2207; refreshing keeps the old token alive. `code.N` and `api.STATUS.N` as user names answer with any code.

mod accounts;
mod user;

use std::sync::Mutex;

use serde_json::{Value, json};

use crate::http::{Call, Reply, text};
use crate::lock::lock;
use crate::lockout::{Limits, Lockout};
use crate::state::SharedState;
use crate::system::{Demo, Endpoint, System, Words};

use accounts::{APP, Outcome, POOL};
use user::Session;

/// What the sign-in answer carries and nobody may keep: password hash, salt, encrypted password, last address.
pub const CANARIES: [&str; 4] = [
    "c0ffee00c0ffee00c0ffee00c0ffee00",
    "canarysalt7d31",
    "Q0FOQVJZLWVuY3J5cHRlZC1wYXNzd29yZC1uZXZlci1rZWVwLXRoaXM=",
    "203.0.113.77",
];

const LIMITS: Limits = Limits { per_account: 5, per_source: u32::MAX, lock_ms: 30 * 60 * 1000 };
/// Life of a token from a sign-in, in seconds.
const LOGIN_S: i64 = 14 * 86_400;
/// Life of a refreshed token, in seconds.
const REFRESH_S: i64 = 15 * 86_400;

const DOORS: [Endpoint; 1] =
    [Endpoint { id: "authing-ldap", words: Words::new("Authing LDAP 登录", "Authing LDAP") }];

struct State {
    lockout: Lockout,
    sessions: Vec<Session>,
}

impl Default for State {
    fn default() -> Self {
        Self { lockout: Lockout::new(LIMITS), sessions: Vec::new() }
    }
}

/// The simulated Authing.
#[derive(Default)]
pub(crate) struct AuthingLdap {
    state: Mutex<State>,
}

impl System for AuthingLdap {
    fn endpoints(&self) -> &'static [Endpoint] {
        &DOORS
    }

    fn hint(&self) -> Words {
        Words::new(
            "错 5 次后要求图形验证码（2000），30 分钟或解锁后恢复；用户名 code.编码、api.状态.编码 可返回任意编码",
            "5 wrong tries lead to 2000 (captcha) until 30 minutes pass or an unlock; the user names code.N and api.STATUS.N answer any code",
        )
    }

    fn accounts(&self) -> Vec<Demo> {
        accounts::demos()
    }

    fn answer(&self, _door: &str, call: &Call, world: &SharedState) -> Reply {
        let mut state = lock(&self.state);
        let state = &mut *state;
        let body = match call.route() {
            ("POST", "/api/v2/ldap/verify-user") => verify_user(state, call, world),
            ("POST", "/api/v2/users/refresh-token") => refresh(state, call),
            ("POST", "/api/v2/users/login/check-status") => check_status(state, call, text(&call.json(), "token")),
            ("POST", "/graphql/v2") => graphql(state, call),
            ("GET", "/api/v2/users/me" | "/api/v2/users/me/info") => me(state, call),
            ("GET", "/api/v2/logout") => log_out(state, call),
            ("GET", path) if path == format!("/api/v2/applications/{APP}/public-config") => public_config(call),
            _ => return Reply::not_found(call),
        };
        Reply::json(&body)
    }

    fn reset(&self) {
        *lock(&self.state) = State::default();
    }

    fn unlock(&self, account: &str) -> bool {
        lock(&self.state).lockout.unlock(account)
    }
}

fn code(code: i64, message: &str) -> Value {
    json!({"code": code, "message": message})
}

/// Refuses a call that does not name this application and its pool.
fn wrong_headers(call: &Call) -> Option<Value> {
    match (call.header("x-authing-userpool-id"), call.header("x-authing-app-id")) {
        (Some(POOL), Some(APP)) => None,
        (Some(POOL), _) => Some(code(2011, "应用不存在")),
        _ => Some(code(2224, "用户池不存在")),
    }
}

fn verify_user(state: &mut State, call: &Call, world: &SharedState) -> Value {
    if let Some(refusal) = wrong_headers(call) {
        return refusal;
    }
    let body = call.json();
    let (name, password) = (text(&body, "username"), text(&body, "password"));
    if name.is_empty() || password.is_empty() {
        return code(2333, "账号或密码错误");
    }
    world.attempt("authing-ldap", name);
    let found = accounts::find(name);
    if state.lockout.lock(name, call.source, call.now).is_some() {
        let hard = found.is_some_and(|account| account.locks);
        return if hard {
            code(2057, "多次登录失败，账号已锁定")
        } else {
            code(2000, "请输入图形验证码")
        };
    }
    let Some(account) = found.filter(|account| account.password == password) else {
        state.lockout.wrong(name, call.source, call.now);
        return code(2333, "账号或密码错误");
    };
    state.lockout.right(name, call.source);
    match account.outcome {
        Outcome::Code(number, message) => code(number, message),
        Outcome::Api(status, number, message) => json!({"statusCode": status, "apiCode": number, "message": message,
            "data": {"token": crate::random::letters(32)}, "uniqueId": crate::random::uuid()}),
        Outcome::Signed => {
            let session = Session::open(account, call.now, LOGIN_S);
            let custom =
                matches!(&body["withCustomData"], Value::Bool(true)) || text(&body, "withCustomData") == "true";
            let data = user::data(&session, call.now, custom);
            state.sessions.push(session);
            json!({"code": 200, "message": "登录成功", "data": data})
        }
    }
}

/// The living session of a token, or the code that refuses it.
fn living<'a>(state: &'a State, token: &str, now: i64) -> Result<&'a Session, Value> {
    if token.is_empty() {
        return Err(code(2020, "尚未登录"));
    }
    let session = state.sessions.iter().find(|session| session.token == token).ok_or(code(2207, "登录信息无效"))?;
    if now / 1000 < session.end { Ok(session) } else { Err(code(2206, "登录信息已过期")) }
}

fn refreshed(state: &mut State, call: &Call) -> Result<Value, Value> {
    let account = living(state, call.token().unwrap_or_default(), call.now)?.account;
    let session = Session::open(account, call.now, REFRESH_S);
    let data = json!({"token": session.token, "iat": session.issued, "exp": session.end});
    state.sessions.push(session);
    Ok(data)
}

fn refresh(state: &mut State, call: &Call) -> Value {
    if call.header("x-authing-userpool-id") != Some(POOL) {
        return code(2224, "用户池不存在");
    }
    match refreshed(state, call) {
        Ok(data) => json!({"code": 200, "message": "操作成功", "data": data}),
        Err(refusal) => refusal,
    }
}

fn check_status(state: &State, call: &Call, token: &str) -> Value {
    match living(state, token, call.now) {
        Ok(session) => {
            let id = user::user_id(&session.account);
            json!({"code": 200, "message": "已登录", "status": true, "exp": session.end, "iat": session.issued,
                "data": {"id": id, "userPoolId": POOL, "arn": format!("arn:cn:authing:{POOL}:user:{id}")}})
        }
        Err(mut refusal) => {
            refusal["status"] = json!(false);
            refusal
        }
    }
}

/// The questions that the vendor's SDKs ask in GraphQL.
fn graphql(state: &mut State, call: &Call) -> Value {
    let body = call.json();
    let query = text(&body, "query");
    if query.contains("checkLoginStatus") {
        let token = text(&body["variables"], "token");
        return json!({"data": {"checkLoginStatus": check_status(state, call, token)}});
    }
    if query.contains("refreshToken") {
        return resolved("refreshToken", refreshed(state, call));
    }
    if query.contains("user(id: $id)") {
        return resolved("user", current(state, call, query));
    }
    json!({"errors": [{"message": code(500, "unknown query")}], "data": null})
}

fn resolved(name: &str, result: Result<Value, Value>) -> Value {
    match result {
        Ok(data) => json!({"data": {name: data}}),
        Err(refusal) => json!({"errors": [{"message": refusal}], "data": null}),
    }
}

/// The token's owner. GraphQL answers with the members that the query names, and no others.
fn current(state: &State, call: &Call, query: &str) -> Result<Value, Value> {
    let session = living(state, call.token().unwrap_or_default(), call.now)?;
    let mut data = user::data(session, call.now, true);
    if let Some(members) = data.as_object_mut() {
        let named: Vec<&str> = query.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        members.retain(|name, _| named.contains(&name.as_str()));
    }
    Ok(data)
}

fn me(state: &State, call: &Call) -> Value {
    match living(state, call.token().unwrap_or_default(), call.now) {
        Ok(session) => {
            json!({"code": 200, "message": "获取用户信息成功", "data": user::data(session, call.now, false)})
        }
        Err(refusal) => refusal,
    }
}

fn log_out(state: &mut State, call: &Call) -> Value {
    let token = call.token().unwrap_or_default().to_owned();
    let before = state.sessions.len();
    state.sessions.retain(|session| session.token != token);
    if state.sessions.len() < before { code(200, "退出成功") } else { code(2020, "尚未登录") }
}

fn public_config(call: &Call) -> Value {
    let host = call.header("host").unwrap_or_default();
    json!({"code": 200, "message": "获取成功", "data": {"id": APP, "userPoolId": POOL,
        "name": "青松门户 Pinewood Portal", "requestHostname": host, "oidcConfig": {"token_endpoint_auth_method": "none"}}})
}
