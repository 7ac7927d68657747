//! Every request to HZERO. Client secrets and passwords are sent in bodies, never in a URL.

use super::form::{CLIENT, STANDARD, setting};
use super::{KEY, METHOD, key};
use crate::call::{Call, Effect, Expect, Request, Verb};
use crate::fault::Fault;
use crate::protocol::Context;
use crate::secret::Secret;
use crate::state::State;
use crate::text::Lang;
use crate::values::Value;

const TOKEN: &str = "/oauth/oauth/token";

/// What the login page would ask first. With a username, the answer is about that user's tenant.
pub(super) fn init_params(username: Option<&str>, cx: &Context<'_>) -> Result<Call, Fault> {
    let request = Request::get("/oauth/login/init-params")
        .query("channel", "pc")
        .query("client_id", cx.text("client_id")?)
        .query("user_type", setting(cx, "user_type")?)
        .query("lang", lang(cx));
    let request = match username {
        Some(name) => request.query("username", name),
        None => request,
    };
    Ok(call(request, Effect::Read))
}

/// The login itself, by the state's method; with the captcha where the state has its key.
pub(super) fn token(state: &State, cx: &Context<'_>) -> Result<Call, Fault> {
    let method = state.fact(METHOD);
    let mut form = client(if method == CLIENT { "client_credentials" } else { "password" }, cx)?;
    if method != CLIENT {
        form.extend([("username", key::account(cx)?), ("password", key::password(cx)?)]);
    }
    if method == STANDARD {
        form.extend(device(cx)?);
        let login_field = setting(cx, "login_field")?;
        form.extend((!login_field.is_empty()).then(|| ("login_field", plain(&*login_field))));
    }
    if !state.fact(KEY).is_empty() {
        form.extend([("captcha", plain(cx.text("captcha")?)), ("captchaKey", plain(state.fact(KEY)))]);
    }
    Ok(post(TOKEN, form, Effect::Attempt))
}

/// More time for a refresh token.
pub(super) fn refresh(token: &Secret, cx: &Context<'_>) -> Result<Call, Fault> {
    let mut form = client("refresh_token", cx)?;
    form.push(("refresh_token", Value::Secret(token.clone())));
    Ok(post(TOKEN, form, Effect::Change))
}

/// A new captcha's key.
pub(super) fn captcha_key(cx: &Context<'_>) -> Call {
    call(Request::get("/oauth/public/captcha-code").query("lang", lang(cx)), Effect::Read)
}

/// The picture of a captcha.
pub(super) fn captcha_picture(key: &str) -> Result<Call, Fault> {
    let request = Request::get("/oauth/public/captcha").segment(key)?;
    Ok(Call { request, effect: Effect::Read, expect: Expect::Picture })
}

/// Sends the text message: a GET with a side effect.
pub(super) fn send_code(cx: &Context<'_>) -> Result<Call, Fault> {
    let request = Request::get("/oauth/public/send-phone-captcha")
        .query("phone", cx.text("phone")?)
        .query("internationalTelCode", setting(cx, "tel_code")?)
        .query("user_type", setting(cx, "user_type")?)
        .query("lang", lang(cx));
    Ok(call(request, Effect::Sms))
}

/// The login by phone, without the code: what a profile must hold for it.
pub(super) fn mobile_form(cx: &Context<'_>) -> Result<Vec<(&'static str, Value)>, Fault> {
    let mut form = client("implicit", cx)?;
    form.push(("phone", plain(cx.text("phone")?)));
    form.extend(device(cx)?);
    Ok(form)
}

/// The login by phone with the code that was sent.
pub(super) fn mobile(state: &State, cx: &Context<'_>) -> Result<Call, Fault> {
    let mut form = mobile_form(cx)?;
    form.extend([("captcha", plain(cx.text("sms_code")?)), ("captchaKey", plain(state.fact(KEY)))]);
    Ok(post("/oauth/token/mobile", form, Effect::Attempt))
}

/// Whose token it is.
pub(super) fn own(token: &Secret) -> Call {
    call(Request::get("/iam/hzero/v1/users/self").bearer(token), Effect::Read)
}

/// The tenants that the token's owner may work in.
pub(super) fn own_tenants(token: &Secret) -> Call {
    call(Request::get("/iam/hzero/v1/users/self-tenants").bearer(token), Effect::Read)
}

/// Works in another tenant from now on.
pub(super) fn choose(token: &Secret, tenant: &str) -> Call {
    let request = Request::new(Verb::Put, "/iam/v1/users/tenant-id").query("tenantId", tenant).bearer(token);
    call(request, Effect::Change)
}

/// Ends the token. The answer is a redirect to a page that is of no interest here.
pub(super) fn sign_out(token: &Secret) -> Call {
    Call { request: Request::get("/oauth/logout").bearer(token), effect: Effect::Change, expect: Expect::Redirect }
}

fn client(grant: &'static str, cx: &Context<'_>) -> Result<Vec<(&'static str, Value)>, Fault> {
    Ok(vec![
        ("grant_type", plain(grant)),
        ("client_id", plain(cx.text("client_id")?)),
        ("client_secret", Value::Secret(cx.secret("client_secret")?.clone())),
        ("lang", plain(lang(cx))),
    ])
}

fn device(cx: &Context<'_>) -> Result<[(&'static str, Value); 3], Fault> {
    Ok([
        ("source_type", plain(setting(cx, "source_type")?)),
        ("device_id", plain(cx.text("device_id")?)),
        ("user_type", plain(setting(cx, "user_type")?)),
    ])
}

fn lang(cx: &Context<'_>) -> &'static str {
    match cx.lang {
        Lang::Zh => "zh_CN",
        Lang::En => "en_US",
    }
}

fn plain(text: impl Into<String>) -> Value {
    Value::Plain(text.into())
}

fn post(path: &'static str, form: Vec<(&'static str, Value)>, effect: Effect) -> Call {
    call(Request::post(path).form(form), effect)
}

fn call(request: Request, effect: Effect) -> Call {
    Call { request, effect, expect: Expect::Json }
}
