//! What an operation came to, for those who waited for it.

use hallpass_providers::Text;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode};
use crate::profile::ProfileId;

/// The result of an operation, for those who waited for it. Without secrets: those are where the operation put them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub(crate) enum Came {
    /// The profile with this id has a new session, or its session was changed.
    Session { profile: ProfileId },
    /// A sign-in of the profile with this id waits for the user.
    Challenge { profile: ProfileId },
    /// The session was ended.
    SignedOut(SignedOut),
    /// It failed.
    Failed(Failed),
}

/// A failure, with what an error says to nobody outside.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Failed {
    error: Box<Error>,
    lock: bool,
    #[serde(default)]
    unknown: bool,
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        let Failed { error, lock, unknown } = failed;
        Self { lock, unknown, ..*error }
    }
}

impl Came {
    /// A failure that applies to everyone who requested the same; nothing if it applies only to this operation.
    pub(crate) fn failed(error: &Error) -> Option<Self> {
        let own = matches!(
            error.code,
            ErrorCode::Stopped | ErrorCode::Internal | ErrorCode::VaultUnusable | ErrorCode::VaultLocked
        );
        let (lock, unknown) = (error.lock, error.unknown);
        (!own).then(|| Self::Failed(Failed { error: Box::new(error.clone()), lock, unknown }))
    }
}

/// The result of signing out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignedOut {
    /// Whether the server ended the session.
    pub ended_at_server: bool,
    /// The truth about it.
    pub text: Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waited_has_the_whole_failure() {
        for (lock, unknown) in [(false, false), (true, false), (false, true)] {
            let error = Error { lock, unknown, ..Error::session_expired("a").wait(3) };
            let written = serde_json::to_string(&Came::failed(&error)).unwrap();
            let Some(Came::Failed(failed)) = serde_json::from_str(&written).unwrap() else { panic!("{written}") };
            assert_eq!(Error::from(failed), error);
        }
    }
}
