//! Why something is blocked, in words.

use hallpass_providers::Text;

use super::Who;
use super::rules::Block;
use crate::{Code, Error};

pub(super) fn sms_too_soon(wait: u64) -> Error {
    Error::new(Code::CoolingDown, Text::new("现在还不能再发短信", "No other text message can be sent yet"))
        .field("sms_code")
        .wait(wait)
}

pub(super) fn error(block: Block, who: &Who) -> Error {
    let (host, account) = (&who.host, &who.name);
    let anyway = match block {
        Block::Account { .. } | Block::Host { .. } => Text::new(
            "等待，或请管理员解锁；确实要继续时加 --anyway",
            "Wait, or have it unlocked; add --anyway to go on all the same",
        ),
        _ => Text::new("确实要继续时加 --anyway", "Add --anyway to go on all the same"),
    };
    match block {
        Block::Account { wait } => Error::made(
            Code::CoolingDown,
            format!("{host} 上的 {account} 在冷却中"),
            format!("{account} at {host} is cooling down"),
        )
        .wait(wait),
        Block::Host { wait } => Error::made(
            Code::CoolingDown,
            format!("{host} 在冷却中（本机 IP 可能被锁）"),
            format!("{host} is cooling down: it may have locked this IP address"),
        )
        .wait(wait),
        Block::KnownRefused => Error::made(
            Code::PasswordKnownRefused,
            format!("{host} 已经拒绝过 {account} 的这个密码，没有再发送"),
            format!("{host} has refused this password of {account} before; it was not sent again"),
        )
        .field("password"),
        Block::LastTry => Error {
            attempts_left: Some(1),
            ..Error::made(
                Code::BudgetSpent,
                format!("{host} 上的 {account} 最多只剩 1 次机会，再错就会被锁定"),
                format!("{account} has at most one try left at {host}; another failure locks it"),
            )
        },
        Block::Budget { wait } => Error::made(
            Code::BudgetSpent,
            format!("{host} 上的 {account} 在 15 分钟内有 3 次尝试失败或没有明确结果，暂不发送"),
            format!("3 tries of {account} at {host} failed or had no clear end within 15 minutes; nothing is sent yet"),
        )
        .wait(wait),
        Block::Codes { wait } => Error::made(
            Code::BudgetSpent,
            format!("{host} 上的 {account} 在 15 分钟内有 3 个验证码错误或没有明确结果，暂不发送"),
            format!(
                "3 codes of {account} at {host} were wrong or had no clear result within 15 min; nothing is sent yet"
            ),
        )
        .wait(wait),
    }
    .advice(anyway)
}
