//! The tenant's other ways in: information only, since they lead through a browser.

use super::error_response::No;
use super::{WAYS, calls, login, wire};
use crate::{Call, Context, Fault, Next, Refusal, Reply, State, Text};

const LIST: &str = "ways";

/// The state with the names, one a line.
pub(super) fn keep(state: State, names: &[String]) -> State {
    state.with(LIST, names.join("\n"))
}

/// What to tell of them beside a session.
pub(super) fn note(state: &State) -> Option<Text> {
    let names: Vec<&str> = state.fact(LIST).lines().collect();
    (!names.is_empty()).then(|| {
        Text::made(
            format!("此租户还提供其他登录方式：{}", names.join("、")),
            format!("The tenant has other ways in as well: {}", names.join(", ")),
        )
    })
}

/// Asks for those of the account's own tenant, as the document has it after a failure.
pub(super) fn of_account(cx: &Context<'_>) -> Result<(Call, &'static str), Fault> {
    Ok((calls::init_params(Some(cx.text("account")?), cx)?, WAYS))
}

/// The refusal that led here, with what was learned. It stands, whatever the answer is.
pub(super) fn on_ways(state: &State, reply: &Reply) -> Result<Next, No> {
    let refusal = login::note(state).ok_or(Fault::Unsupported)?;
    let Ok(params) = wire::init_params(reply) else { return Ok(Next::Refused(refusal)) };
    let captcha =
        params.captcha.then_some(Text::new("下次登录需要图形验证码", "The next sign-in will ask for a captcha"));
    let told = captcha.into_iter().chain(note(&keep(State::default(), &params.ways)));
    let advice = told.fold(refusal.advice, |advice, more| {
        Text::made(format!("{}。{}", advice.zh, more.zh), format!("{}. {}", advice.en, more.en))
    });
    Ok(Next::Refused(Refusal { advice, ..refusal }))
}
