//! EnOS Application Portal: `POST /app-portal-service/v2.2/login`, then the organisation to work in.
//!
//! What protects this login: TLS, and nothing else. The password is in plain text inside it. Where the gateway requires
//! signed calls, [`crate::apim`] signs them; that proves the application, not the person. Where the answer names a
//! second factor, its code is sent and asked for before the organisation is set.
//!
//! What it does not state: when the access token expires. The expiry stays unknown and is never derived from the
//! refresh token's. A refresh token comes only with an organisation, so a session without one cannot be renewed; a step
//! that fails after the password was taken leaves such a session, marked as limited, and loses nothing.
//!
//! Sources: the vendor's App Portal API pages (log in, choose organization, refresh, MFA), versions 2.1 to 3.0.

mod codes;
mod form;
mod limited;
mod steps;
#[cfg(test)]
mod tests;
mod wire;

use crate::apim;
use crate::descriptor::Descriptor;
use crate::fault::Fault;
use crate::protocol::{Context, Next, Op, Provider};
use crate::refusal::RefusalKind;
use crate::reply::Reply;
use crate::state::State;
use crate::step::steps;

/// The provider `enos-portal`.
pub(crate) struct EnosPortal;

steps! {
    Login = "login",
    /// A code for the second factor is to be sent.
    MfaSend = "mfa-send",
    /// Another one is to be sent while a person waits; what fails leaves the question standing.
    MfaAgain = "mfa-again",
    /// A person is to type it.
    Mfa = "mfa",
    MfaCheck = "mfa-check",
    /// A person is to choose an organisation.
    Organisation = "organisation",
    /// The first organisation of a new session is to be set.
    Enter = "enter",
    /// Another organisation of a finished session is to be set.
    Choose = "choose",
    Renew = "renew",
    Verify = "verify",
    SignOut = "sign-out",
}

impl Provider for EnosPortal {
    fn descriptor(&self) -> &'static Descriptor {
        &form::DESCRIPTOR
    }

    fn begin(&self, op: Op<'_>, cx: &Context<'_>) -> Result<Next, Fault> {
        let next = match op {
            Op::SignIn { .. } => steps::send(State::at(Step::Login), cx),
            Op::Answer(state) => match Step::of(&state)? {
                Step::Mfa => steps::send(state.to(Step::MfaCheck), cx),
                Step::Organisation => steps::enter(state, cx),
                _ => Err(Fault::Unsupported),
            },
            Op::Again(state) => match Step::of(&state)? {
                Step::Mfa => steps::send(state.to(Step::MfaAgain), cx),
                _ => Err(Fault::Unsupported),
            },
            Op::Renew(session) if session.tokens.refresh.is_none() => Err(Fault::Unsupported),
            Op::Renew(session) => steps::send(State::at(Step::Renew).with_session(session), cx),
            Op::Verify(session) => steps::send(State::at(Step::Verify).with_session(session), cx),
            Op::SignOut(session) => steps::send(State::at(Step::SignOut).with_session(session), cx),
            Op::Choose(session, wanted) => {
                let id = limited::find(session, wanted).map_or(wanted, |found| found.id.as_str());
                steps::send(State::at(Step::Choose).with_session(session).with("organisation", id), cx)
            }
            Op::Authkeys(..) => Err(Fault::Unsupported),
        };
        next.map(standing)
    }

    fn on(&self, state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault> {
        let before = state.clone();
        let next = if apim::is_waiting(&state) {
            apim::sign_and_send(wire::call(&state, cx)?, state, reply, cx)
        } else {
            steps::on(state, reply, cx)
        };
        match next {
            Ok(Next::Refused(refusal)) if refusal.kind != RefusalKind::TokenInvalid => {
                Ok(limited::unfinished(&before, Some(&refusal)).unwrap_or(Next::Refused(refusal)))
            }
            Err(fault) => limited::unfinished(&before, None).ok_or(fault),
            other => other.map(standing),
        }
    }
}

/// A call that comes after the password was taken: the existing session remains if the call fails.
fn standing(next: Next) -> Next {
    match next {
        Next::Send(call, state) => match limited::unfinished(&state, None) {
            Some(settled) => Next::More { settled: Box::new(settled), call, state },
            None => Next::Send(call, state),
        },
        other => other,
    }
}
