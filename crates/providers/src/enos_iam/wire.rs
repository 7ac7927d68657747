//! Requests and responses of EnOS IAM.

use serde::{Deserialize, Serialize};

use super::{Step, codes};
use crate::apim;
use crate::call::{Call, Effect, Expect, Request};
use crate::fault::Fault;
use crate::protocol::Context;
use crate::read::{Hidden, Objects, Scalar};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::secret::{Secret, in_body};
use crate::session::{
    Account, Capability, Expiry, ExpirySource, Named, Restriction, RestrictionKind, Session, SessionFacts, Tokens,
};
use crate::state::State;
use crate::text::Text;

/// The call that a step is about.
pub(super) fn call(state: &State, cx: &Context<'_>) -> Result<Call, Fault> {
    if Step::of(state)? == Step::Verify {
        let session = state.secret("token").ok_or(Fault::NoToken)?;
        let request = Request::post("/enos-iam-service/v2.0/session/info").bearer(session);
        // The pages show it, without a body that it would be about.
        let request = request.header("content-type", "application/json");
        return Ok(Call { request, effect: Effect::Read, expect: Expect::Json });
    }
    let ldap = state.fact("method") == "ldap";
    let body = Login {
        auth_type: u8::from(ldap),
        link_name: if ldap { Some(cx.text("link_name")?) } else { None },
        principal: cx.text("account")?,
        credentials: cx.secret("password")?,
        expire_interval: cx.values.text("expire_interval").and_then(|seconds| seconds.parse().ok()),
    };
    let request = Request::post("/enos-iam-service/v2.0/login").json(&body);
    Ok(Call { request, effect: Effect::Attempt, expect: Expect::Json })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Login<'a> {
    auth_type: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    link_name: Option<&'a str>,
    principal: &'a str,
    #[serde(serialize_with = "in_body")]
    credentials: &'a Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    expire_interval: Option<u32>,
}

/// What an answer says.
pub(super) enum Answer {
    Refused(Refusal),
    /// Accepted; `None` where a verification gave no session back.
    Session(Option<Box<Session>>),
}

pub(super) fn read(step: Step, reply: &Reply, cx: &Context<'_>) -> Result<Answer, Fault> {
    let wire: Envelope = reply.json()?;
    // The error of a web server that knows no such path has a `status` as well, and a `path`.
    if wire.success.text().is_none() && wire.path.text().is_some() {
        return Err(Fault::NotTheApi);
    }
    if let Some(code) = wire.refused() {
        let own = if step == Step::Verify { codes::SESSION } else { &[] };
        return Ok(Answer::Refused(crate::codes::refusal(&[own, codes::CODES, apim::CODES], code, wire.words())));
    }
    // An answer with none of the API's members is some other service's.
    // Two of the vendor's pages call the session a list.
    let session = wire.session.into_first();
    let beside = wire.session_id.is_there();
    if wire.status.text().is_none() && wire.success.text().is_none() && session.is_none() && !beside {
        return Err(Fault::NotTheApi);
    }
    // One of the vendor's clients reads the id beside the session, which no document shows.
    let session = session.or_else(|| beside.then(SessionWire::default));
    let session = session.map(|session| session.into_session(wire.session_id, reply, cx)).transpose()?;
    Ok(Answer::Session(session.map(Box::new)))
}

/// Both envelopes: the API's `{status, message}` and the gateway's `{status, msg}`.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Envelope {
    status: Scalar,
    success: Scalar,
    message: Scalar,
    msg: Scalar,
    #[serde(rename = "sessionId")]
    session_id: Hidden,
    session: Objects<SessionWire>,
    path: Scalar,
}

impl Envelope {
    /// The code of a refusal: a status other than 0, or `success:false` whatever the status.
    fn refused(&self) -> Option<&str> {
        let status = self.status.text();
        match (status, self.success.is(false)) {
            (Some(code), _) if code != "0" => Some(code),
            (_, true) => Some(status.unwrap_or("success=false")),
            _ => None,
        }
    }

    fn words(&self) -> Option<&str> {
        self.message.text().or(self.msg.text())
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct SessionWire {
    id: Hidden,
    expires: Scalar,
    user: Objects<UserWire>,
    resident_organization: Objects<NamedWire>,
    working_organization: Objects<NamedWire>,
    refresh_time: Scalar,
    create_time: Scalar,
    status: Scalar,
}

#[derive(Deserialize)]
struct NamedWire {
    #[serde(default)]
    id: Scalar,
    #[serde(default)]
    name: Scalar,
}

/// Login writes camelCase, session/info snake_case; an answer may have both.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct UserWire {
    id: Scalar,
    name: Scalar,
    email: Scalar,
    phone: Scalar,
    #[serde(rename = "type")]
    kind: Scalar,
    state: Scalar,
    mfa_type: Scalar,
    #[serde(rename = "mfa_type")]
    mfa_type_of_info: Scalar,
    password_state: Scalar,
    #[serde(rename = "password_state")]
    password_state_of_info: Scalar,
    password_expire_time: Scalar,
    #[serde(rename = "password_expire_time")]
    password_expire_time_of_info: Scalar,
}

impl SessionWire {
    fn into_session(self, outer_id: Hidden, reply: &Reply, cx: &Context<'_>) -> Result<Session, Fault> {
        let token = self.id.clone().or(outer_id).token()?;
        let user = self.user.first();
        let working = named(&self.working_organization);
        let mut organisations = working.clone();
        organisations.extend(named(&self.resident_organization).into_iter().filter(|one| !working.contains_id(one)));
        let facts = SessionFacts {
            subject: user.map(UserWire::subject).unwrap_or_default(),
            organisation: organisations.first().cloned(),
            organisations,
            limits: self.limits(),
            issued_at: self.create_time.moment().or_else(|| Some(cx.server_now(reply))),
            expiry: self.expiry(reply, cx),
            can: vec![Capability::Verify],
            account: user.map(UserWire::account).unwrap_or_default(),
            ..SessionFacts::default()
        };
        Ok(Session { facts, tokens: Tokens { token, refresh: None } })
    }

