//! Errors for what a server answered: its refusals, and answers that are none of its API.

use hallpass_providers::{BadAnswer, Fault, Host, Refusal, RefusalKind, Text};

use super::error::{Error, ErrorCode};

impl Error {
    /// What the server refused.
    pub fn refused(refusal: &Refusal) -> Self {
        let (zh, en) = (refusal.text.zh.to_string(), refusal.text.en.to_string());
        let (zh, en) = match refusal.attempts_left {
            Some(1) => (format!("{zh}，还可以尝试1次"), format!("{en}; 1 attempt left")),
            Some(left) => (format!("{zh}，还可以尝试{left}次"), format!("{en}; {left} attempts left")),
            None => (zh, en),
        };
        Self {
            field: refusal.field.as_ref().map(ToString::to_string),
            advice: Some(refusal.advice.clone()),
            server_code: Some(refusal.code.clone()),
            attempts_left: refusal.attempts_left,
            retry_after_seconds: refusal.retry_after,
            lock: matches!(
                refusal.kind,
                RefusalKind::AccountLocked | RefusalKind::HostLocked | RefusalKind::LockUnclear
            ),
            busy: matches!(refusal.kind, RefusalKind::Busy | RefusalKind::Throttled),
            ..Self::made(ErrorCode::Refused, zh, en)
        }
    }

    /// A provider's fault, at `host`.
    pub fn fault(fault: &Fault, host: &Host) -> Self {
        match fault {
            Fault::Unsupported => Self::new(
                ErrorCode::Usage,
                Text::new("这个平台或会话不支持此操作", "This provider or session does not support that"),
            ),
            Fault::NotTheApi => Self::made(
                ErrorCode::NotTheApi,
                format!("{host}的响应来自网页或其他服务，不是登录接口"),
                format!("{host} responded with a web page or another service, not the login API"),
            )
            .advice(Text::new(
                "请检查服务器地址；公共网络可能需要先在浏览器里登录",
                "Check the server's address; a public network may require signing in through a browser first",
            )),
            Fault::NoSuchPath => Self::made(
                ErrorCode::NotTheApi,
                format!("{host}的这个地址下没有登录接口"),
                format!("{host} has no login API at this address"),
            )
            .advice(Text::new(
                "检查服务器地址：只填到接口路径之前，不含登录接口自己的路径",
                "Check the server's address: it ends before the path of the login API itself",
            )),
            Fault::BadAnswer { what, offset } => bad_answer(*what, *offset, host),
            Fault::NoToken => Self::made(
                ErrorCode::NotTheApi,
                format!("{host}报告成功，但没有返回令牌"),
                format!("{host} reported success but returned no token"),
            )
            .advice(odd_answer()),
            Fault::Invalid { field, text } => Self::invalid(field, text),
            Fault::Missing { field } => Self::missing(field),
        }
    }
}

fn bad_answer(what: BadAnswer, offset: Option<usize>, host: &Host) -> Error {
    let (zh, en) = match what {
        BadAnswer::Cut => ("不完整", "is cut off"),
        BadAnswer::Syntax => ("不是有效的JSON", "is not valid JSON"),
        BadAnswer::Shape => ("有缺失、重复或类型错误的字段", "has a missing, duplicate or wrongly typed field"),
        BadAnswer::Encoding => ("不是UTF-8", "is not UTF-8"),
        BadAnswer::Empty => ("是空的", "is empty"),
        BadAnswer::Token => ("中的令牌含有不能使用的字符", "contains a token with invalid characters"),
        BadAnswer::TokenTooLong => ("里的令牌过长（超过64 KiB）", "contains a token that is too long (over 64 KiB)"),
    };
    let (at_zh, at_en) = match offset {
        Some(byte) => (format!("（第{byte}字节）"), format!(" (at byte {byte})")),
        None => (String::new(), String::new()),
    };
    Error::made(ErrorCode::NotTheApi, format!("{host}的响应{zh}{at_zh}"), format!("The response of {host} {en}{at_en}"))
        .advice(odd_answer())
}

/// What to do about an answer that is none of the API.
pub(crate) fn odd_answer() -> Text {
    Text::new(
        "检查服务器地址；如果地址正确，把这条消息发给服务器的管理员",
        "Check the server's address; if it is correct, send this message to the server's administrator",
    )
}

/// Whether a refusal means that the session is over.
pub(crate) fn ends_session(kind: RefusalKind) -> bool {
    matches!(kind, RefusalKind::TokenInvalid)
}
