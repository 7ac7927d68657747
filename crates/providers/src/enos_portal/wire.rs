//! Requests and responses of the App Portal.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Step, codes};
use crate::call::{Call, Effect, Expect, Request};
use crate::fault::Fault;
use crate::protocol::Context;
use crate::read::{Hidden, Objects, Scalar};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::secret::{Secret, in_body};
use crate::session::{Account, Capability, Named, Restriction, RestrictionKind, Session, SessionFacts, Tokens};
use crate::state::State;
use crate::text::{Lang, Text};
use crate::values::Value;

/// The call that a step is about.
pub(super) fn call(state: &State, cx: &Context<'_>) -> Result<Call, Fault> {
    let of_session = || state.secret("token").ok_or(Fault::NoToken);
    let (request, effect) = match Step::of(state)? {
        Step::Login => (login(cx)?, Effect::Attempt),
        Step::MfaSend | Step::MfaAgain => (code("send", of_session()?, cx), Effect::Sms),
        Step::MfaCheck => {
            let body = Code { code: cx.text("mfa_code")? };
            (code("verify", of_session()?, cx).json(&body), Effect::Attempt)
        }
        Step::Enter | Step::Choose => {
            let body = Organisation { org_id: state.fact("organisation") };
            let request = Request::post("/app-portal-service/v2.2/session/set").query("channel", "web");
            (request.bearer(of_session()?).json(&body), Effect::Change)
        }
        Step::Renew => (renewal(state.secret("refresh").ok_or(Fault::Unsupported)?), Effect::Change),
        Step::Verify => (Request::get("/app-portal-service/v2.2/session/info").bearer(of_session()?), Effect::Read),
        Step::SignOut => (Request::get("/app-portal-service/v2.2/logout").bearer(of_session()?), Effect::Change),
        Step::Mfa | Step::Organisation => return Err(Fault::Unsupported),
    };
    Ok(Call { request, effect, expect: Expect::Json })
}

fn login(cx: &Context<'_>) -> Result<Request, Fault> {
    let body = Login { account: cx.text("account")?, password: cx.secret("password")? };
    Ok(Request::post("/app-portal-service/v2.2/login").json(&body))
}

/// The vendor's pages name one header for the token in a table and another in the sample beside it.
fn code(what: &str, token: &Secret, cx: &Context<'_>) -> Request {
    let locale = match cx.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en-US",
    };
    // Reason: the same header value as `bearer`, under its other name.
    let value = Secret::new(format!("Bearer {}", token.expose()));
    Request::post(format!("/app-portal-service/v2.3/verificationCode/{what}"))
        .query("type", "mfa")
        .header("locale", locale)
        .secret_header("accesstoken", value)
        .bearer(token)
}

fn renewal(refresh: &Secret) -> Request {
    let mut request = Request::get("/app-portal-service/v2.2/token/refresh");
    request.query.push(("refreshToken", Value::Secret(refresh.clone())));
    request
}

#[derive(Serialize)]
struct Login<'a> {
    account: &'a str,
    #[serde(serialize_with = "in_body")]
    password: &'a Secret,
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

#[derive(Serialize)]
struct Organisation<'a> {
    #[serde(rename = "orgId")]
    org_id: &'a str,
}

/// Both envelopes: the portal's `{code, message}` and the gateway's `{status, msg}`.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Head {
    code: Scalar,
    status: Scalar,
    message: Scalar,
    msg: Scalar,
}

/// The refusal that an answer is, if it is one.
pub(super) fn refusal(step: Step, reply: &Reply) -> Result<Option<Refusal>, Fault> {
    let head: Head = reply.json()?;
    let code = match (head.code.text(), head.status.text()) {
        (Some("0" | "200"), _) => return Ok(None),
        (Some(code), _) => code,
        (None, Some(status)) if status != "0" => status,
        (None, _) => return Err(Fault::NotTheApi),
    };
    let words = head.message.text().or_else(|| head.msg.text());
    let refusal = crate::codes::refusal(&codes::of(step), code, words);
    Ok(Some(Refusal { retry_after: reply.retry_after, ..refusal }))
}

#[derive(Deserialize)]
struct Body<T> {
    #[serde(default)]
    data: Objects<T>,
}

