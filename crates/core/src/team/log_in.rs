//! A login to a team's server, as one attempt that the guard counts: the server locks an account after a few.

use hallpass_providers::{Address, Secret, Text};
use hallpass_team::{TeamFault, Token};

use super::settings::{TeamMethod, TeamSettings, addresses};
use crate::error::{Error, ErrorCode, Result};
use crate::guard::{AccountKey, AttemptKey, Kind, Verdict, reserve};
use crate::hallpass::Hallpass;
use crate::text::check_field;

impl Hallpass {
    /// Logs in with one request; `secret` is the certificate where that says who logs in. Blocked by the guard, it sends
    /// nothing.
    pub(super) async fn team_log_in(
        &self,
        settings: &TeamSettings,
        secret: Secret,
    ) -> Result<std::result::Result<Token, TeamFault>> {
        let by_certificate = settings.method == TeamMethod::Cert;
        if !by_certificate {
            check_field("secret", &secret)?;
        }
        let how = settings.log_in(secret.clone())?;
        let client = self.team_client(settings, by_certificate.then_some(secret))?;
        self.counted_log_in(settings, client.log_in(&how), Verdict::Accepted).await
    }

    /// One login request, reserved before it is sent and settled afterwards; `done` is what its success means.
    pub(super) async fn counted_log_in<T>(
        &self,
        settings: &TeamSettings,
        send: impl Future<Output = std::result::Result<T, TeamFault>>,
        done: Verdict,
    ) -> Result<std::result::Result<T, TeamFault>> {
        let (who, now) = (attempt_key(settings)?, self.now());
        let key = who.clone();
        let reserved = self.vault().write_counted(move |tx| reserve(tx, Kind::Attempt, &key, false, &now));
        let reserved = reserved.await.map_err(wait_instead)?;
        let end = send.await;
        let settlement = reserved.settled(&who, end.as_ref().map_or_else(verdict, |_| done), self.now());
        self.vault().write_counted(move |tx| settlement.write(tx)).await?;
        Ok(end)
    }
}

/// The account is the same at every node, in whatever order these are given.
fn attempt_key(settings: &TeamSettings) -> Result<AttemptKey> {
    let host = addresses(settings)?.iter().map(Address::host).min().unwrap_or_default();
    let TeamSettings { method_mount, user, place, .. } = settings;
    let namespace = place.namespace.as_ref().map(ToString::to_string).unwrap_or_default();
    let account = AccountKey::of_parts(&["team", &namespace, &method_mount.to_string(), user]);
    // A password that was refused may be right later, and nobody could send it anyway: it is not remembered.
    Ok(AttemptKey { host, account, name: settings.shown_user().to_owned(), secret: None, code: None })
}

/// Neither a certificate nor a role can be guessed, and no account is locked for them: only what may be a password counts.
fn verdict(fault: &TeamFault) -> Verdict {
    match fault {
        TeamFault::LogInRefused { perhaps_locked: false } => Verdict::Wrong { left: None },
        TeamFault::LogInRefused { perhaps_locked: true } | TeamFault::Unanswered | TeamFault::Unknown => {
            Verdict::Unknown
        }
        TeamFault::Throttled { wait } => Verdict::Throttled { wait: *wait },
        TeamFault::Unreachable(_) => Verdict::NotSent,
        _ => Verdict::NotCounted,
    }
}

/// A team's login cannot be continued anyway, so that the guard's advice is another one here.
fn wait_instead(error: Error) -> Error {
    if !matches!(error.code, ErrorCode::CoolingDown | ErrorCode::BudgetSpent) {
        return error;
    }
    Error { next_step: None, ..error }.advice(Text::new(
        "核对用户名和密码，等待结束后再登录",
        "Check the user name and the password, and log in again when the wait is over",
    ))
}
