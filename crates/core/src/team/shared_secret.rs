//! Signing in with a shared secret: read for this one attempt, under the team's guard, and not kept.

use std::time::Duration;

use hallpass_providers::{ChallengeKind, Method, RefusalKind, Secret};
use hallpass_team::{AttemptEnd, DocumentId, Name, SharedAttempt};

use super::connection::Connection as Team;
use crate::driver::{DriveOutcome, DriveResult};
use crate::{ErrorCode, Hallpass, Result};

/// How long a person waits for others who are signing in with the same secret.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long an account is left alone that a server has locked without saying for how long; as the guard here does.
const LOCK_SECONDS: u64 = 15 * 60;

/// A shared secret, lent for one attempt.
#[must_use]
pub(crate) struct Lent {
    team: Team,
    attempt: SharedAttempt,
    pub(crate) field: &'static str,
    pub(crate) secret: Secret,
}

impl Hallpass {
    /// Lends the secret for one attempt.
    ///
    /// # Errors
    /// Returns an error if the team's guard blocks it or the server cannot be asked: nothing is to be sent then.
    pub(crate) async fn lend(&self, of: &(Name, DocumentId), method: &Method) -> Result<Option<Lent>> {
        let Some(field) = method.password else { return Ok(None) };
        let (alias, id) = of;
        let team = self.team(Some(alias.as_str())).await?;
        let (attempt, secret) = team.client.reserve(&team.token, id, &team.settings.user, PATIENCE).await?;
        Ok(Some(Lent { team, attempt, field, secret }))
    }

    /// Tells the team what became of it. Where that fails, the reservation runs out: the sign-in is what it is.
    pub(crate) async fn settle_lent(&self, lent: Lent, end: &Result<DriveResult>, answers: Option<ChallengeKind>) {
        let Lent { team, attempt, .. } = lent;
        if let Err(fault) = team.client.settle(&team.token, attempt, attempt_end(end, answers)).await {
            tracing::debug!(?fault, "the guard of the team was not told");
        }
    }
}

/// What the end of a drive says of the secret.
fn attempt_end(end: &Result<DriveResult>, answers: Option<ChallengeKind>) -> AttemptEnd {
    match end {
        Ok(DriveResult { what: DriveOutcome::Done(_), .. }) => AttemptEnd::Accepted,
        Ok(DriveResult { what: DriveOutcome::Refused(refusal), .. }) => {
            of_refusal(refusal.kind, refusal.retry_after, answers)
        }
        Ok(DriveResult { what: DriveOutcome::Asked(challenge, _), .. }) => match &challenge.note {
            Some(note) => of_refusal(note.kind, note.retry_after, answers),
            // A picture is asked for before the password is looked at; the others after.
            None if challenge.kind == ChallengeKind::Captcha => AttemptEnd::NotCounted,
            None => AttemptEnd::Accepted,
        },
        Ok(DriveResult { what: DriveOutcome::Elsewhere(_), .. }) => AttemptEnd::NotCounted,
        Err(error) => match error.code {
            ErrorCode::UnknownOutcome
            | ErrorCode::Timeout
            | ErrorCode::NotTheApi
            | ErrorCode::AnswerTooBig
            | ErrorCode::UnexpectedRedirect
            | ErrorCode::Internal => AttemptEnd::Unknown,
            _ => AttemptEnd::NotCounted,
        },
    }
}

fn of_refusal(kind: RefusalKind, wait: Option<u64>, answers: Option<ChallengeKind>) -> AttemptEnd {
    let code = matches!(answers, Some(ChallengeKind::Sms | ChallengeKind::Mfa));
    match kind {
        // A wrong code says nothing about the password.
        RefusalKind::Credentials if code => AttemptEnd::NotCounted,
        RefusalKind::Credentials => AttemptEnd::Refused,
        RefusalKind::AccountLocked | RefusalKind::LockUnclear => {
            AttemptEnd::Locked { seconds: wait.unwrap_or(LOCK_SECONDS) }
        }
        _ => AttemptEnd::NotCounted,
    }
}
