//! The order of the steps.

use super::limited;
use super::{Step, codes, wire};
use crate::apim;
use crate::challenge::{Challenge, ChallengeKind};
use crate::fault::Fault;
use crate::protocol::{Context, Next, Outcome};
use crate::refusal::{Refusal, RefusalKind};
use crate::reply::Reply;
use crate::session::Session;
use crate::state::State;

/// The pause that other systems of this kind ask for between two messages; this one states none.
const AGAIN_AFTER: u64 = 60;

/// Sends the call that the state's step is about.
pub(super) fn send(state: State, cx: &Context<'_>) -> Result<Next, Fault> {
    apim::send(wire::call(&state, cx)?, state, cx)
}

/// What the answer to a step's call leads to.
pub(super) fn on(state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault> {
    let step = Step::of(&state)?;
    if let Some(refusal) = wire::refusal(step, reply)? {
        return refused(step, state, refusal);
    }
    match step {
        Step::Login => signed_in(reply, cx),
        Step::MfaSend | Step::MfaAgain => Ok(ask_code(state, None)),
        Step::MfaCheck if wire::is_done(reply) => enter(state, cx),
        Step::MfaCheck => Ok(ask_code(state, Some(codes::wrong_code()))),
        Step::Enter => wire::entered(reply, session(&state)?, state.fact("organisation")).map(Next::signed_in),
        Step::Choose => {
            wire::entered(reply, session(&state)?, state.fact("organisation")).map(|new| done(Outcome::Changed(new)))
        }
        Step::Renew => wire::renewed(reply, session(&state)?).map(|new| done(Outcome::Changed(new))),
        Step::Verify => wire::checked(reply, session(&state)?).map(|facts| done(Outcome::Verified(Some(facts)))),
        Step::SignOut => Ok(done(Outcome::SignedOut)),
        Step::Mfa | Step::Organisation => Err(Fault::Unsupported),
    }
}

fn signed_in(reply: &Reply, cx: &Context<'_>) -> Result<Next, Fault> {
    let (session, second_factor) = wire::signed_in(reply, cx)?;
    let state = State::at(Step::Login).with_session(&session);
    if second_factor { send(state.to(Step::MfaSend), cx) } else { enter(state, cx) }
}

/// Sets the organisation that the profile or a person names, or the only one there is; else asks.
pub(super) fn enter(state: State, cx: &Context<'_>) -> Result<Next, Fault> {
    let session = session(&state)?;
    let organisations = &session.facts.organisations;
    let wanted = cx.values.text("organisation");
    let chosen = match (wanted, organisations.as_slice()) {
        (_, []) => return Ok(limited::limited(session, limited::no_organisation())),
        (Some(wanted), _) => limited::find(&session, wanted),
        (None, [only]) => Some(only),
        (None, _) => return Ok(ask_organisation(state, session, None)),
    };
    match chosen {
        Some(organisation) => send(state.to(Step::Enter).with("organisation", &organisation.id), cx),
        None => Ok(ask_organisation(state, session, Some(codes::not_a_member()))),
    }
}

fn refused(step: Step, state: State, refusal: Refusal) -> Result<Next, Fault> {
    let no_such_organisation = refusal.field.as_deref() == Some("organisation");
    match step {
        // The token is good, and there is no organisation yet: that is an answer, not a refusal.
        Step::Verify if refusal.code == codes::NOT_CHOSEN => {
            let facts = wire::not_chosen(session(&state)?.facts, refusal);
            Ok(done(Outcome::Verified(Some(facts))))
        }
        Step::MfaSend if refusal.kind == RefusalKind::Throttled => Ok(ask_code(state, Some(refusal))),
        Step::MfaCheck | Step::MfaAgain if refusal.kind != RefusalKind::TokenInvalid => {
            Ok(ask_code(state, Some(refusal)))
        }
        Step::Enter if no_such_organisation && session(&state)?.facts.organisations.len() > 1 => {
            let session = session(&state)?;
            Ok(ask_organisation(state, session, Some(refusal)))
        }
        _ => Ok(Next::Refused(refusal)),
    }
}

fn ask_code(state: State, note: Option<Refusal>) -> Next {
    let challenge = Challenge { note, again_after: Some(AGAIN_AFTER), ..Challenge::new(ChallengeKind::Mfa) };
    Next::Ask(challenge, state.to(Step::Mfa))
}

fn ask_organisation(state: State, session: Session, note: Option<Refusal>) -> Next {
    let options = session.facts.organisations;
    Next::Ask(Challenge { options, note, ..Challenge::new(ChallengeKind::Organisation) }, state.to(Step::Organisation))
}

fn session(state: &State) -> Result<Session, Fault> {
    state.session()
}

fn done(outcome: Outcome) -> Next {
    Next::Done(Box::new(outcome))
}
