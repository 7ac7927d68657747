//! HZERO's responses. Fields that are not listed here are dropped on reading.

use serde::Deserialize;

use super::error_response::{No, accepted};
use super::form::{CLIENT, SMS};
use super::{METHOD, key, method_names};
use crate::fault::{BadAnswer, Fault};
use crate::protocol::Context;
use crate::read::{Hidden, Objects, Scalar};
use crate::refusal::safe_words;
use crate::reply::Reply;
use crate::session::{Account, Capability, Expiry, ExpirySource, Named, Session, SessionFacts, Tokens};
use crate::state::State;

/// What the login page would ask first.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InitParamsWire {
    #[serde(default)]
    is_need_captcha: Scalar,
    #[serde(default)]
    open_login_ways: Objects<WayWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WayWire {
    #[serde(default)]
    app_name: Scalar,
    #[serde(default)]
    app_code: Scalar,
}

/// What the login page would ask first, and the names of the tenant's other sign-in methods.
pub(super) struct InitParams {
    pub(super) captcha: bool,
    pub(super) ways: Vec<String>,
}

pub(super) fn init_params(reply: &Reply) -> Result<InitParams, No> {
    const MAX_WAYS: usize = 20;
    accepted(reply)?;
    let wire: InitParamsWire = reply.json()?;
    if wire.is_need_captcha.text().is_none() && wire.open_login_ways.first().is_none() {
        return Err(Fault::NotTheApi.into());
    }
    let name = |way: &WayWire| way.app_name.text().or(way.app_code.text()).map(safe_words);
    let ways = wire.open_login_ways.0.iter().filter_map(name).take(MAX_WAYS).collect();
    Ok(InitParams { captcha: wire.is_need_captcha.is(true), ways })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CaptchaWire {
    #[serde(default)]
    captcha_key: Scalar,
    #[serde(default)]
    message: Scalar,
    #[serde(default)]
    interval: Scalar,
}

/// A captcha that was made or a code that was sent.
pub(super) struct Captcha {
    pub(super) key: String,
    pub(super) message: String,
    pub(super) interval: Option<i64>,
}

pub(super) fn captcha(reply: &Reply) -> Result<Captcha, No> {
    const LONGEST: usize = 200;
    accepted(reply)?;
    let wire: CaptchaWire = reply.json()?;
    let key = owned(&wire.captcha_key).ok_or(Fault::NotTheApi)?;
    if key.chars().count() > LONGEST {
        return Err(Fault::BadAnswer { what: BadAnswer::Shape, offset: None }.into());
    }
    let message = wire.message.text().unwrap_or_default().to_owned();
    Ok(Captcha { key, message, interval: wire.interval.int() })
}

/// The token endpoint writes snake_case, the login by phone camelCase; an answer may have both.
#[derive(Deserialize, Default)]
#[serde(default)]
struct TokenWire {
    access_token: Hidden,
    #[serde(rename = "accessToken")]
    access_token_by_phone: Hidden,
    refresh_token: Hidden,
    #[serde(rename = "refreshToken")]
    refresh_token_by_phone: Hidden,
    expires_in: Scalar,
    #[serde(rename = "expiresIn")]
    expires_in_by_phone: Scalar,
    token_type: Scalar,
    success: Scalar,
}

impl TokenWire {
    /// Without any of its members it is another service's answer.
    fn is_the_api(&self) -> bool {
        let others = [self.expires_in(), &self.token_type, &self.success];
        let tokens = [&self.access_token, &self.access_token_by_phone];
        tokens.iter().any(|token| token.is_named()) || others.iter().any(|member| member.text().is_some())
    }

    fn expires_in(&self) -> &Scalar {
        self.expires_in.or(&self.expires_in_by_phone)
    }

    fn tokens(self) -> Result<Tokens, Fault> {
        let token = self.access_token.or(self.access_token_by_phone).token()?;
        Ok(Tokens { token, refresh: self.refresh_token.or(self.refresh_token_by_phone).usable() })
    }
}

/// The tokens, what is known of their end, and what can be done with them. Who signed in is still to be read.
pub(super) fn session(reply: &Reply, state: &State, cx: &Context<'_>) -> Result<Session, No> {
    accepted(reply)?;
    let wire: TokenWire = reply.json()?;
    if !wire.is_the_api() {
        return Err(Fault::NotTheApi.into());
    }
    let expiry = expiry(wire.expires_in(), reply, cx);
    let tokens = wire.tokens()?;
    let facts = SessionFacts {
        issued_at: Some(cx.server_now(reply)),
        expiry,
        can: can(state.fact(METHOD) == CLIENT, &tokens),
        ..typed(state, cx)
    };
    Ok(Session { facts, tokens })
}

/// What is known of a session from what was typed.
fn typed(state: &State, cx: &Context<'_>) -> SessionFacts {
    let (field, notes) = match state.fact(METHOD) {
        SMS => ("phone", Vec::new()),
        CLIENT => ("client_id", Vec::new()),
        _ => ("account", key::weakness(cx).into_iter().chain(method_names::note(state)).collect()),
    };
    let name = cx.values.text(field).unwrap_or_default().to_owned();
    let account = Account { login_name: Some(name.clone()), ..Account::default() };
    let id = if field == "client_id" { name.clone() } else { String::new() };
    SessionFacts { subject: Named { id, name }, account, notes, ..SessionFacts::default() }
}

/// A client has no user to look up and no tenant to choose.
fn can(client: bool, tokens: &Tokens) -> Vec<Capability> {
    let mut can = if client { Vec::new() } else { vec![Capability::Verify, Capability::Choose] };
    can.extend(tokens.refresh.as_ref().map(|_| Capability::Renew));
    can.push(Capability::SignOut);
    can
}

/// The earliest end: newer servers lengthen a token that is in use.
fn expiry(seconds: &Scalar, reply: &Reply, cx: &Context<'_>) -> Expiry {
    let seconds = seconds.int().filter(|seconds| *seconds > 0).map(jiff::SignedDuration::from_secs);
    let at = seconds.and_then(|seconds| cx.server_now(reply).checked_add(seconds).ok());
    let source = if at.is_some() { ExpirySource::Server } else { ExpirySource::None };
    Expiry { at, source, may_be_later: at.is_some(), ..Expiry::default() }
}

/// Whose token it is. Ids are opaque text where the server encrypts them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OwnWire {
    #[serde(default)]
    id: Scalar,
    #[serde(default)]
    login_name: Scalar,
    #[serde(default)]
    real_name: Scalar,
    #[serde(default)]
    email: Scalar,
    #[serde(default)]
    phone: Scalar,
    #[serde(flatten)]
    tenant: TenantWire,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TenantWire {
    #[serde(default)]
    tenant_id: Scalar,
    #[serde(default)]
    tenant_name: Scalar,
    #[serde(default)]
    tenant_num: Scalar,
}

impl TenantWire {
    fn named(&self) -> Option<Named> {
        let id = owned(&self.tenant_id)?;
        let name = owned(&self.tenant_name).or_else(|| owned(&self.tenant_num)).unwrap_or_default();
        Some(Named { id, name })
    }
}

/// The facts with what the answer says about the owner laid over them.
pub(super) fn own(reply: &Reply, facts: SessionFacts) -> Result<SessionFacts, No> {
    accepted(reply)?;
    let wire: OwnWire = reply.json()?;
    if wire.id.text().is_none() && wire.login_name.text().is_none() {
        return Err(Fault::NotTheApi.into());
    }
    let name = owned(&wire.real_name).or_else(|| owned(&wire.login_name));
    let subject = Named { id: owned(&wire.id).unwrap_or_default(), name: name.unwrap_or(facts.subject.name) };
    let organisation = wire.tenant.named().or(facts.organisation);
    let account = Account {
        login_name: owned(&wire.login_name).or(facts.account.login_name),
        email: owned(&wire.email).or(facts.account.email),
        phone: owned(&wire.phone).or(facts.account.phone),
        ..facts.account
    };
    let organisations = with(organisation.as_ref(), facts.organisations);
    Ok(SessionFacts { subject, organisation, organisations, account, ..facts })
}

/// The facts with the owner's tenants.
pub(super) fn own_tenants(reply: &Reply, facts: SessionFacts) -> Result<SessionFacts, Fault> {
    let listed: Vec<TenantWire> = reply.json_list()?;
    let tenants: Vec<Named> = listed.iter().filter_map(TenantWire::named).collect();
    if tenants.is_empty() && !listed.is_empty() {
        return Err(Fault::NotTheApi);
    }
    Ok(SessionFacts { organisations: with(facts.organisation.as_ref(), tenants), ..facts })
}

/// The one worked in is always among them.
fn with(current: Option<&Named>, mut all: Vec<Named>) -> Vec<Named> {
    if let Some(current) = current.filter(|current| all.iter().all(|one| one.id != current.id)) {
        all.insert(0, current.clone());
    }
    all
}

fn owned(scalar: &Scalar) -> Option<String> {
    scalar.text().map(str::to_owned)
}
