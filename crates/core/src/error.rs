//! What a surface is told when something does not work: a code it can act on, and words for the reader.

use hallpass_providers::{BadAnswer, Fault, Refusal, RefusalKind, Text};
use hallpass_vault::VaultError;
use serde::{Deserialize, Serialize};

use crate::NextStep;

/// Shorthand.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure, with words in both languages. It never holds a secret nor the text of another library's error, which
/// may quote one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "Failure"))]
pub struct Error {
    /// What happened.
    pub code: ErrorCode,
    /// One sentence that names the field, file or host.
    pub message: Text,
    /// The field it is about.
    pub field: Option<String>,
    /// What to do next.
    pub advice: Option<Text>,
    /// What to do next, where a surface has its own words for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub next_step: Option<Box<NextStep>>,
    /// The server's own code.
    pub server_code: Option<String>,
    /// Tries left, where the server says so.
    pub attempts_left: Option<u32>,
    /// Seconds to wait.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub retry_after_seconds: Option<u64>,
    /// The server locked somebody out: a batch leaves its host alone.
    #[serde(skip)]
    pub lock: bool,
    /// Something was sent, and nobody knows what the server made of it.
    #[serde(skip)]
    pub unknown: bool,
    /// A password, code or message was sent, and nobody knows what the server made of it.
    #[serde(skip)]
    pub spent: bool,
}

/// The kinds of failure; the names are part of the command's contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ErrorCode {
    Usage,
    InvalidField,
    NoSuchProfile,
    MissingField,
    ChallengeWaiting,
    Refused,
    CoolingDown,
    BudgetSpent,
    PasswordKnownRefused,
    ProductionNotConfirmed,
    Unreachable,
    Tls,
    Timeout,
    NotTheApi,
    UnexpectedRedirect,
    AnswerTooBig,
    UnknownOutcome,
    VaultLocked,
    VaultMissing,
    VaultWrongKey,
    VaultUnusable,
    KeyringUnavailable,
    NoSession,
    SessionExpired,
    TooLittleLife,
    Partial,
    Stopped,
    Internal,
}

impl Error {
    /// A failure with words.
    pub fn new(code: ErrorCode, message: Text) -> Self {
        Self {
            code,
            message,
            field: None,
            advice: None,
            next_step: None,
            server_code: None,
            attempts_left: None,
            retry_after_seconds: None,
            lock: false,
            unknown: false,
            spent: false,
        }
    }

    /// A failure with words made at run time.
    pub fn made(code: ErrorCode, zh: String, en: String) -> Self {
        Self::new(code, Text::made(zh, en))
    }

    /// About a field.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>) -> Self {
        self.field = Some(name.into());
        self
    }

    /// With what to do next.
    #[must_use]
    pub fn advice(mut self, advice: Text) -> Self {
        self.advice = Some(advice);
        self.next_step = None;
        self
    }

    /// With what to do next, for each surface to say in its own words.
    #[must_use]
    pub fn next(mut self, step: NextStep) -> Self {
        self.next_step = Some(Box::new(step));
        self.advice = None;
        self
    }

    /// Whether it says what to do next.
    pub fn is_advised(&self) -> bool {
        self.advice.is_some() || self.next_step.is_some()
    }

    /// What was sent has no known outcome.
    #[must_use]
    pub(crate) fn unknown(self) -> Self {
        Self { unknown: true, ..self }
    }

    /// An attempt was sent whose outcome is not known.
    #[must_use]
    pub(crate) fn spent(self) -> Self {
        Self { spent: true, ..self }
    }

    /// With a time to wait.
    #[must_use]
    pub fn wait(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// A value that cannot be used; `why` completes the sentence that begins with the field's name.
    pub fn invalid(field: &str, why: &Text) -> Self {
        Self::made(ErrorCode::InvalidField, format!("{field}：{}", why.zh), format!("{field} {}", why.en)).field(field)
    }

    /// What the server refused.
    pub fn refused(refusal: &Refusal) -> Self {
        let (zh, en) = (refusal.text.zh.to_string(), refusal.text.en.to_string());
        let (zh, en) = match refusal.attempts_left {
            Some(1) => (format!("{zh}，还可以尝试1次"), format!("{en}; 1 try left")),
            Some(left) => (format!("{zh}，还可以尝试{left}次"), format!("{en}; {left} tries left")),
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
            ..Self::made(ErrorCode::Refused, zh, en)
        }
    }

    /// A provider's fault, at `host`.
    pub fn fault(fault: &Fault, host: &str) -> Self {
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
            ),
            Fault::Invalid { field, text } => Self::invalid(field, text),
            Fault::Missing { field } => Self::missing(field),
        }
    }

    /// A value that only a person can give.
    pub fn missing(field: &str) -> Self {
        Self::made(ErrorCode::MissingField, format!("缺少{field}"), format!("{field} is missing")).field(field)
    }

    /// No profile of that name.
    pub fn no_such_profile(name: &str) -> Self {
        Self::made(
            ErrorCode::NoSuchProfile,
            format!("没有名为“{name}”的配置"),
            format!("There is no profile named {name}"),
        )
        .next(NextStep::ListProfiles)
    }

    /// No session to use.
    pub fn no_session(name: &str) -> Self {
        Self::made(ErrorCode::NoSession, format!("“{name}”没有会话"), format!("{name} has no session"))
            .next(NextStep::SignIn { profile: name.to_owned() })
    }

    /// A session that is over.
    pub(crate) fn session_expired(name: &str) -> Self {
        let (zh, en) = (format!("“{name}”的会话已过期"), format!("The session of {name} has expired"));
        Self::made(ErrorCode::SessionExpired, zh, en).next(NextStep::SignInAgain { profile: name.to_owned() })
    }

    /// A fault of the program itself.
    pub fn internal(what: &'static str) -> Self {
        Self::made(ErrorCode::Internal, format!("内部错误：{what}"), format!("Internal error: {what}"))
    }
}

fn bad_answer(what: BadAnswer, offset: Option<usize>, host: &str) -> Error {
    let (zh, en) = match what {
        BadAnswer::Cut => ("不完整", "is cut off"),
        BadAnswer::Syntax => ("不是有效的JSON", "is not valid JSON"),
        BadAnswer::Shape => ("有缺失、重复或类型错误的字段", "has a missing, duplicate or wrongly typed field"),
        BadAnswer::Encoding => ("不是UTF-8", "is not UTF-8"),
        BadAnswer::Empty => ("是空的", "is empty"),
        BadAnswer::Token => ("中的令牌含有不能使用的字符", "contains a token with invalid characters"),
        BadAnswer::TokenTooLong => ("里的令牌过长（超过64 KiB）", "holds a token that is too long (over 64 KiB)"),
    };
    let (at_zh, at_en) = match offset {
        Some(byte) => (format!("（第{byte}字节）"), format!(" (at byte {byte})")),
        None => (String::new(), String::new()),
    };
    Error::made(ErrorCode::NotTheApi, format!("{host}的响应{zh}{at_zh}"), format!("The response of {host} {en}{at_en}"))
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message.en)
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        VaultError::from(error).into()
    }
}

/// Whether a refusal means that the session is over.
pub(crate) fn ends_session(kind: RefusalKind) -> bool {
    matches!(kind, RefusalKind::TokenInvalid)
}
