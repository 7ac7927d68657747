//! Keycloak, direct access grant and client credentials: `POST /realms/{realm}/protocol/openid-connect/token`.
//!
//! What protects this login: TLS, and the realm's brute force detection where an administrator has switched it on.
//! Server and realm are one address for people and two values here: servers before version 17 have `/auth` before
//! `/realms`, which belongs to the server's address.
//!
//! What it does not do: the browser flow with its second factors other than a one-time code, and token exchange. The
//! server says "Invalid user credentials" for a wrong password, a wrong one-time code and a missing one alike.
//!
//! Sources: Keycloak's guides "Securing applications: OpenID Connect" (endpoints, grants, logout, revocation), RFC 6749
//! (errors), RFC 6750 (a refused bearer token), RFC 7009 (revocation), OpenID Connect Core 5.3 (userinfo).

mod codes;
mod form;
#[cfg(test)]
mod tests;
mod wire;

use crate::descriptor::Descriptor;
use crate::fault::Fault;
use crate::protocol::{Context, Next, Op, Outcome, Provider};
use crate::reply::Reply;
use crate::session::{Session, SessionFacts};
use crate::state::State;
use crate::step::steps;

/// The provider `keycloak`.
pub(crate) struct Keycloak;

/// The fact of a login that says by which method.
const METHOD: &str = "method";

steps! {
    Login = "login",
    /// Whose token it is, right after a sign-in.
    Owner = "owner",
    Renew = "renew",
    Verify = "verify",
    SignOut = "sign-out",
}

impl Provider for Keycloak {
    fn descriptor(&self) -> &'static Descriptor {
        &form::DESCRIPTOR
    }

    fn begin(&self, op: Op<'_>, cx: &Context<'_>) -> Result<Next, Fault> {
        let at = |step: Step, session| State::at(step).with_session(session);
        let (call, state) = match op {
            Op::SignIn { method } => (wire::login(method, cx)?, State::at(Step::Login).with(METHOD, method)),
            Op::Renew(session) => (wire::renew(session, cx)?, at(Step::Renew, session)),
            Op::Verify(session) => (wire::owner(&session.tokens.token, cx)?, at(Step::Verify, session)),
            Op::SignOut(session) => (wire::sign_out(session, cx)?, at(Step::SignOut, session)),
            _ => return Err(Fault::Unsupported),
        };
        Ok(Next::Send(call, state))
    }

    fn on(&self, state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault> {
        let step = Step::of(&state)?;
        if let Some(refusal) = wire::refusal(step, state.fact(METHOD), reply, cx)? {
            return Ok(Next::Refused(refusal));
        }
        match step {
            Step::Login => signed_in(wire::session(reply, None, cx)?, cx),
            Step::Owner => {
                let Session { facts, tokens } = state.session()?;
                Ok(Next::signed_in(Session { facts: wire::known_owner(reply, facts)?, tokens }))
            }
            Step::Renew => {
                wire::session(reply, Some(state.session()?), cx).map(|session| done(Outcome::Changed(session)))
            }
            Step::Verify => {
                let facts: SessionFacts = state.session()?.facts;
                Ok(done(Outcome::Verified(Some(wire::known_owner(reply, facts)?))))
            }
            Step::SignOut => Ok(done(Outcome::SignedOut)),
        }
    }
}

/// The session is valid; its user is read once more.
fn signed_in(session: Session, cx: &Context<'_>) -> Result<Next, Fault> {
    let call = wire::owner(&session.tokens.token, cx)?;
    let state = State::at(Step::Owner).with_session(&session);
    Ok(Next::More { settled: Box::new(Next::signed_in(session)), call, state })
}

fn done(outcome: Outcome) -> Next {
    Next::Done(Box::new(outcome))
}
