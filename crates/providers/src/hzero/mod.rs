//! HZERO, also called hoth: `POST /oauth/oauth/token` in four ways, and what belongs around it.
//!
//! What protects this login: TLS. The password is encrypted with RSA besides, but the key that HZERO ships is 512 bits
//! and its private half is published, so that encryption hides nothing by itself; a ciphertext is as good as the
//! password to whoever holds it. A server that cannot decrypt what it gets writes it to its log as it is, so the
//! encoding is a setting and another one is never tried. The captcha is the server's: a picture, used up by one check.
//!
//! What it does not do: second factors and password changes, which the platform asks for in a browser, and the
//! third-party ways in, which are listed only.
//!
//! | file | what |
//! |---|---|
//! | `form.rs` | names, methods, fields |
//! | `calls.rs`, `wire.rs` | every request; what is read of the answers |
//! | `verdict.rs`, `codes/` | whether an answer says no, and what its code means |
//! | `key.rs` | the server's key and what is encrypted with it |
//! | `login.rs`, `sms.rs` | the ways in; `ways.rs`: the tenant's other ones |
//! | `owner.rs` | whose token it is; renewing, choosing, signing out |
//!
//! Sources: the vendor's document on getting a token, and the published source of its services, 1.4.8 and 1.5.6.

mod calls;
mod codes;
mod error_response;
mod form;
mod key;
mod login;
mod login_methods;
mod method_names;
mod sms;
#[cfg(test)]
mod tests;
mod userinfo;
mod wire;

use error_response::No;

use crate::{Context, Descriptor, Fault, Next, Op, Provider, Reply, State};

/// The provider `hzero`.
pub(crate) struct Hzero;

// The steps: those that wait for an answer of the server, and the two that wait for a person.
const INIT: &str = "init-params";
const TOKEN: &str = "token";
const CAPTCHA_KEY: &str = "captcha-code";
const PICTURE: &str = "picture";
const CAPTCHA: &str = "captcha";
const WAYS: &str = "ways";
const SMS_SENT: &str = "sms-sent";
const SMS: &str = "sms";
const MOBILE: &str = "mobile";
const OWN: &str = "own";
const TENANTS: &str = "tenants";
const RENEW: &str = "renew";
const VERIFY: &str = "verify";
const CHOOSE: &str = "choose";
const SIGN_OUT: &str = "sign-out";
/// Whether the token is still taken after it.
const SIGNED_OUT: &str = "signed_out";

// What a state keeps under a name that several files use.
const METHOD: &str = "method";
/// The captchaKey that goes with what a person answers.
const KEY: &str = "captcha_key";
/// A refusal to be shown with the question, as JSON.
const NOTE: &str = "note";

impl Provider for Hzero {
    fn descriptor(&self) -> &'static Descriptor {
        &form::DESCRIPTOR
    }

    fn begin(&self, op: Op<'_>, cx: &Context<'_>) -> Result<Next, Fault> {
        match op {
            Op::SignIn { method: form::SMS } => sms::begin(cx),
            Op::SignIn { method } => login::begin(method, cx),
            Op::Answer(state) if state.step == SMS => sms::answer(state, cx),
            Op::Answer(state) if state.step == CAPTCHA => login::answer(state, cx),
            Op::Again(state) if state.step == SMS => sms::send(state, cx),
            Op::Again(state) if state.step == CAPTCHA => Ok(login::another_picture(state, cx)),
            Op::Renew(session) => userinfo::renew(session, cx),
            Op::Verify(session) => Ok(userinfo::verify(session)),
            Op::Choose(session, tenant) => userinfo::choose(session, tenant),
            Op::SignOut(session) => Ok(userinfo::sign_out(session)),
            _ => Err(Fault::Unsupported),
        }
    }

    fn on(&self, state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault> {
        match step(state, reply, cx) {
            Ok(next) => Ok(next),
            Err(No::Refused(refusal)) => Ok(Next::Refused(*refusal)),
            Err(No::Fault(fault)) => Err(fault),
        }
    }
}

fn step(state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, No> {
    match state.step.as_str() {
        INIT => login::on_init_params(state, reply, cx),
        TOKEN => login::on_token(state, reply, cx),
        CAPTCHA_KEY => login::on_captcha_key(state, reply),
        PICTURE => login::on_picture(state, reply),
        WAYS => login_methods::on_ways(login::note(&state), reply),
        SMS_SENT => sms::on_sent(state, reply, cx),
        MOBILE => sms::on_mobile(state, reply, cx),
        OWN => userinfo::on_own(&state, reply),
        TENANTS => userinfo::on_tenants(&state, reply),
        RENEW => userinfo::on_renew(state, reply, cx),
        VERIFY => userinfo::on_verify(&state, reply),
        CHOOSE => userinfo::on_choose(&state, reply),
        SIGN_OUT => userinfo::on_sign_out(&state, reply),
        SIGNED_OUT => userinfo::on_signed_out(reply),
        _ => Err(Fault::Unsupported.into()),
    }
}
