//! `POST /oauth/oauth/token`: password, client credentials, standard login, refresh.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::http::{Call, Reply};
use crate::state::SharedState;

use super::State;
use super::accounts::{self, Found, User};
use super::clients::{CLIENTS, Client};
use super::messages::message;
use super::password::{from_base64, key};

/// A code of hoth.
pub(super) type Refusal = &'static str;

/// A failure of the token endpoint.
struct Failure {
    status: u16,
    error: &'static str,
    code: String,
    /// Wrong tries and tries left, for a wrong password.
    times: Option<(u32, u32)>,
}

impl From<Refusal> for Failure {
    fn from(code: Refusal) -> Self {
        Self { status: 401, error: "unauthorized", code: code.to_owned(), times: None }
    }
}

fn oauth(status: u16, error: &'static str, text: impl Into<String>) -> Failure {
    Failure { status, error, code: text.into(), times: None }
}

impl Failure {
    fn reply(&self, lang: Option<&str>) -> Reply {
        let left = self.times.map_or(String::new(), |(_, left)| left.to_string());
        let code = escaped(&self.code);
        let mut body = json!({"error": self.error, "error_description": code, "success": false, "code": code,
            "message": message(&self.code, &left, lang)});
        if let Some((errors, left)) = self.times {
            body["errorTimes"] = json!(errors.to_string());
            body["surplusTimes"] = json!(left.to_string());
        }
        Reply::json(&body).status(self.status)
    }
}

/// As the serializer of the real server escapes HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The device of a call; an app without one is an error of the server.
pub(super) fn source_device(call: &Call) -> Result<String, Reply> {
    let device = call.parameter("device_id").unwrap_or_default();
    if device.is_empty() && call.parameter("source_type").as_deref() == Some("app") {
        let body = json!({"timestamp": crate::clock::iso(call.now), "status": 500, "error": "Internal Server Error",
            "message": "device_id must not be null", "path": call.path});
        return Err(Reply::json(&body).status(500));
    }
    Ok(device)
}

pub(super) fn answer(state: &mut State, endpoint: &str, call: &Call, world: &SharedState) -> Reply {
    let device = match source_device(call) {
        Ok(device) => device,
        Err(reply) => return reply,
    };
    let lang = call.parameter("lang");
    match grant(state, endpoint, call, world, &device) {
        Ok(body) => Reply::json(&body).with("cache-control", "no-store").with("pragma", "no-cache"),
        Err(failure) => failure.reply(lang.as_deref()),
    }
}

fn grant(state: &mut State, endpoint: &str, call: &Call, world: &SharedState, device: &str) -> Result<Value, Failure> {
    let client = client(call)?;
    match call.parameter("grant_type").as_deref() {
        Some("password") => {
            let user = person(state, endpoint, call, world, client)?;
            Ok(state.tokens.grant(client, Some(user), device, call.now).json(call.now, true))
        }
        Some("client_credentials") => Ok(state.tokens.grant(client, None, device, call.now).json(call.now, false)),
        Some("refresh_token") => {
            let refresh = call.parameter("refresh_token").unwrap_or_default();
            let invalid = || oauth(400, "invalid_grant", format!("Invalid refresh token: {refresh}"));
            let grant = state.tokens.renew(&refresh, client, call.now).ok_or_else(invalid)?;
            Ok(grant.json(call.now, client.echo_refresh))
        }
        Some(other) => Err(oauth(400, "unsupported_grant_type", format!("Unsupported grant type: {other}"))),
        None => Err(oauth(400, "invalid_request", "Missing grant type")),
    }
}

/// The client of the parameters, or of HTTP Basic.
fn client(call: &Call) -> Result<&'static Client, Failure> {
    let bad = || oauth(401, "invalid_client", "Bad client credentials");
    let (id, secret) = match (call.parameter("client_id"), call.parameter("client_secret")) {
        (Some(id), Some(secret)) => (id, secret),
        _ => basic(call).ok_or_else(bad)?,
    };
    CLIENTS.iter().find(|client| client.id == id && client.secret == secret).ok_or_else(bad)
}

fn basic(call: &Call) -> Option<(String, String)> {
    let encoded = call.header("authorization")?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}

/// The person who signs in with a password.
fn person(
    state: &mut State,
    endpoint: &str,
    call: &Call,
    world: &SharedState,
    client: &Client,
) -> Result<&'static User, Failure> {
    let name = call.parameter("username").unwrap_or_default();
    let name = if client.account_rsa { key(endpoint).open(&name) } else { name };
    world.attempt("hzero", &name);
    if let Some(code) = name.strip_prefix("refuse.") {
        return Err(Failure { status: 401, error: "unauthorized", code: code.to_owned(), times: None });
    }
    let field = call.parameter("login_field").filter(|field| !field.is_empty());
    let found = accounts::find(&name, field.as_deref());
    check_captcha(state, call, found.map(|(user, _)| user))?;
    let (user, by) = found.ok_or("hoth.warn.usernameNotFoundOrPasswordIsWrong")?;
    check_standing(state, call, user, by)?;
    let sent = call.parameter("password").filter(|sent| !sent.is_empty()).ok_or("hoth.error.passwordNotNull")?;
    if client.replay && !state.replayed.insert(sent.clone()) {
        return Err("hoth.warn.duplicatePassword".into());
    }
    let password = if client.base64 {
        from_base64(&sent).ok_or("hoth.warn.decodePasswordError")?
    } else {
        key(endpoint).open(&sent)
    };
    if password != user.password {
        return Err(wrong(state, call, user));
    }
    state.lockout.right(user.login, call.source);
    user.unfit.map_or(Ok(user), |code| Err(code.into()))
}

/// The standard login from the web asks for a captcha always, or after two wrong passwords.
fn check_captcha(state: &mut State, call: &Call, user: Option<&User>) -> Result<(), Refusal> {
    let needed = user.is_some_and(|user| user.always_captcha || state.lockout.errors(user.login) >= 2);
    if call.parameter("source_type").as_deref() != Some("web") || !needed {
        return Ok(());
    }
    let captcha = call.parameter("captcha").filter(|text| !text.is_empty()).ok_or("hoth.warn.captchaNull")?;
    let key = call.parameter("captchaKey").unwrap_or_default();
    if state.captchas.check(&key, &captcha, call.now) { Ok(()) } else { Err("hoth.warn.captchaWrong") }
}

fn check_standing(state: &mut State, call: &Call, user: &User, by: Found) -> Result<(), Refusal> {
    if let Some(code) = user.barred {
        return Err(code);
    }
    match by {
        Found::Phone if !user.checked => return Err("hoth.warn.phoneNotCheck"),
        Found::Email if !user.checked => return Err("hoth.warn.emailNotCheck"),
        _ => {}
    }
    match state.lockout.lock(user.login, call.source, call.now) {
        Some(_) => Err("hoth.warn.accountLocked"),
        None => Ok(()),
    }
}

fn wrong(state: &mut State, call: &Call, user: &User) -> Failure {
    let left = state.lockout.wrong(user.login, call.source, call.now);
    let errors = state.lockout.errors(user.login);
    let code = if left == 0 { "hoth.warn.loginErrorMaxTimes" } else { "hoth.warn.passwordError" };
    Failure { status: 401, error: "unauthorized", code: code.to_owned(), times: Some((errors, left)) }
}
