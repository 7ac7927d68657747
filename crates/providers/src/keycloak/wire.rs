//! Requests and responses of Keycloak. Secrets are sent in bodies and headers, never in a URL.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::form::{CLIENT, PASSWORD};
use super::{Step, codes};
use crate::call::{Call, Effect, Expect, Request};
use crate::fault::Fault;
use crate::protocol::Context;
use crate::read::{Hidden, Scalar};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::secret::Secret;
use crate::session::{Account, Capability, Expiry, ExpirySource, Named, Session, SessionFacts, Tokens};
use crate::values::Value;

/// The login: one POST.
pub(super) fn login(method: &str, cx: &Context<'_>) -> Result<Call, Fault> {
    let mut form = client(cx)?;
    match method {
        PASSWORD => {
            form.extend([("grant_type", plain("password")), ("username", plain(cx.text("account")?))]);
            form.push(("password", Value::Secret(cx.secret("password")?.clone())));
            form.extend(cx.values.secret("totp").map(|code| ("totp", Value::Secret(code.clone()))));
        }
        CLIENT => {
            cx.secret("client_secret")?;
            form.push(("grant_type", plain("client_credentials")));
        }
        _ => return Err(Fault::Unsupported),
    }
    form.extend(
        cx.values.text("requested_scope").filter(|scope| !scope.is_empty()).map(|scope| ("scope", plain(scope))),
    );
    post("/token", form, Effect::Attempt, cx)
}

/// More time for the refresh token.
pub(super) fn renew(session: &Session, cx: &Context<'_>) -> Result<Call, Fault> {
    let refresh = session.tokens.refresh.clone().ok_or(Fault::Unsupported)?;
    let mut form = client(cx)?;
    form.extend([("grant_type", plain("refresh_token")), ("refresh_token", Value::Secret(refresh))]);
    post("/token", form, Effect::Change, cx)
}

/// Whose token it is: OpenID Connect's userinfo.
pub(super) fn owner(token: &Secret, cx: &Context<'_>) -> Result<Call, Fault> {
    let request = endpoint(Request::get, "/userinfo", cx)?.bearer(token);
    Ok(Call { request, effect: Effect::Read, expect: Expect::Json })
}

/// Ends the session by its refresh token, or the access token alone where there is none, as for a client.
pub(super) fn sign_out(session: &Session, cx: &Context<'_>) -> Result<Call, Fault> {
    let mut form = client(cx)?;
    let path = match &session.tokens.refresh {
        Some(refresh) => {
            form.push(("refresh_token", Value::Secret(refresh.clone())));
            "/logout"
        }
        None => {
            form.push(("token", Value::Secret(session.tokens.token.clone())));
            "/revoke"
        }
    };
    post(path, form, Effect::Change, cx)
}

fn client(cx: &Context<'_>) -> Result<Vec<(&'static str, Value)>, Fault> {
    let secret = cx.values.secret("client_secret").filter(|secret| !secret.is_empty());
    let secret = secret.map(|secret| ("client_secret", Value::Secret(secret.clone())));
    Ok([("client_id", plain(cx.text("client_id")?))].into_iter().chain(secret).collect())
}

fn endpoint(verb: impl Fn(String) -> Request, path: &str, cx: &Context<'_>) -> Result<Request, Fault> {
    let realm = verb("/realms".to_owned()).segment(cx.text("realm")?)?;
    Ok(Request { path: format!("{}/protocol/openid-connect{path}", realm.path), ..realm })
}

fn post(path: &'static str, form: Vec<(&'static str, Value)>, effect: Effect, cx: &Context<'_>) -> Result<Call, Fault> {
    let request = endpoint(Request::post, path, cx)?.form(form);
    Ok(Call { request, effect, expect: Expect::Json })
}

