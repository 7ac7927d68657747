//! EnOS IAM: `POST /enos-iam-service/v2.0/login`.
//!
//! What protects this login: TLS, and nothing else. The password is in plain text inside it; the document's `keyId` has
//! no public algorithm and is never sent, nor is `clientIp`, which could only be a guess. Where the gateway requires
//! signed calls, [`crate::apim`] signs them; that proves the application, not the person.
//!
//! What it does not do: the API has no sign-out, no renewal and no change of organisation.
//!
//! Sources: the vendor's IAM API pages (login, get session information), versions 2.0 to 2.4.4.

mod codes;
mod form;
#[cfg(test)]
mod tests;
mod wire;

use crate::apim;
use crate::descriptor::Descriptor;
use crate::fault::Fault;
use crate::protocol::{Context, Next, Op, Outcome, Provider};
use crate::reply::Reply;
use crate::session::Session;
use crate::state::State;
use crate::step::steps;

/// The provider `enos-iam`.
pub(crate) struct EnosIam;

steps! {
    Login = "login",
    Verify = "verify",
}

impl Provider for EnosIam {
    fn descriptor(&self) -> &'static Descriptor {
        &form::DESCRIPTOR
    }

    fn begin(&self, op: Op<'_>, cx: &Context<'_>) -> Result<Next, Fault> {
        let state = match op {
            Op::SignIn { method } => State::at(Step::Login).with("method", method),
            Op::Verify(Session { tokens, .. }) => State::at(Step::Verify).keep("token", tokens.token.clone()),
            _ => return Err(Fault::Unsupported),
        };
        apim::send(wire::call(&state, cx)?, state, cx)
    }

    fn on(&self, state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault> {
        if apim::is_waiting(&state) {
            return apim::sign_and_send(wire::call(&state, cx)?, state, reply, cx);
        }
        let step = Step::of(&state)?;
        match (step, wire::read(step, reply, cx)?) {
            (_, wire::Answer::Refused(refusal)) => Ok(Next::Refused(refusal)),
            (Step::Verify, wire::Answer::Session(session)) => {
                Ok(Next::Done(Box::new(Outcome::Verified(session.map(|s| s.facts)))))
            }
            (Step::Login, wire::Answer::Session(session)) => {
                session.map(|session| Next::signed_in(*session)).ok_or(Fault::NoToken)
            }
        }
    }
}
