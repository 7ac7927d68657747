//! Requests and responses of Authing. Only the fields in the structs below are read; serde drops everything else.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Step, codes, jwt, limits};
use crate::call::{Call, Effect, Expect, Request};
use crate::fault::Fault;
use crate::protocol::Context;
use crate::read::{Hidden, Objects, Scalar};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::secret::{Secret, in_body};
use crate::session::{Account, Capability, Expiry, ExpirySource, Named, Restriction, Session, SessionFacts, Tokens};
use crate::state::State;
use crate::text::Text;

/// The call that a step is about.
pub(super) fn call(state: &State, cx: &Context<'_>) -> Result<Call, Fault> {
    let of_session = || state.secret("token").ok_or(Fault::NoToken);
    let (request, effect) = match Step::of(state)? {
        Step::Login => (login(cx)?, Effect::Attempt),
        Step::Renew => (Request::post("/api/v2/users/refresh-token").bearer(of_session()?), Effect::Change),
        Step::Verify => {
            let body = Check { token: of_session()? };
            (Request::post("/api/v2/users/login/check-status").json(&body), Effect::Read)
        }
        Step::SignOut => {
            let request = Request::get("/api/v2/logout").query("app_id", id("app_id", cx)?);
            (request.bearer(of_session()?), Effect::Change)
        }
    };
    let request =
        request.header("x-authing-app-id", id("app_id", cx)?).header("x-authing-userpool-id", id("userpool_id", cx)?);
    Ok(Call { request, effect, expect: Expect::Json })
}

/// An id that a header can carry.
fn id<'a>(field: &'static str, cx: &'a Context<'_>) -> Result<&'a str, Fault> {
    let id = cx.text(field)?;
    let text = Text::new("只能含可见的英文字符", "must be visible ASCII");
    if id.bytes().all(|byte| byte.is_ascii_graphic()) { Ok(id) } else { Err(Fault::Invalid { field, text }) }
}

fn login(cx: &Context<'_>) -> Result<Request, Fault> {
    let body = Login {
        username: cx.text("account")?,
        password: cx.secret("password")?,
        with_custom_data: cx.values.text("with_custom_data") == Some("true"),
    };
    Ok(Request::post("/api/v2/ldap/verify-user").json(&body))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Login<'a> {
    username: &'a str,
    #[serde(serialize_with = "in_body")]
    password: &'a Secret,
    /// Text in the document and a boolean in the vendor's client; left out, it is false in both.
    #[serde(skip_serializing_if = "is_off")]
    with_custom_data: bool,
}

fn is_off(on: &bool) -> bool {
    !*on
}

#[derive(Serialize)]
struct Check<'a> {
    #[serde(serialize_with = "in_body")]
    token: &'a Secret,
}

/// Both envelopes: `{code, message}` and the newer `{statusCode, apiCode, message}`.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Head {
    code: Scalar,
    status_code: Scalar,
    api_code: Scalar,
    message: Scalar,
}

/// The answer of check-status: a boolean, by itself or in `data`.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Status {
    status: Scalar,
    data: Objects<InnerStatus>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct InnerStatus {
    status: Scalar,
}

impl Status {
    /// Whether the token is still taken; nothing where the server does not say.
    fn is_taken(&self) -> Option<bool> {
        let inner = self.data.first().map(|data| &data.status).filter(|_| self.status.text().is_none());
        let status = inner.unwrap_or(&self.status);
        if status.is(true) { Some(true) } else { status.is(false).then_some(false) }
    }
}

/// The refusal that an answer is, if it is one.
pub(super) fn refusal(step: Step, reply: &Reply) -> Result<Option<Refusal>, Fault> {
    let head: Head = reply.json()?;
    let words = head.message.text();
    let refusal = match (head.status_code.text(), head.code.text()) {
        (None, None) => return Err(Fault::NotTheApi),
        (Some("200"), _) | (None, Some("200")) if step == Step::Verify => match reply.json::<Status>()?.is_taken() {
            Some(true) => return Ok(None),
            Some(false) => codes::refusal(step, "2020", words),
            None => return Err(Fault::NotTheApi),
        },
        (Some("200"), _) | (None, Some("200")) => return Ok(None),
        (Some(status), _) => {
            let step_needed = status.len() == 3 && status.starts_with('3');
            match head.api_code.text().or(head.code.text()) {
                Some(codes::FLOW_FINISHED) if step_needed => return Ok(None),
                code => codes::newer(step, code.unwrap_or(status), words, step_needed),
            }
        }
        (None, Some(code)) => codes::refusal(step, code, words),
    };
    Ok(Some(Refusal { retry_after: reply.retry_after, ..refusal }))
}

/// A success that says nothing more; signing out may answer so.
pub(super) fn is_empty_success(reply: &Reply) -> bool {
    (200..300).contains(&reply.status) && reply.body.iter().all(u8::is_ascii_whitespace)
}

