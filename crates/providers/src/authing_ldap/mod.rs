//! Authing, LDAP sign-in: `POST /api/v2/ldap/verify-user`.
//!
//! What protects this login: TLS, and nothing else. The password is in plain text inside it ("no need to encrypt", says
//! the document), and the server passes it on to the company's directory. The answer holds a password hash, a salt,
//! the encrypted password and addresses: [`wire`] lists what is kept, and all else is gone when it returns.
//!
//! What it does not do: after several failures the server asks for a captcha, and this API has no field for one. The
//! token is a JWT signed with a secret that only the server has, so it is read and never "verified".
//!
//! Sources: the vendor's API pages (verify-user, refresh-token), Authing's own JavaScript SDK and Guard.

mod codes;
mod form;
mod jwt;
mod limits;
#[cfg(test)]
mod tests;
mod wire;

use crate::{Context, Descriptor, Fault, Next, Op, Outcome, Provider, Reply, Session, State};

/// The provider `authing-ldap`.
pub(crate) struct AuthingLdap;

const LOGIN: &str = "login";
const RENEW: &str = "renew";
const VERIFY: &str = "verify";
const SIGN_OUT: &str = "sign-out";

impl Provider for AuthingLdap {
    fn descriptor(&self) -> &'static Descriptor {
        &form::DESCRIPTOR
    }

    fn begin(&self, op: Op<'_>, cx: &Context<'_>) -> Result<Next, Fault> {
        let state = match op {
            Op::SignIn { .. } => State::at(LOGIN),
            Op::Renew(session) => State::at(RENEW).with_session(session),
            Op::Verify(session) => State::at(VERIFY).with_session(session),
            Op::SignOut(session) => State::at(SIGN_OUT).with_session(session),
            _ => return Err(Fault::Unsupported),
        };
        Ok(Next::Send(wire::call(&state, cx)?, state))
    }

    fn on(&self, state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault> {
        if state.step == SIGN_OUT && wire::is_empty_success(reply) {
            return Ok(done(Outcome::SignedOut));
        }
        if let Some(refusal) = wire::refusal(&state.step, reply)? {
            return Ok(Next::Refused(refusal));
        }
        match state.step.as_str() {
            LOGIN => wire::signed_in(reply, cx).map(Next::signed_in),
            RENEW => wire::renewed(reply, state.session()?.facts, cx).map(|session| done(Outcome::Changed(session))),
            VERIFY => {
                let Session { facts, tokens } = state.session()?;
                wire::checked(reply, facts, &tokens.token).map(|facts| done(Outcome::Verified(Some(facts))))
            }
            SIGN_OUT => Ok(done(Outcome::SignedOut)),
            _ => Err(Fault::Unsupported),
        }
    }
}

fn done(outcome: Outcome) -> Next {
    Next::Done(Box::new(outcome))
}
