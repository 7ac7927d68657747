//! The tenant's other sign-in methods: information only, since they lead through a browser.

use super::error_response::No;
use super::method_names::{keep, note};
use super::{Step, calls, wire};
use crate::call::Call;
use crate::fault::Fault;
use crate::protocol::{Context, Next};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::state::State;
use crate::text::Text;

/// Asks for those of the account's own tenant, as the document has it after a failure.
pub(super) fn of_account(cx: &Context<'_>) -> Result<(Call, Step), Fault> {
    Ok((calls::init_params(Some(cx.text("account")?), cx)?, Step::Ways))
}

/// The refusal that led here, with what was learned. It remains the result, whatever the response is.
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
