//! A log-in to a team's server, as one attempt that the guard counts: the server locks an account after a few.

use hallpass_providers::{Address, Secret, Text};
use hallpass_team::{TeamFault, Token};

use super::settings::{TeamSettings, addresses};
use crate::error::{Error, ErrorCode, Result};
use crate::guard::{AccountKey, AttemptKey, Kind, Verdict, reserve};
use crate::hallpass::Hallpass;
use crate::text::check_field;

impl Hallpass {
    /// Logs in with one request. Blocked by the guard, it sends nothing.
    pub(super) async fn team_log_in(
        &self,
        settings: &TeamSettings,
        secret: Secret,
    ) -> Result<std::result::Result<Token, TeamFault>> {
        check_field("secret", &secret)?;
        let client = self.team_client(settings)?;
        let (who, now) = (attempt_key(settings)?, self.now());
        let key = who.clone();
        let reserved = self.vault().write_counted(move |tx| reserve(tx, Kind::Attempt, &key, false, &now));
        let reserved = reserved.await.map_err(wait_instead)?;
        let end = client.log_in(&settings.log_in(secret)).await;
        let settlement = reserved.settled(&who, verdict(&end), self.now());
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
    // A signed token says by itself who logs in.
    let name = if user.is_empty() { settings.method.id() } else { user };
    // A password that was refused may be right later, and nobody could send it anyway: it is not remembered.
    Ok(AttemptKey { host, account, name: name.to_owned(), secret: None, code: None })
}

fn verdict(end: &std::result::Result<Token, TeamFault>) -> Verdict {
    match end {
        Ok(_) => Verdict::Accepted,
        Err(TeamFault::LogInRefused { perhaps_locked: false }) => Verdict::Wrong { left: None },
        Err(TeamFault::LogInRefused { perhaps_locked: true } | TeamFault::Unanswered | TeamFault::Unknown) => {
            Verdict::Unknown
        }
        Err(TeamFault::Throttled { wait }) => Verdict::Throttled { wait: *wait },
        Err(TeamFault::Unreachable(_)) => Verdict::NotSent,
        Err(_) => Verdict::NotCounted,
    }
}

/// A team's log-in cannot be continued anyway, so that the guard's advice is another one here.
fn wait_instead(error: Error) -> Error {
    if !matches!(error.code, ErrorCode::CoolingDown | ErrorCode::BudgetSpent) {
        return error;
    }
    Error { next_step: None, ..error }.advice(Text::new(
        "核对用户名和密码，等待结束后再登录",
        "Check the user name and the password, and log in again when the wait is over",
    ))
}
