//! HZERO, also called hoth: `POST /oauth/oauth/token` with four grants, and the calls around it.
//!
//! What protects this login: TLS. The password is encrypted with RSA besides, but the key that HZERO ships is 512 bits
//! and its private half is published, so the encryption alone hides nothing; a ciphertext is as good as the password to
//! anyone who has it. A server that cannot decrypt what it gets writes it to its log as it is, so the encoding is a
//! setting and another one is never tried. The captcha is the server's: an image, valid for one check.
//!
//! What it does not do: second factors and password changes, which the platform asks for in a browser, and the
//! third-party sign-in methods, which are listed only.
//!
//! | file | what |
//! |---|---|
//! | `form.rs` | names, methods, fields |
//! | `calls.rs`, `wire.rs` | every request; what is read of the answers |
//! | `error_response.rs`, `codes/` | recognising error responses, and what their codes mean |
//! | `key.rs` | the server's key and what is encrypted with it |
//! | `login.rs`, `sms.rs` | the sign-in methods; `login_methods.rs`: the tenant's other ones |
//! | `userinfo.rs` | the token's user; renewing, choosing a tenant, signing out |
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

use crate::descriptor::Descriptor;
use crate::fault::Fault;
use crate::protocol::{Context, Next, Op, Provider};
use crate::reply::Reply;
use crate::state::State;
use crate::step::steps;

/// The provider `hzero`.
pub(crate) struct Hzero;

// Those that wait for an answer of the server, and the two that wait for the user.
steps! {
    Init = "init-params",
    Token = "token",
    CaptchaKey = "captcha-code",
    Picture = "picture",
    Captcha = "captcha",
    Ways = "ways",
    SmsSent = "sms-sent",
    Sms = "sms",
    Mobile = "mobile",
    Own = "own",
    Tenants = "tenants",
    Renew = "renew",
    Verify = "verify",
    Choose = "choose",
    SignOut = "sign-out",
    /// Whether the token is still taken after it.
    SignedOut = "signed_out",
}

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
            Op::Answer(state) => match Step::of(&state)? {
                Step::Sms => sms::answer(state, cx),
                Step::Captcha => login::answer(state, cx),
                _ => Err(Fault::Unsupported),
            },
            Op::Again(state) => match Step::of(&state)? {
                Step::Sms => sms::send(state, cx),
                Step::Captcha => Ok(login::another_picture(state, cx)),
                _ => Err(Fault::Unsupported),
            },
            Op::Renew(session) => userinfo::renew(session, cx),
            Op::Verify(session) => Ok(userinfo::verify(session)),
            Op::Choose(session, tenant) => userinfo::choose(session, tenant),
            Op::SignOut(session) => Ok(userinfo::sign_out(session)),
            Op::Authkeys(..) => Err(Fault::Unsupported),
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
    match Step::of(&state)? {
        Step::Init => login::on_init_params(state, reply, cx),
        Step::Token => login::on_token(state, reply, cx),
        Step::CaptchaKey => login::on_captcha_key(state, reply),
        Step::Picture => login::on_picture(state, reply),
        Step::Ways => login_methods::on_ways(login::note(&state), reply),
        Step::SmsSent => sms::on_sent(state, reply, cx),
        Step::Mobile => sms::on_mobile(state, reply, cx),
        Step::Own => userinfo::on_own(&state, reply),
        Step::Tenants => userinfo::on_tenants(&state, reply),
        Step::Renew => userinfo::on_renew(state, reply, cx),
        Step::Verify => userinfo::on_verify(&state, reply),
        Step::Choose => userinfo::on_choose(&state, reply),
        Step::SignOut => userinfo::on_sign_out(&state, reply),
        Step::SignedOut => userinfo::on_signed_out(reply),
        Step::Captcha | Step::Sms => Err(Fault::Unsupported.into()),
    }
}