fn data<T: DeserializeOwned + Default>(reply: &Reply) -> Result<T, Fault> {
    Ok(reply.json::<Body<T>>()?.data.into_first().unwrap_or_default())
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct LoginWire {
    access_token: Hidden,
    mfa_type: Scalar,
    organizations: Objects<NamedWire>,
    user: Objects<NamedWire>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NamedWire {
    id: Scalar,
    name: Scalar,
    email: Scalar,
}

impl NamedWire {
    fn named(&self) -> Named {
        Named { id: owned(&self.id), name: owned(&self.name) }
    }
}

/// The session of a login, and whether a second factor is still to be shown.
pub(super) fn signed_in(reply: &Reply, cx: &Context<'_>) -> Result<(Session, bool), Fault> {
    let wire: LoginWire = data(reply)?;
    let user = wire.user.into_first().unwrap_or_default();
    let organisations: Vec<Named> =
        wire.organizations.0.iter().map(NamedWire::named).filter(|one| !one.id.is_empty()).collect();
    let mfa = wire.mfa_type.text().filter(|kind| !kind.eq_ignore_ascii_case("none") && *kind != "0");
    let account = Account {
        login_name: cx.values.text("account").map(str::to_owned),
        email: user.email.text().map(str::to_owned),
        mfa: mfa.map(Text::same),
        ..Account::default()
    };
    let facts = SessionFacts {
        subject: user.named(),
        issued_at: Some(cx.server_now(reply)),
        can: abilities(!organisations.is_empty(), false),
        organisations,
        account,
        ..SessionFacts::default()
    };
    let tokens = Tokens { token: wire.access_token.token()?, refresh: None };
    Ok((Session { facts, tokens }, mfa.is_some()))
}

fn abilities(organisations: bool, renewable: bool) -> Vec<Capability> {
    let choose = organisations.then_some(Capability::Choose);
    let renew = renewable.then_some(Capability::Renew);
    renew.into_iter().chain([Capability::Verify]).chain(choose).chain([Capability::SignOut]).collect()
}

/// Setting an organisation, renewing and asking about a session answer alike, with two names for the organisation.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct SessionWire {
    user_id: Scalar,
    user_name: Scalar,
    current_org_id: Scalar,
    current_org_name: Scalar,
    working_organization_id: Scalar,
    working_organization_name: Scalar,
    access_token: Hidden,
    refresh_token: Hidden,
    refresh_token_expire: Scalar,
}

/// The session in its new organisation.
pub(super) fn entered(reply: &Reply, mut session: Session, asked: &str) -> Result<Session, Fault> {
    let wire: SessionWire = data(reply)?;
    let listed = session.facts.organisations.iter().find(|one| one.id == asked).cloned();
    let asked = listed.unwrap_or_else(|| Named { id: asked.to_owned(), name: String::new() });
    wire.tell(&mut session.facts);
    session.facts.organisation = Some(wire.organisation().filter(|now| !now.name.is_empty()).unwrap_or(asked));
    session.facts.limits.retain(|limit| limit.kind != RestrictionKind::Organisation);
    wire.give(session)
}

/// The session with more time. Without a new token nothing was renewed.
pub(super) fn renewed(reply: &Reply, mut session: Session) -> Result<Session, Fault> {
    let wire: SessionWire = data(reply)?;
    if !wire.access_token.is_there() {
        return Err(Fault::NoToken);
    }
    wire.tell(&mut session.facts);
    wire.give(session)
}

/// What the server says about the session now.
pub(super) fn checked(reply: &Reply, session: Session) -> Result<SessionFacts, Fault> {
    let wire: SessionWire = data(reply)?;
    let mut facts = session.facts;
    wire.tell(&mut facts);
    if wire.organisation().is_some() {
        facts.limits.retain(|limit| limit.kind != RestrictionKind::Organisation);
    }
    Ok(facts)
}

/// The facts of a session that works in no organisation.
pub(super) fn not_chosen(mut facts: SessionFacts, refusal: Refusal) -> SessionFacts {
    facts.organisation = None;
    facts.limits.retain(|limit| limit.kind != RestrictionKind::Organisation);
    facts.limits.push(Restriction { kind: RestrictionKind::Organisation, text: refusal.text, advice: refusal.advice });
    facts
}

impl SessionWire {
    fn organisation(&self) -> Option<Named> {
        let (id, name) = match self.current_org_id.text() {
            Some(id) => (id, &self.current_org_name),
            None => (self.working_organization_id.text()?, &self.working_organization_name),
        };
        Some(Named { id: id.to_owned(), name: owned(name) })
    }

    /// Writes what is new into the facts.
    fn tell(&self, facts: &mut SessionFacts) {
        if let Some(id) = self.user_id.text() {
            id.clone_into(&mut facts.subject.id);
        }
        if let Some(name) = self.user_name.text() {
            name.clone_into(&mut facts.subject.name);
        }
        if let Some(organisation) = self.organisation() {
            facts.organisation = Some(organisation);
        }
        // The vendor types it as text in one language and as a number in the other.
        facts.renewable_until = self.refresh_token_expire.moment().or(facts.renewable_until);
    }

    /// The new tokens where there are new ones, and what can be done with them.
    fn give(self, mut session: Session) -> Result<Session, Fault> {
        if self.access_token.is_there() {
            session.tokens.token = self.access_token.token()?;
        }
        session.tokens.refresh = self.refresh_token.usable().or(session.tokens.refresh);
        let facts = &mut session.facts;
        facts.can = abilities(!facts.organisations.is_empty(), session.tokens.refresh.is_some());
        Ok(session)
    }
}

/// Whether an answer that is no refusal says nothing against it: neither `data:false` nor `data.success:false`.
pub(super) fn is_done(reply: &Reply) -> bool {
    #[derive(Deserialize)]
    struct Flag {
        #[serde(default)]
        data: Scalar,
    }
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Done {
        success: Scalar,
    }
    let flag = reply.json::<Flag>().is_ok_and(|flag| flag.data.is(false));
    !flag && !data::<Done>(reply).is_ok_and(|done| done.success.is(false))
}

fn owned(scalar: &Scalar) -> String {
    scalar.text().unwrap_or_default().to_owned()
}
