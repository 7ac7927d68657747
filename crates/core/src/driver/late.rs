//! A password that others may try too is sent in time or not at all.

use std::time::Instant;

use hallpass_providers::{Effect, Text};

use crate::error::{Error, ErrorCode, Result};

/// Whether a call may still be sent at `now`: a password only before `end`.
///
/// # Errors
/// Returns an error if it may not; nothing was sent then.
pub(super) fn check(effect: Effect, end: Option<Instant>, now: Instant) -> Result<()> {
    if effect != Effect::Attempt || end.is_none_or(|end| now < end) {
        return Ok(());
    }
    let message = Text::new(
        "登录的准备步骤耗时过长，密码没有发送",
        "The steps before the password took too long; the password was not sent",
    );
    Err(Error::new(ErrorCode::Timeout, message).advice(Text::new("稍后再试", "Try again shortly")))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_password_is_not_sent_once_others_may_try_it() {
        let (now, second) = (Instant::now(), Duration::from_secs(1));
        assert!(check(Effect::Attempt, Some(now + second), now).is_ok());
        assert!(check(Effect::Attempt, None, now).is_ok());
        let late = check(Effect::Attempt, Some(now), now + second).unwrap_err();
        assert!(late.code == ErrorCode::Timeout && !late.spent && !late.unknown, "it says that nothing was sent");
        assert!(check(Effect::Read, Some(now), now + second).is_ok(), "what only reads hurts nobody");
    }
}
