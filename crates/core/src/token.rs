//! Exports a token: for the right profile, with enough time left, and from production only when confirmed.

use std::time::Duration;

use hallpass_providers::{Lang, Secret, Text, Tokens};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::activity::{EventKind, note_numbered, take_back};
use crate::duration::format_duration;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::next_step::NextStep;
use crate::profile::{AutoRenew, Profile, by_name};
use crate::session::{SessionState, Stored, is_renewable, load, state, tokens, whole_life};
use crate::shell::Shell;

/// Under which conditions a token is wanted.
#[derive(Debug, Clone, Default)]
pub struct TokenUse {
    /// At least this much life; an unknown end does not satisfy it.
    pub min_life: Option<Duration>,
    /// Accept an expired token (the server may state too early an expiry).
    pub expired_ok: bool,
    /// A person confirmed production.
    pub production_ok: bool,
}

/// In which form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TokenFormat {
    /// The token.
    #[default]
    Raw,
    /// `Authorization: Bearer ...`
    Header,
    /// The line of a shell that sets `HALLPASS_TOKEN`.
    Env(Shell),
    /// A JSON object with token, server and expiry.
    Json,
    /// A call of curl, as a shell reads it.
    Curl(Shell),
    /// What kubectl's exec plugins read.
    ExecCredential,
    /// What programs read that ask a process for credentials, in the JSON of the AWS command: the profile's name as the
    /// key's id, the token as its secret and as the session token.
    CredentialProcess,
}

impl TokenFormat {
    /// All, by the names commands use.
    pub const ALL: [(&'static str, Self); 7] = [
        ("raw", Self::Raw),
        ("header", Self::Header),
        ("env", Self::Env(Shell::Sh)),
        ("json", Self::Json),
        ("curl", Self::Curl(Shell::Sh)),
        ("exec-credential", Self::ExecCredential),
        ("credential-process", Self::CredentialProcess),
    ];
}

impl TokenFormat {
    /// The same for another shell; none where no shell reads it.
    pub fn for_shell(self, shell: Shell) -> Option<Self> {
        match self {
            Self::Env(_) => Some(Self::Env(shell)),
            Self::Curl(_) => Some(Self::Curl(shell)),
            Self::Raw | Self::Header | Self::Json | Self::ExecCredential | Self::CredentialProcess => None,
        }
    }
}

impl Hallpass {
    /// A profile's token in a form, if the conditions hold. `kind` is what the activity list calls it.
    ///
    /// # Errors
    /// Returns an error if there is no session, if it has expired or expires too soon, or if production is not
    /// confirmed.
    pub async fn token(&self, name: &str, how: &TokenUse, format: TokenFormat, kind: EventKind) -> Result<Secret> {
        Ok(self.noted(name, how, format, kind).await?.0)
    }

    /// Gives a token to `deliver`, which puts it where it was asked for. It is noted before, so that no token leaves
    /// unseen, and taken out of the list again where it was not delivered.
    ///
    /// # Errors
    /// As [`Self::token`], and what `deliver` says.
    pub async fn hand_out<T>(
        &self,
        name: &str,
        how: &TokenUse,
        format: TokenFormat,
        kind: EventKind,
        deliver: impl FnOnce(Secret) -> Result<T>,
    ) -> Result<T> {
        let (token, event) = self.noted(name, how, format, kind).await?;
        let delivered = deliver(token);
        if delivered.is_err() {
            take_back(self.vault(), event).await?;
        }
        delivered
    }

    /// A token, and the number under which it is noted.
    async fn noted(&self, name: &str, how: &TokenUse, format: TokenFormat, kind: EventKind) -> Result<(Secret, i64)> {
        let (mut profile, mut stored, mut tokens) = self.held(name).await?;
        self.check_production(&profile, how.production_ok)?;
        if let Err(short) = self.check_life(&profile, &stored, how) {
            self.renew_for_token(&profile, &stored, how, short).await?;
            (profile, stored, tokens) = self.held(name).await?;
            self.check_production(&profile, how.production_ok)?;
            self.check_life(&profile, &stored, how)?;
        }
        // What cannot be written does not leave.
        let written = write(&profile, &stored, &tokens.token, format)?;
        let event = note_numbered(self.vault(), self.wall(), &profile.name, kind, &stored.record.hint).await?;
        Ok((written, event))
    }

    async fn held(&self, name: &str) -> Result<(Profile, Stored, Tokens)> {
        let wanted = name.to_owned();
        let held = self.vault().read(move |db| {
            let profile = by_name(db, &wanted)?;
            let stored = load(db, &profile)?.ok_or_else(|| Error::no_session(&profile.name))?;
            let tokens = tokens(db, &profile)?;
            Ok::<_, Error>((profile, stored, tokens))
        });
        held.await
    }

    /// Renews a session of which too little is left, where its profile lets it be renewed automatically: once, whoever
    /// asks, and never with a password.
    async fn renew_for_token(&self, profile: &Profile, stored: &Stored, how: &TokenUse, short: Error) -> Result<()> {
        let Some(least) = how.min_life.filter(|_| profile.renewal.auto_renew == AutoRenew::On) else {
            return Err(short);
        };
        if stored.record.dead || !is_renewable(&stored.record) {
            return Err(short);
        }
        let least = i64::try_from(least.as_secs()).unwrap_or(i64::MAX);
        if whole_life(&stored.record).is_some_and(|life| life < least) {
            // The server does not give that much: each call would renew, and fail.
            return Err(short);
        }
        self.renew_for(&profile.name, least).await.map(drop).map_err(|error| not_renewed(short, &error))
    }

