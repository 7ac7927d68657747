//! Messages for blocked attempts.

use hallpass_providers::Text;

use super::attempt::AttemptKey;
use super::rules::Block;
use crate::error::{Error, ErrorCode};
use crate::next_step::NextStep;

pub(super) fn sms_too_soon(wait: u64) -> Error {
    Error::new(ErrorCode::CoolingDown, Text::new("现在还不能再发短信", "Another text message cannot be sent yet"))
        .field("sms_code")
        .wait(wait)
}

pub(super) fn code_sent(wait: u64) -> Error {
    let text = Text::new(
        "当前的一次性验证码已经发送过，每个验证码只能使用一次",
        "The current one-time code was already sent, and each code can be used only once",
    );
    Error::new(ErrorCode::CoolingDown, text).wait(wait)
}

pub(super) fn error(block: Block, who: &AttemptKey) -> Error {
    let (host, account) = (&who.host, &who.name);
    let step = match block {
        Block::Account { .. } | Block::Host { .. } => NextStep::WaitOrContinue,
        Block::KnownRefused => NextStep::ChangeOrContinue,
        Block::LastTry | Block::Budget { .. } | Block::Codes { .. } => NextStep::CheckOrContinue,
    };
    match block {
        Block::Account { wait } => Error::made(
            ErrorCode::CoolingDown,
            format!("{host}上的{account}在冷却中"),
            format!("{account} at {host} is cooling down"),
        )
        .wait(wait),
        Block::Host { wait } => Error::made(
            ErrorCode::CoolingDown,
            format!("{host}在冷却中（本机IP可能被锁）"),
            format!("{host} is cooling down: it may have locked this IP address"),
        )
        .wait(wait),
        Block::KnownRefused => Error::made(
            ErrorCode::PasswordKnownRefused,
            format!("{host}已经拒绝过{account}的这个密码，没有再发送"),
            format!("{host} already rejected this password for {account}; it was not sent again"),
        )
        .field("password"),
        Block::LastTry => Error {
            attempts_left: Some(1),
            ..Error::made(
                ErrorCode::BudgetSpent,
                format!("{host}上的{account}最多只剩1次机会，再错就会被锁定"),
                format!("{account} has at most one attempt left at {host}; another failure locks the account"),
            )
        },
        Block::Budget { wait } => Error::made(
            ErrorCode::BudgetSpent,
            format!("{host}上的{account}在15分钟内有3次尝试失败或结果不明，暂不发送"),
            format!("3 sign-in attempts for {account} at {host} failed or had an unknown outcome within 15 minutes; nothing was sent"),
        )
        .wait(wait),
        Block::Codes { wait } => Error::made(
            ErrorCode::BudgetSpent,
            format!("{host}上的{account}在15分钟内有3个验证码错误或没有明确结果，暂不发送"),
            format!(
                "3 codes for {account} at {host} were wrong or had no clear result within 15 minutes; nothing was sent"
            ),
        )
        .wait(wait),
    }
    .next(step)
}
