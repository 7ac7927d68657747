//! EnOS Application Portal: `POST /app-portal-service/v2.2/login`, then the organisation to work in.
//!
//! What protects this login: TLS, and nothing else. The password is in plain text inside it. Where the gateway wants
//! signed calls, [`crate::apim`] signs them; that proves the application, not the person. Where the answer names a
//! second factor, its code is sent and asked for before the organisation is set.
//!
//! What it does not say: when the access token ends. Its end stays unknown and is never guessed from the refresh
//! token's. A refresh token comes only with an organisation, so a session without one cannot be renewed; a step that
//! fails after the password was taken leaves such a session, marked as limited, and loses nothing.
//!
//! Sources: the vendor's App Portal API pages (log in, choose organization, refresh, MFA), versions 2.1 to 3.0.

mod codes;
mod form;
mod limited;
mod steps;
#[cfg(test)]
mod tests;
mod wire;

use crate::{Context, Descriptor, Fault, Next, Op, Provider, RefusalKind, Reply, State, apim};

/// The provider `enos-portal`.
pub(crate) struct EnosPortal;

const LOGIN: &str = "login";
/// A code for the second factor is to be sent.
const MFA_SEND: &str = "mfa-send";
/// Another one is to be sent while a person waits; what fails leaves the question standing.
const MFA_AGAIN: &str = "mfa-again";
/// A person is to type it.
const MFA: &str = "mfa";
const MFA_CHECK: &str = "mfa-check";
/// A person is to choose an organisation.
const ORGANISATION: &str = "organisation";
/// The first organisation of a new session is to be set.
const ENTER: &str = "enter";
/// Another organisation of a finished session is to be set.
const CHOOSE: &str = "choose";
const RENEW: &str = "renew";
const VERIFY: &str = "verify";
const SIGN_OUT: &str = "sign-out";

impl Provider for EnosPortal {
    fn descriptor(&self) -> &'static Descriptor {
        &form::DESCRIPTOR
    }

    fn begin(&self, op: Op<'_>, cx: &Context<'_>) -> Result<Next, Fault> {
        let next = match op {
            Op::SignIn { .. } => steps::send(State::at(LOGIN), cx),
            Op::Answer(state) if state.step == MFA => steps::send(state.to(MFA_CHECK), cx),
            Op::Answer(state) if state.step == ORGANISATION => steps::enter(state, cx),
            Op::Again(state) if state.step == MFA => steps::send(state.to(MFA_AGAIN), cx),
            Op::Renew(session) if session.tokens.refresh.is_none() => Err(Fault::Unsupported),
            Op::Renew(session) => steps::send(State::at(RENEW).with_session(session), cx),
            Op::Verify(session) => steps::send(State::at(VERIFY).with_session(session), cx),
            Op::SignOut(session) => steps::send(State::at(SIGN_OUT).with_session(session), cx),
            Op::Choose(session, wanted) => {
                let id = limited::find(session, wanted).map_or(wanted, |found| found.id.as_str());
                steps::send(State::at(CHOOSE).with_session(session).with("organisation", id), cx)
            }
            _ => Err(Fault::Unsupported),
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

/// A call that comes after the password was taken: the session that there is stands if the call fails.
fn standing(next: Next) -> Next {
    match next {
        Next::Send(call, state) => match limited::unfinished(&state, None) {
            Some(settled) => Next::More { settled: Box::new(settled), call, state },
            None => Next::Send(call, state),
        },
        other => other,
    }
}