fn plain(text: impl Into<String>) -> Value {
    Value::Plain(text.into())
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorWire {
    error: Scalar,
    error_description: Scalar,
}

/// The refusal that a response is, if it is one.
pub(super) fn refusal(step: Step, method: &str, reply: &Reply, cx: &Context<'_>) -> Result<Option<Refusal>, Fault> {
    if step == Step::SignOut && is_empty_success(reply) {
        return Ok(None);
    }
    let wire: ErrorWire = match reply.json() {
        // A refused bearer token may come with a header alone.
        Err(_) if reply.status == 401 && step != Step::Login => {
            return Ok(Some(codes::refusal("invalid_token", None, codes::Tried::Nothing)));
        }
        wire => wire?,
    };
    let Some(error) = wire.error.text() else {
        return if reply.status < 400 { Ok(None) } else { Err(Fault::NotTheApi) };
    };
    let tried = match (step, method) {
        (Step::Login, CLIENT) => codes::Tried::ClientSecret,
        (Step::Login, _) if cx.values.has("totp") => codes::Tried::PasswordAndCode,
        (Step::Login, _) => codes::Tried::Password,
        _ => codes::Tried::Nothing,
    };
    let refusal = codes::refusal(&error.to_lowercase(), wire.error_description.text(), tried);
    Ok(Some(Refusal { retry_after: reply.retry_after, ..refusal }))
}

fn is_empty_success(reply: &Reply) -> bool {
    (200..300).contains(&reply.status) && reply.body.iter().all(u8::is_ascii_whitespace)
}

/// `id_token` and `session_state` are not read.
#[derive(Deserialize, Default)]
#[serde(default)]
struct TokenWire {
    access_token: Hidden,
    expires_in: Scalar,
    refresh_token: Hidden,
    refresh_expires_in: Scalar,
    token_type: Scalar,
}

/// The session of a login or a renewal; `former` keeps what is known of its owner.
pub(super) fn session(reply: &Reply, former: Option<Session>, cx: &Context<'_>) -> Result<Session, Fault> {
    let wire: TokenWire = reply.json()?;
    if !wire.access_token.is_named() && wire.token_type.text().is_none() {
        return Err(Fault::NotTheApi);
    }
    let now = cx.server_now(reply);
    let after = |seconds: &Scalar| later(now, seconds);
    let (at, renewable_until) = (after(&wire.expires_in), after(&wire.refresh_expires_in));
    let tokens = Tokens { token: wire.access_token.token()?, refresh: wire.refresh_token.usable() };
    let source = if at.is_some() { ExpirySource::Server } else { ExpirySource::None };
    let renewable_until = renewable_until.filter(|_| tokens.refresh.is_some());
    let facts = SessionFacts {
        issued_at: Some(now),
        expiry: Expiry { at, source, ..Expiry::default() },
        can: can(&tokens),
        renewable_until,
        ..former.map_or_else(|| typed(cx), |session| session.facts)
    };
    Ok(Session { facts, tokens })
}

/// A stated number of seconds from now; zero is said of what has no end of its own.
fn later(now: Timestamp, seconds: &Scalar) -> Option<Timestamp> {
    let seconds = seconds.int().filter(|seconds| *seconds > 0)?;
    now.checked_add(SignedDuration::from_secs(seconds)).ok()
}

fn can(tokens: &Tokens) -> Vec<Capability> {
    let renew = tokens.refresh.is_some().then_some(Capability::Renew);
    renew.into_iter().chain([Capability::Verify, Capability::SignOut]).collect()
}

/// What is known from what was typed, until the server says more.
fn typed(cx: &Context<'_>) -> SessionFacts {
    let name = cx.values.text("account").or(cx.values.text("client_id")).unwrap_or_default().to_owned();
    let account = Account { login_name: Some(name.clone()), ..Account::default() };
    SessionFacts { subject: Named { id: String::new(), name }, account, ..SessionFacts::default() }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct OwnerWire {
    sub: Scalar,
    name: Scalar,
    preferred_username: Scalar,
    email: Scalar,
    phone_number: Scalar,
}

/// The facts with what the server says about the token's owner.
pub(super) fn known_owner(reply: &Reply, facts: SessionFacts) -> Result<SessionFacts, Fault> {
    let wire: OwnerWire = reply.json()?;
    let owned = |scalar: &Scalar| scalar.text().map(str::to_owned);
    let known = [&wire.sub, &wire.preferred_username, &wire.name, &wire.email];
    if known.iter().all(|member| member.text().is_none()) {
        return Err(Fault::NotTheApi);
    }
    let id = owned(&wire.sub).unwrap_or(facts.subject.id);
    let name = owned(&wire.name).or(owned(&wire.preferred_username)).unwrap_or(facts.subject.name);
    let account = Account {
        login_name: owned(&wire.preferred_username).or(facts.account.login_name),
        email: owned(&wire.email).or(facts.account.email),
        phone: owned(&wire.phone_number).or(facts.account.phone),
        ..facts.account
    };
    Ok(SessionFacts { subject: Named { id, name }, account, ..facts })
}
