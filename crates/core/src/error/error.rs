//! Errors: a code that callers can act on, and a message for the user.

use hallpass_providers::Text;
use hallpass_vault::{MIN_OPEN_FILES, VaultError};
use serde::{Deserialize, Serialize};

use crate::next_step::NextStep;

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
    /// The server locked someone out: a batch leaves its host alone.
    #[serde(skip)]
    pub lock: bool,
    /// The server is busy or was asked too often: it may answer otherwise later.
    #[serde(skip)]
    pub busy: bool,
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
            busy: false,
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

    /// A value that only the user can give.
    pub fn missing(field: &str) -> Self {
        Self::made(ErrorCode::MissingField, format!("缺少{field}"), format!("{field} is missing")).field(field)
    }

    /// A group, credential or job that is not there.
    pub(crate) fn no_such(what_zh: &str, what_en: &str, name: &str) -> Self {
        Self::made(
            ErrorCode::Usage,
            format!("没有名为“{name}”的{what_zh}"),
            format!("There is no {what_en} named {name}"),
        )
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

    /// The system lets this program open too few files; `limit` is how many.
    pub fn too_few_open_files(limit: u64) -> Self {
        Self::made(
            ErrorCode::Internal,
            format!("系统只允许打开{limit}个文件（ulimit -n），至少需要{MIN_OPEN_FILES}个"),
            format!("Only {limit} files may be open at once (ulimit -n); at least {MIN_OPEN_FILES} are needed"),
        )
        .advice(Text::made(
            format!("用“ulimit -n {MIN_OPEN_FILES}”提高限制后再试"),
            format!("Raise the limit with ulimit -n {MIN_OPEN_FILES}, then try again"),
        ))
    }

    /// A fault of the program itself.
    pub fn internal(what: &'static str) -> Self {
        Self::made(ErrorCode::Internal, format!("内部错误：{what}"), format!("Internal error: {what}"))
    }
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