    /// `expires` is a length in seconds, counted from the last refresh, else the start. Whether use extends it is
    /// stated nowhere, so this is the earliest end.
    fn expiry(&self, reply: &Reply, cx: &Context<'_>) -> Expiry {
        let Some(length) = self.expires.int().filter(|seconds| *seconds > 0) else { return Expiry::default() };
        let start = self.refresh_time.moment().or_else(|| self.create_time.moment());
        let start = start.unwrap_or_else(|| cx.server_now(reply));
        let at = start.checked_add(jiff::SignedDuration::from_secs(length)).ok();
        let source = if at.is_some() { ExpirySource::Server } else { ExpirySource::None };
        Expiry { at, source, may_be_later: at.is_some(), ..Expiry::default() }
    }

    fn limits(&self) -> Vec<Restriction> {
        let user = self.user.first();
        let is =
            |field: fn(&UserWire) -> &Scalar, value: &str| user.is_some_and(|user| field(user).text() == Some(value));
        let mut limits = Vec::new();
        if self.status.text() == Some("0") {
            limits.push(limit(RestrictionKind::Restricted));
        }
        if is(UserWire::password_state, "1") {
            limits.push(limit(RestrictionKind::PasswordChange));
        }
        if is(|user| &user.state, "1") {
            limits.push(limit(RestrictionKind::Blocked));
        }
        if user.is_some_and(|user| user.mfa().is_some()) && self.status.text() == Some("0") {
            limits.push(limit(RestrictionKind::Mfa));
        }
        limits
    }
}

impl UserWire {
    fn subject(&self) -> Named {
        Named { id: owned(&self.id).unwrap_or_default(), name: owned(&self.name).unwrap_or_default() }
    }

    fn account(&self) -> Account {
        Account {
            login_name: owned(&self.name),
            email: owned(&self.email),
            phone: owned(&self.phone),
            kind: self.kind.text().map(kind),
            mfa: self.mfa(),
            password_expires_at: self.password_expire_time.or(&self.password_expire_time_of_info).moment(),
        }
    }

    fn password_state(&self) -> &Scalar {
        self.password_state.or(&self.password_state_of_info)
    }

    fn mfa(&self) -> Option<Text> {
        Some(match self.mfa_type.or(&self.mfa_type_of_info).text()?.to_ascii_uppercase().as_str() {
            "0" | "NONE" => return None,
            "1" => Text::new("手机验证", "phone"),
            "2" => Text::new("邮箱验证", "email"),
            "3" => Text::new("手机或邮箱验证", "phone or email"),
            other => Text::same(other),
        })
    }
}

fn kind(value: &str) -> Text {
    match value {
        "0" => Text::new("普通用户", "ordinary user"),
        "1" => Text::new("组织所有者", "organisation owner"),
        "2" => Text::new("组织管理员", "organisation administrator"),
        other => Text::same(other),
    }
}

fn limit(kind: RestrictionKind) -> Restriction {
    let (text, advice) = match kind {
        RestrictionKind::PasswordChange => (
            Text::new("密码需要强制更新", "The password must be changed"),
            Text::new("先在EnOS门户修改密码，再重新登录", "Change it in the EnOS portal, then sign in again"),
        ),
        RestrictionKind::Blocked => (
            Text::new("账号已被禁用", "The account is disabled"),
            Text::new("请联系管理员", "Contact your administrator"),
        ),
        RestrictionKind::Mfa => (
            Text::new("还需要二次验证", "Two-factor authentication is still required"),
            Text::new("先在EnOS门户完成二次验证", "Complete it in the EnOS portal first"),
        ),
        _ => (
            Text::new(
                "会话尚未完成初始化，只能访问少数接口",
                "The session is not fully initialised; only a few calls are allowed",
            ),
            Text::new(
                "在EnOS门户完成首次登录的步骤后再登录",
                "Complete the first sign-in steps in the EnOS portal, then sign in again",
            ),
        ),
    };
    Restriction { kind, text, advice }
}

fn owned(scalar: &Scalar) -> Option<String> {
    scalar.text().map(str::to_owned)
}

fn named(wire: &Objects<NamedWire>) -> Vec<Named> {
    let one = |wire: &NamedWire| Named {
        id: owned(&wire.id).unwrap_or_default(),
        name: owned(&wire.name).unwrap_or_default(),
    };
    wire.0.iter().map(one).filter(|named| !named.id.is_empty()).collect()
}

trait ContainsId {
    fn contains_id(&self, other: &Named) -> bool;
}

impl ContainsId for Vec<Named> {
    fn contains_id(&self, other: &Named) -> bool {
        self.iter().any(|one| one.id == other.id)
    }
}
