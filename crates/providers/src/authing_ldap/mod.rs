//! Authing, LDAP sign-in: `POST /api/v2/ldap/verify-user`.
//!
//! What protects this login: TLS, and nothing else. The password goes in clear inside it ("no need to encrypt", says
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

use crate::{Context, Descriptor, Fault, Next, Op, Outcome, Provider, Reply, Session, SessionFacts, State};

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
            Op::Renew(session) => hold(RENEW, session),
            Op::Verify(session) => hold(VERIFY, session),
            Op::SignOut(session) => hold(SIGN_OUT, session),
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
            RENEW => wire::renewed(reply, facts(&state)?, cx).map(|session| done(Outcome::Changed(session))),
            VERIFY => {
                let token = state.secret("token").ok_or(Fault::NoToken)?;
                wire::checked(reply, facts(&state)?, token).map(|facts| done(Outcome::Verified(Some(facts))))
            }
            SIGN_OUT => Ok(done(Outcome::SignedOut)),
            _ => Err(Fault::Unsupported),
        }
    }
}

/// A step about a session. Facts always serialise: they have text keys and no secret.
fn hold(step: &str, session: &Session) -> State {
    let facts = serde_json::to_string(&session.facts).unwrap_or_default();
    State::at(step).with("session", facts).keep("token", session.tokens.token.clone())
}

fn facts(state: &State) -> Result<SessionFacts, Fault> {
    serde_json::from_str(state.fact("session")).map_err(|_| Fault::NoToken)
}

fn done(outcome: Outcome) -> Next {
    Next::Done(Box::new(outcome))
}
