//! The login by text message: send a code, ask for it, take the token.

use super::codes::CODES;
use super::error_response::No;
use super::{KEY, METHOD, Step, calls, form, userinfo, wire};
use crate::challenge::{Challenge, ChallengeKind};
use crate::fault::Fault;
use crate::protocol::{Context, Next};
use crate::refusal::{Refusal, RefusalKind as Kind};
use crate::reply::Reply;
use crate::state::State;

/// Seconds for which the server takes a code.
const CODE_LIVES: i64 = 300;
/// Seconds between two messages: as long as the guard waits, also where the server would wait less.
const INTERVAL: i64 = 60;
const LONGEST_INTERVAL: i64 = 24 * 60 * 60;

const SENT_TO: &str = "sent_to";
/// When another message may be sent, and until when the code is taken: seconds since 1970, here.
const AGAIN_AT: &str = "again_at";
const UNTIL: &str = "until";

pub(super) fn begin(cx: &Context<'_>) -> Result<Next, Fault> {
    // A message is not sent for a login that could not follow it.
    calls::mobile_form(cx)?;
    send(State::at(Step::Sms).with(METHOD, form::SMS), cx)
}

pub(super) fn send(state: State, cx: &Context<'_>) -> Result<Next, Fault> {
    Ok(Next::Send(calls::send_code(cx)?, state.to(Step::SmsSent)))
}

pub(super) fn on_sent(state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, No> {
    match wire::captcha(reply) {
        Ok(sent) => Ok(ask(after_sending(state, &sent, cx), None, cx)),
        // An earlier code is still good when another one is refused.
        Err(No::Refused(refusal)) if !state.fact(KEY).is_empty() => {
            let wait = refusal.retry_after.and_then(|seconds| seconds.try_into().ok());
            let state = if refusal.kind == Kind::Throttled { waiting(state, wait, cx) } else { state };
            Ok(ask(state, Some(*refusal), cx))
        }
        Err(no) => Err(no),
    }
}

fn after_sending(state: State, sent: &wire::Captcha, cx: &Context<'_>) -> State {
    let to = masked(&sent.message).unwrap_or_else(|| mask(cx.values.text("phone").unwrap_or_default()));
    waiting(state, sent.interval.max(Some(INTERVAL)), cx)
        .with(KEY, &*sent.key)
        .with(SENT_TO, to)
        .with(UNTIL, (cx.now.as_second() + CODE_LIVES).to_string())
}

fn waiting(state: State, interval: Option<i64>, cx: &Context<'_>) -> State {
    let seconds = interval.filter(|seconds| *seconds > 0).unwrap_or(INTERVAL).min(LONGEST_INTERVAL);
    state.with(AGAIN_AT, (cx.now.as_second() + seconds).to_string())
}

fn ask(state: State, note: Option<Refusal>, cx: &Context<'_>) -> Next {
    let challenge = Challenge {
        note,
        sent_to: Some(state.fact(SENT_TO).to_owned()).filter(|to| !to.is_empty()),
        again_after: Some(left(&state, AGAIN_AT, LONGEST_INTERVAL, cx)),
        lives: Some(left(&state, UNTIL, CODE_LIVES, cx)),
        ..Challenge::new(ChallengeKind::Sms)
    };
    Next::Ask(challenge, state.to(Step::Sms))
}

/// Seconds until a moment that the state holds, never more than it was given: clocks are set back.
fn left(state: &State, name: &str, most: i64, cx: &Context<'_>) -> u64 {
    let at: i64 = state.fact(name).parse().unwrap_or_default();
    at.saturating_sub(cx.now.as_second()).clamp(0, most).unsigned_abs()
}

pub(super) fn answer(state: State, cx: &Context<'_>) -> Result<Next, Fault> {
    Ok(Next::Send(calls::mobile(&state, cx)?, state.to(Step::Mobile)))
}

pub(super) fn on_mobile(state: State, reply: &Reply, cx: &Context<'_>) -> Result<Next, No> {
    match wire::session(reply, &state, cx) {
        Ok(session) => Ok(userinfo::signed_in(session, &state)),
        Err(No::Refused(refusal)) if matches!(refusal.kind, Kind::Captcha | Kind::Code) => {
            Ok(ask(state, Some(about_code(*refusal)), cx))
        }
        Err(no) => Err(no),
    }
}

/// Here the codes of a wrong picture mean the code of the message.
fn about_code(refusal: Refusal) -> Refusal {
    if refusal.kind == Kind::Code {
        return refusal;
    }
    let wrong = crate::codes::refusal(CODES, "captcha.validate.incorrect", None);
    Refusal { kind: Kind::Code, text: wrong.text, advice: wrong.advice, field: wrong.field, ..refusal }
}

/// The number as the server masks it in its words.
fn masked(words: &str) -> Option<String> {
    const LONGEST: usize = 24;
    let mut parts = words.split(|c: char| !c.is_ascii_digit() && c != '*');
    parts.find(|part| part.contains('*') && (4..=LONGEST).contains(&part.len())).map(str::to_owned)
}

/// The number as we mask it: three digits in front and four at the end of a long one, else the last two.
fn mask(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let (front, end) = if digits.len() >= 9 { (3, 4) } else { (0, digits.len().min(2)) };
    let hidden = |(at, digit): (usize, &char)| if at < front || at + end >= digits.len() { *digit } else { '*' };
    digits.iter().enumerate().map(hidden).collect()
}
