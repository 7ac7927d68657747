//! How to sign in, and what came of it.

use serde::Serialize;

use super::pending::PendingView;
use crate::answers::Answers;
use crate::session::SessionView;
use crate::stop::StopSignal;

/// How to sign in.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// The method; the profile's usual one where there is none.
    pub method: Option<String>,
    /// What the user typed, by field.
    pub answers: Answers,
    /// Make the authenticator's code from the profile's saved seed and send it with the password.
    pub one_time_code: bool,
    /// Go on although the guard would hold back.
    pub anyway: bool,
    /// Save the typed secrets in the profile once the server accepts them.
    pub remember: bool,
    /// Block a production profile unless a person has opened production.
    pub ask_production: bool,
    /// Stops it before its next call.
    pub stop: StopSignal,
}

/// The result of a sign-in.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SignInOutcome {
    /// A session.
    SignedIn {
        /// It.
        session: Box<SessionView>,
    },
    /// Input is required.
    Challenge(Box<PendingView>),
}
