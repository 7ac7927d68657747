//! The standard login with its captcha, the OAuth password grant and client credentials.

use super::error_response::{No, accepted};
use super::form::{CLIENT, OAUTH, STANDARD};
use super::{KEY, METHOD, NOTE, Step, calls, login_methods, method_names, userinfo, wire};
use crate::challenge::{Challenge, ChallengeKind, Picture};
use crate::fault::Fault;
use crate::protocol::{Context, Next};
use crate::refusal::{Refusal, RefusalKind as Kind};
use crate::reply::Reply;
use crate::state::State;
use crate::text::Text;

/// Seconds for which the server keeps a picture.
const PICTURE_LIVES: u64 = 600;

pub(super) fn begin(method: &str, cx: &Context<'_>) -> Result<Next, Fault> {
    let state = State::at(Step::Token).with(METHOD, method);
    // Whatever would stop the login stops it here, before anything is sent.
    let login = calls::token(&state, cx)?;
    match method {
        STANDARD => {
            let call = calls::init_params(None, cx)?;
            let settled = Box::new(Next::Send(login, state.clone()));
            Ok(Next::More { settled, call, state: state.to(Step::Init) })
        }
        OAUTH | CLIENT => Ok(Next::Send(login, state)),
        _ => Err(Fault::Unsupported),
    }
}

/// What the page would ask first is good to know and no condition: where the server does not say that it requires a
/// captcha, the login follows, and says it itself. "Too many requests" is said to whoever asks next as well.
pub(super) fn on_init_params(state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, No> {
    const TOO_MANY: u16 = 429;
    let (captcha, ways) = match wire::init_params(reply) {
        Ok(params) => (params.captcha, params.ways),
        Err(no) if reply.status == TOO_MANY => return Err(no),
        Err(No::Refused(refusal)) => (refusal.kind == Kind::Captcha, Vec::new()),
        Err(No::Fault(_)) => (false, Vec::new()),
    };
    let state = method_names::keep(state, &ways);
    if captcha {
        return Ok(Next::Send(calls::captcha_key(cx), state.to(Step::CaptchaKey)));
    }
    Ok(Next::Send(calls::token(&state, cx)?, state.to(Step::Token)))
}

pub(super) fn on_token(state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, No> {
    match wire::session(reply, &state, cx) {
        Ok(session) => Ok(userinfo::signed_in(session, &state)),
        Err(No::Refused(refusal)) => refused(*refusal, state, cx),
        Err(fault) => Err(fault),
    }
}

/// A captcha is fetched again; other refusals of a person's login are followed by a look at the tenant's sign-in
/// methods. Nothing is sent again.
fn refused(refusal: Refusal, state: State, cx: &Context<'_>) -> Result<Next, No> {
    let method = state.fact(METHOD).to_owned();
    let (call, step) = match refusal.kind {
        _ if method == CLIENT => return Err(about_client(refusal).into()),
        Kind::Captcha => (calls::captcha_key(cx), Step::CaptchaKey),
        Kind::Credentials | Kind::AccountLocked | Kind::Disabled if method == STANDARD => {
            login_methods::of_account(cx)?
        }
        _ => return Err(refusal.into()),
    };
    let state = noted(state, &refusal).to(step);
    Ok(Next::More { settled: Box::new(Next::Refused(refusal)), call, state })
}

/// A client's secret is its password, so that a wrong one counts as such.
fn about_client(refusal: Refusal) -> Refusal {
    if refusal.code != "invalid_client" {
        return refusal;
    }
    Refusal {
        kind: Kind::Credentials,
        advice: Text::new("核对客户端ID和密钥后再登录", "Check the client ID and secret before you try again"),
        ..refusal
    }
}

/// The state with a refusal to be shown later.
fn noted(state: State, refusal: &Refusal) -> State {
    state.with(NOTE, serde_json::to_string(refusal).unwrap_or_default())
}

/// The refusal that the state was given.
pub(super) fn note(state: &State) -> Option<Refusal> {
    serde_json::from_str(state.fact(NOTE)).ok()
}

pub(super) fn on_captcha_key(state: State, reply: &Reply) -> Result<Next, No> {
    let captcha = wire::captcha(reply)?;
    Ok(Next::Send(calls::captcha_picture(&captcha.key)?, state.with(KEY, captcha.key).to(Step::Picture)))
}

/// Whether the bytes are a picture is not for a protocol to say; what is plainly an answer in words is read as one.
pub(super) fn on_picture(state: State, reply: &Reply) -> Result<Next, No> {
    let words = reply.body.first().is_some_and(|first| b"{<".contains(first));
    if words || !(200..300).contains(&reply.status) {
        accepted(reply)?;
        return Err(Fault::NotTheApi.into());
    }
    let challenge = Challenge {
        picture: Some(Picture(reply.body.to_vec())),
        note: note(&state),
        lives: Some(PICTURE_LIVES),
        ..Challenge::new(ChallengeKind::Captcha)
    };
    Ok(Next::Ask(challenge, state.to(Step::Captcha)))
}

/// The key is used up by this one try, so the state goes on without it.
pub(super) fn answer(mut state: State, cx: &Context<'_>) -> Result<Next, Fault> {
    let call = calls::token(&state, cx)?;
    state.facts.remove(KEY);
    Ok(Next::Send(call, without_note(state).to(Step::Token)))
}

pub(super) fn another_picture(state: State, cx: &Context<'_>) -> Next {
    Next::Send(calls::captcha_key(cx), without_note(state).to(Step::CaptchaKey))
}

fn without_note(mut state: State) -> State {
    state.facts.remove(NOTE);
    state
}
