//! Authing, LDAP sign-in: `POST /api/v2/ldap/verify-user`.
//!
//! What protects this login: TLS, and nothing else. The password is in plain text inside it ("no need to encrypt", says
//! the document), and the server passes it on to the company's directory. The response contains a password hash, a
//! salt, the encrypted password and addresses: [`wire`] lists what is kept; everything else is dropped when it returns.
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

use crate::descriptor::Descriptor;
use crate::fault::Fault;
use crate::protocol::{Context, Next, Op, Outcome, Provider};
use crate::reply::Reply;
use crate::session::Session;
use crate::state::State;
use crate::step::steps;

/// The provider `authing-ldap`.
pub(crate) struct AuthingLdap;

steps! {
    Login = "login",
    Renew = "renew",
    Verify = "verify",
    SignOut = "sign-out",
}

impl Provider for AuthingLdap {
    fn descriptor(&self) -> &'static Descriptor {
        &form::DESCRIPTOR
    }

    fn begin(&self, op: Op<'_>, cx: &Context<'_>) -> Result<Next, Fault> {
        let state = match op {
            Op::SignIn { .. } => State::at(Step::Login),
            Op::Renew(session) => State::at(Step::Renew).with_session(session),
            Op::Verify(session) => State::at(Step::Verify).with_session(session),
            Op::SignOut(session) => State::at(Step::SignOut).with_session(session),
            _ => return Err(Fault::Unsupported),
        };
        Ok(Next::Send(wire::call(&state, cx)?, state))
    }

    fn on(&self, state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault> {
        let step = Step::of(&state)?;
        if step == Step::SignOut && wire::is_empty_success(reply) {
            return Ok(done(Outcome::SignedOut));
        }
        if let Some(refusal) = wire::refusal(step, reply)? {
            return Ok(Next::Refused(refusal));
        }
        match step {
            Step::Login => wire::signed_in(reply, cx).map(Next::signed_in),
            Step::Renew => {
                wire::renewed(reply, state.session()?.facts, cx).map(|session| done(Outcome::Changed(session)))
            }
            Step::Verify => {
                let Session { facts, tokens } = state.session()?;
                wire::checked(reply, facts, &tokens.token).map(|facts| done(Outcome::Verified(Some(facts))))
            }
            Step::SignOut => Ok(done(Outcome::SignedOut)),
        }
    }
}

fn done(outcome: Outcome) -> Next {
    Next::Done(Box::new(outcome))
}
