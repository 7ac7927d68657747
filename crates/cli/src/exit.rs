//! Exit codes; scripts depend on them.

use hallpass_core::ErrorCode;

/// Done.
pub(crate) const DONE: u8 = 0;
/// Usage, or a value that cannot be used.
pub(crate) const USAGE: u8 = 2;
/// The server says no.
pub(crate) const REFUSED: u8 = 3;
/// Input is required.
pub(crate) const PERSON: u8 = 4;
/// Finished in part.
pub(crate) const PARTIAL: u8 = 8;

/// Interrupted: a job is paused, not lost.
pub(crate) const INTERRUPTED: u8 = 130;

/// The exit code of a failure.
pub(crate) fn code(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::Internal => 1,
        ErrorCode::Usage | ErrorCode::InvalidField | ErrorCode::NoSuchProfile => USAGE,
        ErrorCode::Refused => REFUSED,
        ErrorCode::MissingField | ErrorCode::ChallengeWaiting => PERSON,
        ErrorCode::Unreachable
        | ErrorCode::Tls
        | ErrorCode::Timeout
        | ErrorCode::NotTheApi
        | ErrorCode::UnexpectedRedirect
        | ErrorCode::AnswerTooBig
        | ErrorCode::UnknownOutcome => 5,
        ErrorCode::VaultLocked
        | ErrorCode::VaultMissing
        | ErrorCode::VaultWrongKey
        | ErrorCode::VaultUnusable
        | ErrorCode::KeyringUnavailable => 6,
        ErrorCode::CoolingDown
        | ErrorCode::BudgetSpent
        | ErrorCode::PasswordKnownRefused
        | ErrorCode::ProductionNotConfirmed => 7,
        ErrorCode::Partial => PARTIAL,
        ErrorCode::Stopped => INTERRUPTED,
        ErrorCode::NoSession | ErrorCode::SessionExpired | ErrorCode::TooLittleLife => 9,
    }
}
