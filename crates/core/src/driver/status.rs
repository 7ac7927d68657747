//! What the HTTP status and headers of a response add to what the provider reads in it.

use hallpass_providers::{Call, Challenge, Effect, Fault, Host, Next, Refusal, RefusalKind, Reply, Text};

use crate::error::{Error, ErrorCode};
use crate::network::{try_later, unknown_outcome};

/// What the HTTP head adds to a refusal: how long to wait; that "too many requests" in JSON of no document is just that;
/// and that a broken server which answers in such JSON has refused nothing, neither a password nor a code.
pub(super) fn heed(next: Next, reply: &Reply) -> Result<Next, Fault> {
    let broken =
        |refusal: &Refusal| reply.status >= 500 && matches!(refusal.kind, RefusalKind::Other | RefusalKind::Busy);
    match next {
        Next::Refused(refusal) if broken(&refusal) && refusal.kind == RefusalKind::Other => Err(Fault::NotTheApi),
        Next::Ask(Challenge { note: Some(note), .. }, _) if broken(&note) => Err(Fault::NotTheApi),
        Next::Refused(refusal) => {
            let retry_after = refusal.retry_after.or(reply.retry_after);
            let throttled = reply.status == 429 && refusal.kind == RefusalKind::Other;
            let refusal = if throttled { too_many(refusal) } else { refusal };
            Ok(Next::Refused(Refusal { retry_after, ..refusal }))
        }
        other => Ok(other),
    }
}

/// Whether the server did answer a call, though with something that is of no use.
pub(super) fn has_answered(error: &Error) -> bool {
    matches!(error.code, ErrorCode::UnexpectedRedirect | ErrorCode::AnswerTooBig)
}

/// A refusal that requires a captcha whose picture could not be fetched: nobody can type what is not there, so that the
/// cause is said instead.
pub(super) fn without_its_captcha(settled: Next, error: &Error) -> Next {
    match settled {
        Next::Refused(refusal) if refusal.kind == RefusalKind::Captcha => {
            let text = Text::made(
                format!("服务器要求图形验证码，但没有取到图片：{}", error.message.zh),
                format!("The server requires a captcha, but its image could not be fetched: {}", error.message.en),
            );
            let advice = error.advice.clone().unwrap_or(Text::new("稍后重新登录", "Sign in again later"));
            Next::Refused(Refusal { text, advice, ..refusal })
        }
        settled => settled,
    }
}

fn too_many(refusal: Refusal) -> Refusal {
    let text = Text::new("请求过多（HTTP 429）", "Too many requests (HTTP 429)");
    let advice = Text::new("请稍后再试", "Try again in a moment");
    Refusal { kind: RefusalKind::Throttled, text, advice, ..refusal }
}

/// An answer the provider could not read: by its HTTP status first, then as the fault it is.
pub(super) fn unread(fault: &Fault, reply: &Reply, call: &Call, host: &Host) -> Error {
    let status = reply.status;
    match status {
        429 => {
            let wait = reply.retry_after.unwrap_or(60);
            Error::made(
                ErrorCode::CoolingDown,
                format!("{host}要求等待（HTTP 429）"),
                format!("{host} asked Hallpass to wait (HTTP 429)"),
            )
            .wait(wait)
        }
        500.. if call.effect == Effect::Read => Error::made(
            ErrorCode::Unreachable,
            format!("{host}出错（HTTP {status}）"),
            format!("{host} failed with HTTP {status}"),
        )
        .advice(try_later()),
        500.. => unknown_outcome(host, call.effect, &format!("HTTP {status}")),
        _ => Error::fault(fault, host),
    }
}
