//! Signing in with a shared secret: read for this one attempt, under the team's guard, and not kept.

use std::time::{Duration, Instant};

use hallpass_providers::{ChallengeKind, Method, RefusalKind, Secret, Text};
use hallpass_team::{AttemptEnd, DocumentId, Name, SharedAttempt};

use super::connection::Connection as Team;
use super::failure::{also, both};
use crate::activity::{EventKind, note};
use crate::driver::{DriveOutcome, DriveResult};
use crate::error::Result;
use crate::hallpass::Hallpass;

/// How long a person waits for others who are signing in with the same secret.
const PATIENCE: Duration = Duration::from_secs(30);

/// What an exchange with a system takes at most, and telling the team.
const ONE_EXCHANGE: Duration = Duration::from_secs(40);

/// How long an account is left alone that a server has locked without saying for how long; as the guard here does.
const LOCK_SECONDS: u64 = 15 * 60;

/// A shared secret, reserved for one attempt.
#[must_use]
pub(crate) struct ReservedSecret {
    team: Team,
    attempt: SharedAttempt,
    profile: String,
    pub(crate) field: &'static str,
    pub(crate) secret: Secret,
    /// Sent before this moment, its answer is here while the reservation counts.
    pub(crate) attempt_before: Instant,
}

impl Hallpass {
    /// Reserves the secret for one attempt.
    ///
    /// # Errors
    /// Returns an error if the team's guard blocks it or the server cannot be asked: nothing is to be sent then.
    pub(crate) async fn reserve_shared_secret(
        &self,
        of: &(Name, DocumentId),
        method: &Method,
        profile: &str,
    ) -> Result<Option<ReservedSecret>> {
        let Some(field) = method.password else { return Ok(None) };
        let (alias, id) = of;
        let team = self.team(Some(alias.as_str())).await?;
        let (attempt, secret) = team.client.reserve(&team.token, id, &team.by, PATIENCE).await?;
        let attempt_before = Instant::now() + team.client.time_left(&attempt).saturating_sub(ONE_EXCHANGE);
        Ok(Some(ReservedSecret { team, attempt, profile: profile.to_owned(), field, secret, attempt_before }))
    }

    /// Tells the team what became of it, and once more where that fails. The sign-in is what it is all the same; the team then
    /// counts an attempt without a result, which the person is told: beside the failure, and in the activity.
    pub(crate) async fn settle_shared_secret(
        &self,
        reserved: ReservedSecret,
        end: Result<DriveResult>,
        answers: Option<ChallengeKind>,
    ) -> Result<DriveResult> {
        let ReservedSecret { team, attempt, profile, .. } = reserved;
        let came = attempt_end(&end, answers);
        let told = async || team.client.settle(&team.token, attempt.clone(), came).await;
        let mut settled = told().await;
        if settled.is_err() {
            settled = told().await;
        }
        let Err(fault) = settled else { return end };
        tracing::debug!(?fault, "the guard of the team was not told");
        if came == AttemptEnd::Unknown {
            // That is what the team takes it for.
            return end;
        }
        let now = self.wall();
        if let Err(error) = note(self.vault(), now, &profile, EventKind::Unreachable, "team").await {
            tracing::debug!(?error, "not written down");
        }
        not_told(end)
    }
}

fn not_told(end: Result<DriveResult>) -> Result<DriveResult> {
    let not_told = Text::new(
        "未能向团队报告这次登录的结果；团队会把它计为结果未知",
        "Could not report the result of this sign-in to the team, which counts it as inconclusive",
    );
    let mut came = end.map_err(|error| also(error, not_told.clone()))?;
    if let DriveOutcome::Refused(refusal) = &mut came.what {
        refusal.advice = both(&refusal.advice, &not_told);
    }
    Ok(came)
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
        // Only what was sent may have counted; the driver knows.
        Err(error) if error.spent => AttemptEnd::Unknown,
        Err(_) => AttemptEnd::NotCounted,
    }
}

fn of_refusal(kind: RefusalKind, wait: Option<u64>, answers: Option<ChallengeKind>) -> AttemptEnd {
    let code = matches!(answers, Some(ChallengeKind::Sms | ChallengeKind::Mfa));
    match kind {
        // A wrong code says nothing about the password.
        RefusalKind::Credentials if code => AttemptEnd::NotCounted,
        RefusalKind::Credentials => AttemptEnd::Refused,
        // Perhaps the password, perhaps the code beside it.
        RefusalKind::CredentialsOrCode => AttemptEnd::Unknown,
        RefusalKind::AccountLocked | RefusalKind::LockUnclear => {
            AttemptEnd::Locked { seconds: wait.unwrap_or(LOCK_SECONDS) }
        }
        _ => AttemptEnd::NotCounted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, ErrorCode};

    #[test]
    fn what_was_not_sent_holds_no_room_and_what_may_have_counted_does() {
        let failed = |code| Error::new(code, Text::new("x", "x"));
        for code in [ErrorCode::Timeout, ErrorCode::NotTheApi, ErrorCode::UnexpectedRedirect, ErrorCode::Internal] {
            assert_eq!(attempt_end(&Err(failed(code)), None), AttemptEnd::NotCounted, "{code:?}");
            assert_eq!(attempt_end(&Err(failed(code).spent()), None), AttemptEnd::Unknown, "{code:?}");
        }
        assert_eq!(of_refusal(RefusalKind::CredentialsOrCode, None, None), AttemptEnd::Unknown);
        assert_eq!(of_refusal(RefusalKind::Credentials, None, None), AttemptEnd::Refused);
    }
}
