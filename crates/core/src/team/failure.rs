//! What a surface is told of a team's server.

use hallpass_providers::Text;
use hallpass_team::{Block, NoReply, TeamFault};

use crate::error::{Error, ErrorCode};

impl From<TeamFault> for Error {
    fn from(fault: TeamFault) -> Self {
        let error = Self::new(code(&fault), fault.text());
        let error = match wait(&fault) {
            Some(seconds) => error.wait(seconds),
            None => error,
        };
        match fault.advice() {
            Some(advice) => error.advice(advice),
            None => error,
        }
    }
}

/// A failure with one more thing to know.
pub(super) fn also(error: Error, more: Text) -> Error {
    let advice = error.advice.as_ref().map_or_else(|| more.clone(), |advice| both(advice, &more));
    error.advice(advice)
}

/// One sentence after the other.
pub(super) fn both(first: &Text, second: &Text) -> Text {
    Text::made(format!("{}。{}", first.zh, second.zh), format!("{}. {}", first.en, second.en))
}

fn code(fault: &TeamFault) -> ErrorCode {
    match fault {
        TeamFault::Unreachable(NoReply::NotSent { tls: true, .. }) => ErrorCode::Tls,
        TeamFault::Unreachable(_)
        | TeamFault::Sealed
        | TeamFault::NoLeader
        | TeamFault::NotInitialized
        | TeamFault::Stale => ErrorCode::Unreachable,
        TeamFault::NotLoggedIn => ErrorCode::NoSession,
        TeamFault::NotAllowed
        | TeamFault::NoDefaultPolicy
        | TeamFault::LogInRefused { .. }
        | TeamFault::CertificateRefused
        | TeamFault::IdentityRefused
        | TeamFault::DeviceDenied
        | TeamFault::NoDeviceFlow
        | TeamFault::NeedsSecondFactor
        | TeamFault::Conflict { .. }
        | TeamFault::BadRequest
        | TeamFault::ServerError { .. } => ErrorCode::Refused,
        TeamFault::NotFound | TeamFault::Deleted { .. } | TeamFault::MountInUse => ErrorCode::Usage,
        TeamFault::Throttled { .. } => ErrorCode::CoolingDown,
        TeamFault::DeviceCodeExpired => ErrorCode::Timeout,
        TeamFault::Unknown | TeamFault::Unanswered => ErrorCode::UnknownOutcome,
        TeamFault::NoSuchMount | TeamFault::NotTheApi | TeamFault::Document { .. } => ErrorCode::NotTheApi,
        TeamFault::TooBig => ErrorCode::AnswerTooBig,
        TeamFault::Blocked(Block::Refused { .. } | Block::Unsettled) => ErrorCode::PasswordKnownRefused,
        TeamFault::Blocked(_) => ErrorCode::CoolingDown,
        TeamFault::Unusable { .. } => ErrorCode::InvalidField,
    }
}

const fn wait(fault: &TeamFault) -> Option<u64> {
    match fault {
        TeamFault::Throttled { wait } => *wait,
        TeamFault::Blocked(Block::CoolingDown { seconds }) => Some(*seconds),
        _ => None,
    }
}
