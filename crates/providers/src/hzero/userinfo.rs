//! Reads the token's user, and performs actions on a session: renew, verify, choose a tenant, sign out.

use super::error_response::{No, accepted};
use super::{METHOD, Step, calls, form, wire};
use crate::fault::Fault;
use crate::protocol::{Context, Next, Outcome};
use crate::refusal::{Refusal, RefusalKind};
use crate::reply::Reply;
use crate::session::{Named, Session, SessionFacts, Tokens};
use crate::state::State;
use crate::text::Text;

/// The result of the operation: a new session, or a present one changed.
const CHANGED: &str = "changed";

/// A new session is valid; a user's is looked up once more for name and tenants.
pub(super) fn signed_in(session: Session, state: &State) -> Next {
    if state.fact(METHOD) == form::CLIENT { Next::signed_in(session) } else { look_up(session, State::at(Step::Own)) }
}

fn look_up(session: Session, state: State) -> Next {
    let (call, state) = (calls::own(&session.tokens.token), state.with_session(&session));
    Next::More { settled: Box::new(end(&state, session)), call, state }
}

fn end(state: &State, session: Session) -> Next {
    let changed = !state.fact(CHANGED).is_empty();
    Next::Done(Box::new(if changed { Outcome::Changed(session) } else { Outcome::SignedIn(session) }))
}

/// An answer that cannot be used leaves the session as it was: the token is good all the same.
pub(super) fn on_own(state: &State, reply: &Reply) -> Result<Next, No> {
    let session = state.session()?;
    let Ok(facts) = wire::own(reply, session.facts.clone()) else { return Ok(end(state, session)) };
    let session = Session { facts, ..session };
    let call = calls::own_tenants(&session.tokens.token);
    let state = state.clone().with_session(&session).to(Step::Tenants);
    Ok(Next::More { settled: Box::new(end(&state, session)), call, state })
}

pub(super) fn on_tenants(state: &State, reply: &Reply) -> Result<Next, No> {
    let session = state.session()?;
    let facts = wire::own_tenants(reply, session.facts.clone()).unwrap_or(session.facts);
    Ok(end(state, Session { facts, tokens: session.tokens }))
}

pub(super) fn renew(session: &Session, cx: &Context<'_>) -> Result<Next, Fault> {
    let refresh = session.tokens.refresh.as_ref().ok_or(Fault::Unsupported)?;
    Ok(Next::Send(calls::refresh(refresh, cx)?, State::at(Step::Renew).with_session(session)))
}

/// The refresh token is used again where the server does not give another.
pub(super) fn on_renew(state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, No> {
    let old = state.session()?;
    let new = wire::session(reply, &state, cx)?;
    let tokens = Tokens { refresh: new.tokens.refresh.or(old.tokens.refresh), ..new.tokens };
    let facts = SessionFacts { issued_at: new.facts.issued_at, expiry: new.facts.expiry, ..old.facts };
    Ok(Next::Done(Box::new(Outcome::Changed(Session { facts, tokens }))))
}

pub(super) fn verify(session: &Session) -> Next {
    Next::Send(calls::own(&session.tokens.token), State::at(Step::Verify).with_session(session))
}

pub(super) fn on_verify(state: &State, reply: &Reply) -> Result<Next, No> {
    let facts = wire::own(reply, state.session()?.facts)?;
    Ok(Next::Done(Box::new(Outcome::Verified(Some(facts)))))
}

pub(super) fn choose(session: &Session, tenant: &str) -> Result<Next, Fault> {
    if tenant.is_empty() {
        return Err(Fault::Missing { field: "organisation" });
    }
    let state = State::at(Step::Choose).with(CHANGED, tenant).with_session(session);
    Ok(Next::Send(calls::choose(&session.tokens.token, tenant), state))
}

/// The server answers with nothing where it worked.
pub(super) fn on_choose(state: &State, reply: &Reply) -> Result<Next, No> {
    let silent = reply.body.is_empty() && (200..300).contains(&reply.status);
    if !silent {
        accepted(reply)?;
    }
    let mut session = state.session()?;
    let id = state.fact(CHANGED);
    let known = session.facts.organisations.iter().find(|one| one.id == id).cloned();
    session.facts.organisation = Some(known.unwrap_or_else(|| Named { id: id.to_owned(), name: String::new() }));
    Ok(look_up(session, State::at(Step::Own).with(CHANGED, id)))
}

pub(super) fn sign_out(session: &Session) -> Next {
    Next::Send(calls::sign_out(&session.tokens.token), State::at(Step::SignOut).with_session(session))
}

/// The redirect is the expected answer and says nothing: unless it is set up to clear tokens, the server only forgets a
/// browser's session. So the token is tried once more.
pub(super) fn on_sign_out(state: &State, reply: &Reply) -> Result<Next, No> {
    if (300..400).contains(&reply.status) {
        let session = state.session()?;
        return Ok(Next::Send(calls::own(&session.tokens.token), State::at(Step::SignedOut).with_session(&session)));
    }
    accepted(reply)?;
    Err(Fault::NotTheApi.into())
}

pub(super) fn on_signed_out(reply: &Reply) -> Result<Next, No> {
    match accepted(reply) {
        Ok(()) => Ok(Next::Refused(still_taken())),
        Err(No::Refused(refusal)) if refusal.kind == RefusalKind::TokenInvalid => {
            Ok(Next::Done(Box::new(Outcome::SignedOut)))
        }
        Err(no) => Err(no),
    }
}

fn still_taken() -> Refusal {
    Refusal {
        kind: RefusalKind::Setup,
        code: "302".to_owned(),
        text: Text::new("服务器退出后仍接受这个令牌", "The server still accepts this token after signing out"),
        advice: Text::new(
            "服务器没有设置为退出时清除令牌（hzero.oauth.logout.clear-token）",
            "The server is not configured to clear tokens (hzero.oauth.logout.clear-token)",
        ),
        said: None,
        field: None,
        attempts_left: None,
        retry_after: None,
    }
}
