//! What sign-ins came to.

use hallpass_core::{BulkProgress, Error, PendingView, Retry, SessionView, SignInOutcome};
use serde::Serialize;

/// What a sign-in came to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SignInReply {
    /// A session.
    SignedIn {
        /// It.
        session: Box<SessionView>,
    },
    /// Input is required.
    Challenge {
        /// What waits.
        pending: Box<PendingView>,
    },
}

impl From<SignInOutcome> for SignInReply {
    fn from(end: SignInOutcome) -> Self {
        match end {
            SignInOutcome::SignedIn { session } => Self::SignedIn { session },
            SignInOutcome::Challenge(pending) => Self::Challenge { pending },
        }
    }
}

/// One of several sign-ins; it has only begun where there is neither an end nor a failure.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BatchItem {
    /// The profile's name.
    pub profile: String,
    /// What it came to.
    pub end: Option<SignInReply>,
    /// Or why it did not.
    pub failure: Option<Error>,
    /// What trying again would mean, where it failed.
    pub retry: Option<Retry>,
}

impl BatchItem {
    pub(crate) fn new(profile: &str, end: &Result<SignInOutcome, Error>) -> Self {
        let begun = Self::begun(profile);
        match end {
            Ok(end) => Self { end: Some(SignInReply::from(end.clone())), ..begun },
            Err(error) => Self { failure: Some(error.clone()), retry: Some(error.retry()), ..begun },
        }
    }

    pub(crate) fn of(profile: &str, progress: BulkProgress<'_>) -> Self {
        match progress {
            BulkProgress::Begun => Self::begun(profile),
            BulkProgress::Ended(end) => Self::new(profile, end),
        }
    }

    fn begun(profile: &str) -> Self {
        Self { profile: profile.to_owned(), end: None, failure: None, retry: None }
    }
}