#[derive(Deserialize)]
struct Body<T> {
    #[serde(default)]
    data: Objects<T>,
}

/// The answer of a login holds `password`, `salt`, `encryptedPassword`, `lastIp`, `lastIP` and tokens of other
/// systems. They have no member here.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct UserWire {
    id: Scalar,
    username: Scalar,
    nickname: Scalar,
    name: Scalar,
    email: Scalar,
    phone: Scalar,
    status: Scalar,
    blocked: Scalar,
    is_deleted: Scalar,
    reset_password_on_first_login: Scalar,
    token: Hidden,
    token_expired_at: Scalar,
}

/// The session of a login.
pub(super) fn signed_in(reply: &Reply, cx: &Context<'_>) -> Result<Session, Fault> {
    let user = reply.json::<Body<UserWire>>()?.data.into_first().unwrap_or_default();
    let stated = user.token_expired_at.moment();
    let facts = SessionFacts {
        subject: Named { id: owned(&user.id), name: user.known_as() },
        limits: user.limits(),
        can: vec![Capability::Renew, Capability::Verify, Capability::SignOut],
        account: Account {
            login_name: user.username.text().map(str::to_owned),
            email: user.email.text().map(str::to_owned),
            phone: user.phone.text().map(str::to_owned),
            ..Account::default()
        },
        ..SessionFacts::default()
    };
    let token = user.token.token()?;
    Ok(Session {
        facts: dated(facts, stated, &token, Some(cx.server_now(reply))),
        tokens: Tokens { token, refresh: None },
    })
}

impl UserWire {
    fn known_as(&self) -> String {
        let name = self.name.text().or(self.nickname.text()).or(self.username.text());
        name.unwrap_or_default().to_owned()
    }

    fn limits(&self) -> Vec<Restriction> {
        let is = |flag: &Scalar| flag.is(true);
        let inactive = self.status.text().filter(|status| !status.eq_ignore_ascii_case("activated"));
        [
            is(&self.blocked).then(limits::blocked),
            is(&self.is_deleted).then(limits::deleted),
            inactive.map(limits::inactive),
            is(&self.reset_password_on_first_login).then(limits::password_change),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RenewedWire {
    token: Hidden,
    exp: Scalar,
}

/// The session with its new token.
pub(super) fn renewed(reply: &Reply, facts: SessionFacts, cx: &Context<'_>) -> Result<Session, Fault> {
    let wire = reply.json::<Body<RenewedWire>>()?.data.into_first().unwrap_or_default();
    let token = wire.token.token()?;
    let stated = wire.exp.moment();
    Ok(Session {
        facts: dated(facts, stated, &token, Some(cx.server_now(reply))),
        tokens: Tokens { token, refresh: None },
    })
}

/// What check-status says: the dates are next to `data`, not in it.
pub(super) fn checked(reply: &Reply, facts: SessionFacts, token: &Secret) -> Result<SessionFacts, Fault> {
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Dates {
        exp: Scalar,
    }
    let stated = reply.json::<Dates>()?.exp.moment();
    if stated.is_none() {
        return Ok(facts);
    }
    let issued_at = facts.issued_at;
    Ok(dated(facts, stated, token, issued_at))
}

/// Writes start and end into the facts: the earlier of the two stated ends counts.
fn dated(facts: SessionFacts, stated: Option<Timestamp>, token: &Secret, otherwise: Option<Timestamp>) -> SessionFacts {
    let life = jwt::life(token);
    let expiry = expiry(stated, life.end);
    let notes = expiry.difference_seconds.map(differ).into_iter().collect();
    SessionFacts { issued_at: life.start.or(otherwise), expiry, notes, ..facts }
}

fn expiry(stated: Option<Timestamp>, own: Option<Timestamp>) -> Expiry {
    let source = match (stated, own) {
        (Some(_), Some(_)) => ExpirySource::Both,
        (Some(_), None) => ExpirySource::Server,
        (None, Some(_)) => ExpirySource::Jwt,
        (None, None) => ExpirySource::None,
    };
    // A JWT counts in whole seconds, so that less than one is no difference.
    let apart = stated.zip(own).map(|(one, two)| (one.as_second() - two.as_second()).abs());
    let at = stated.into_iter().chain(own).min();
    Expiry { at, source, difference_seconds: apart.filter(|seconds| *seconds > 0), ..Expiry::default() }
}

fn differ(seconds: i64) -> Text {
    Text::made(
        format!("响应中的到期时间与令牌自身的相差{seconds}秒；以较早的为准"),
        format!("The response and the token state expiry times {seconds} s apart; the earlier one is used"),
    )
}

fn owned(scalar: &Scalar) -> String {
    scalar.text().unwrap_or_default().to_owned()
}
