//! Exit codes; scripts depend on them.

use hallpass_core::Code;

/// Done.
pub(crate) const DONE: u8 = 0;
/// Usage, or a value that cannot be used.
pub(crate) const USAGE: u8 = 2;
/// The server says no.
pub(crate) const REFUSED: u8 = 3;
/// A person is needed.
pub(crate) const PERSON: u8 = 4;
/// Finished in part.
pub(crate) const PARTIAL: u8 = 8;

/// Interrupted: a job is paused, not lost.
pub(crate) const INTERRUPTED: u8 = 130;

/// The exit code of a failure.
pub(crate) fn code(code: Code) -> u8 {
    match code {
        Code::Internal => 1,
        Code::Usage | Code::InvalidField | Code::NoSuchProfile => USAGE,
        Code::Refused => REFUSED,
        Code::MissingField | Code::ChallengeWaiting => PERSON,
        Code::Unreachable
        | Code::Tls
        | Code::Timeout
        | Code::NotTheApi
        | Code::UnexpectedRedirect
        | Code::AnswerTooBig
        | Code::UnknownOutcome => 5,
        Code::VaultLocked
        | Code::VaultMissing
        | Code::VaultWrongKey
        | Code::VaultUnusable
        | Code::KeyringUnavailable => 6,
        Code::CoolingDown | Code::BudgetSpent | Code::PasswordKnownRefused | Code::ProductionNotConfirmed => 7,
        Code::Partial => PARTIAL,
        Code::Stopped => INTERRUPTED,
        Code::NoSession | Code::SessionExpired | Code::TooLittleLife => 9,
    }
}