    fn check_life(&self, profile: &Profile, stored: &Stored, how: &TokenUse) -> Result<()> {
        let (name, now) = (&profile.name, self.wall());
        let over = state(&stored.record, now) == SessionState::Expired;
        if over && !how.expired_ok {
            return Err(Error::session_expired(name).next(NextStep::SignInOrUseExpired { profile: name.clone() }));
        }
        let Some(least) = how.min_life else { return Ok(()) };
        let left = crate::session::left(&stored.record, now);
        let never = stored.record.facts.expiry.never;
        let enough = never || left.is_some_and(|left| left >= i64::try_from(least.as_secs()).unwrap_or(i64::MAX));
        if enough { Ok(()) } else { Err(too_little(name, left, least)) }
    }
}

/// What was asked for stays the failure; why it was not renewed is said beside it, and so is how long to wait.
fn not_renewed(short: Error, error: &Error) -> Error {
    let (zh, en) = (&error.message.zh, &error.message.en);
    let short = short.advice(Text::made(format!("续期失败：{zh}"), format!("Renewal failed: {en}")));
    Error { retry_after_seconds: error.retry_after_seconds, unknown: error.unknown, ..short }
}

fn too_little(name: &str, left: Option<i64>, least: Duration) -> Error {
    let words = |seconds| [Lang::Zh, Lang::En].map(|lang| format_duration(seconds, lang));
    let [least_zh, least] = words(i64::try_from(least.as_secs()).unwrap_or(i64::MAX));
    let text = match left.map(words) {
        Some([left_zh, left]) => Text::made(
            format!("“{name}”的会话只剩{left_zh}，要求至少{least_zh}"),
            format!("The session of {name} expires in {left}; at least {least} was requested"),
        ),
        None => Text::made(
            format!("“{name}”的服务器未说明到期时间，无法保证至少{least_zh}"),
            format!("The server of {name} does not state an expiry, so {least} cannot be guaranteed"),
        ),
    };
    Error::new(ErrorCode::TooLittleLife, text)
}

fn write(profile: &Profile, stored: &Stored, token: &Secret, format: TokenFormat) -> Result<Secret> {
    // Reason: this is where a token leaves, for the one who asked for it.
    let clear = token.expose();
    let expiry = stored.record.facts.expiry.at;
    Ok(Secret::new(match format {
        TokenFormat::Raw => clear.to_owned(),
        TokenFormat::Header => format!("Authorization: Bearer {clear}"),
        TokenFormat::Env(shell) => shell.assignment("HALLPASS_TOKEN", clear)?,
        TokenFormat::Curl(shell) => {
            let header = shell.quoted(&format!("Authorization: Bearer {clear}"))?;
            // In the PowerShell that Windows brings, `curl` is something else.
            let curl = if cfg!(windows) && shell == Shell::PowerShell { "curl.exe" } else { "curl" };
            format!("{curl} -H {header} {}", shell.quoted(&profile.server)?)
        }
        TokenFormat::Json => json!({
            "profile": profile.name, "server": profile.server, "token": clear,
            "expires_at": here(expiry, stored.record.clock_offset_seconds),
        })
        .to_string(),
        TokenFormat::ExecCredential => json!({
            "apiVersion": "client.authentication.k8s.io/v1",
            "kind": "ExecCredential",
            "status": { "token": clear, "expirationTimestamp": here(expiry, stored.record.clock_offset_seconds) },
        })
        .to_string(),
        TokenFormat::CredentialProcess => {
            let expires_at = here(expiry, stored.record.clock_offset_seconds);
            credential_process(&profile.name, clear, expires_at).to_string()
        }
    }))
}

/// Those programs want a pair of keys, which a token is not: the profile's name and the token are used instead. A
/// missing expiry means to them that there is none; null is no expiry they can read.
fn credential_process(name: &str, clear: &str, expires_at: Option<Timestamp>) -> serde_json::Value {
    let mut document = json!({ "Version": 1, "AccessKeyId": name, "SecretAccessKey": clear, "SessionToken": clear });
    if let (Some(members), Some(at)) = (document.as_object_mut(), expires_at) {
        members.insert("Expiration".to_owned(), at.to_string().into());
    }
    document
}

/// A moment of the server's clock by the clock of this machine, which kubectl and scripts compare it with.
fn here(at: Option<Timestamp>, offset_seconds: i64) -> Option<Timestamp> {
    at.map(|at| at.checked_sub(SignedDuration::from_secs(offset_seconds)).unwrap_or(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_renewal_failed_by_keeps_how_long_to_wait_and_that_its_outcome_is_unknown() {
        let short = || too_little("a", Some(60), Duration::from_secs(600));
        let failed = Error::internal("").wait(7).unknown();
        let said = not_renewed(short(), &failed);
        assert_eq!((said.code, said.retry_after_seconds, said.unknown), (ErrorCode::TooLittleLife, Some(7), true));
        let said = not_renewed(short(), &Error::internal(""));
        assert_eq!((said.retry_after_seconds, said.unknown), (None, false));
    }

    #[test]
    fn an_expiry_is_told_by_the_clock_of_this_machine() {
        let at: Timestamp = "2027-01-15T08:00:00Z".parse().unwrap();
        assert_eq!(here(Some(at), 90).unwrap().to_string(), "2027-01-15T07:58:30Z");
        assert_eq!(here(Some(at), -90).unwrap().to_string(), "2027-01-15T08:01:30Z");
        assert_eq!((here(Some(Timestamp::MAX), -90), here(None, 90)), (Some(Timestamp::MAX), None));
    }
}
