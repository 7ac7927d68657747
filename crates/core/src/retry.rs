//! Whether what has failed may be tried again.

use serde::Serialize;

use crate::error::{Error, ErrorCode};

/// What another try would mean, for a person who decides about it. Nothing is ever tried again automatically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Nothing that counts was sent: it may be tried again at any time.
    Safe,
    /// It has to wait; until then it is blocked, or would make things worse.
    Later,
    /// The same would be rejected again: something has to be changed first.
    AfterChange,
    /// It was sent and its outcome is not known: it may count, and another try counts as well.
    Unclear,
}

impl Error {
    /// What trying again would mean.
    pub fn retry(&self) -> Retry {
        let unclear = self.spent || self.unknown || self.code == ErrorCode::UnknownOutcome;
        let waits = self.lock || self.busy || self.retry_after_seconds.is_some();
        match self.code {
            _ if unclear => Retry::Unclear,
            _ if waits || self.code == ErrorCode::CoolingDown => Retry::Later,
            ErrorCode::Stopped | ErrorCode::Unreachable | ErrorCode::Timeout => Retry::Safe,
            _ => Retry::AfterChange,
        }
    }
}

#[cfg(test)]
mod tests {
    use hallpass_providers::Text;

    use super::*;

    #[test]
    fn what_was_sent_without_an_answer_is_never_called_safe() {
        let failed = |code| Error::new(code, Text::new("", ""));
        assert_eq!(failed(ErrorCode::Timeout).retry(), Retry::Safe);
        assert_eq!(failed(ErrorCode::Timeout).spent().retry(), Retry::Unclear);
        assert_eq!(failed(ErrorCode::NotTheApi).unknown().retry(), Retry::Unclear);
        assert_eq!(failed(ErrorCode::UnknownOutcome).retry(), Retry::Unclear);
        assert_eq!(failed(ErrorCode::Refused).wait(900).retry(), Retry::Later);
        assert_eq!(Error { lock: true, ..failed(ErrorCode::Refused) }.retry(), Retry::Later);
        assert_eq!(Error { busy: true, ..failed(ErrorCode::Refused) }.retry(), Retry::Later);
        assert_eq!(failed(ErrorCode::Refused).retry(), Retry::AfterChange);
        assert_eq!(failed(ErrorCode::PasswordKnownRefused).retry(), Retry::AfterChange);
    }
}
