//! The tenant's other ways in: information only, since they lead through a browser.

use super::error_response::No;
use super::method_names::{keep, note};
use super::{WAYS, calls, wire};
use crate::{Call, Context, Fault, Next, Refusal, Reply, State, Text};

/// Asks for those of the account's own tenant, as the document has it after a failure.
pub(super) fn of_account(cx: &Context<'_>) -> Result<(Call, &'static str), Fault> {
    Ok((calls::init_params(Some(cx.text("account")?), cx)?, WAYS))
}

/// The refusal that led here, with what was learned. It stands, whatever the answer is.
pub(super) fn on_ways(refusal: Option<Refusal>, reply: &Reply) -> Result<Next, No> {
    let refusal = refusal.ok_or(Fault::Unsupported)?;
    let Ok(params) = wire::init_params(reply) else { return Ok(Next::Refused(refusal)) };
    let captcha =
        params.captcha.then_some(Text::new("下次登录需要图形验证码", "The next sign-in will ask for a captcha"));
    let told = captcha.into_iter().chain(note(&keep(State::default(), &params.ways)));
    let advice = told.fold(refusal.advice, |advice, more| {
        Text::made(format!("{}。{}", advice.zh, more.zh), format!("{}. {}", advice.en, more.en))
    });
    Ok(Next::Refused(Refusal { advice, ..refusal }))
}
