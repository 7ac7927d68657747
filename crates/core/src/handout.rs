//! Handing a token out: for the profile it came from, with enough life, and never by accident from production.

use std::time::Duration;

use hallpass_providers::{Lang, Secret, Text};
use serde_json::json;

use crate::activity::{EventKind, note};
use crate::profile::{Profile, by_name};
use crate::session::{SessionState, Stored, load, state, tokens};
use crate::{Code, Error, Hallpass, Result, span};

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
pub enum Format {
    /// The token.
    #[default]
    Raw,
    /// `Authorization: Bearer ...`
    Header,
    /// `HALLPASS_TOKEN=...`
    Env,
    /// A JSON object with token, server and end.
    Json,
    /// The options of a curl call.
    Curl,
    /// What kubectl's exec plugins read.
    ExecCredential,
}

impl Format {
    /// All, by the names commands use.
    pub const ALL: [(&'static str, Self); 6] = [
        ("raw", Self::Raw),
        ("header", Self::Header),
        ("env", Self::Env),
        ("json", Self::Json),
        ("curl", Self::Curl),
        ("exec-credential", Self::ExecCredential),
    ];
}

impl Hallpass {
    /// A profile's token in a form, if the conditions hold. `kind` is what the activity list calls it.
    ///
    /// # Errors
    /// No session, expired, too little life, production not confirmed.
    pub async fn token(&self, name: &str, how: &TokenUse, format: Format, kind: EventKind) -> Result<Secret> {
        let wanted = name.to_owned();
        let (profile, stored, tokens) = self
            .vault()
            .read(move |db| {
                let profile = by_name(db, &wanted)?;
                let stored = load(db, &profile)?.ok_or_else(|| Error::no_session(&profile.name))?;
                let tokens = tokens(db, &profile)?;
                Ok::<_, Error>((profile, stored, tokens))
            })
            .await?;
        self.check_production(&profile, how.production_ok)?;
        self.check_life(&profile, &stored, how)?;
        note(self.vault(), self.wall(), &profile.name, kind, &stored.record.hint).await?;
        Ok(write(&profile, &stored, &tokens.token, format))
    }

    fn check_life(&self, profile: &Profile, stored: &Stored, how: &TokenUse) -> Result<()> {
        let (name, now) = (&profile.name, self.wall());
        let over = state(&stored.record, now) == SessionState::Expired;
        if over && !how.expired_ok {
            return Err(Error::session_expired(name).advice(Text::new(
                "请重新登录；确知服务器仍接受时用 --allow-expired",
                "Sign in again; use --allow-expired if you know that the server still accepts it",
            )));
        }
        let Some(least) = how.min_life else { return Ok(()) };
        let left = crate::session::left(&stored.record, now);
        let never = stored.record.facts.expiry.never;
        let enough = never || left.is_some_and(|left| left >= i64::try_from(least.as_secs()).unwrap_or(i64::MAX));
        if enough { Ok(()) } else { Err(too_little(name, left, least)) }
    }
}

fn too_little(name: &str, left: Option<i64>, least: Duration) -> Error {
    let words = |seconds| [Lang::Zh, Lang::En].map(|lang| span(seconds, lang));
    let [least_zh, least] = words(i64::try_from(least.as_secs()).unwrap_or(i64::MAX));
    let text = match left.map(words) {
        Some([left_zh, left]) => Text::made(
            format!("{name}的会话只剩{left_zh}，要求至少{least_zh}"),
            format!("The session of {name} expires in {left}; at least {least} was requested"),
        ),
        None => Text::made(
            format!("{name}的服务器未说明到期时间，无法保证至少{least_zh}"),
            format!("The server of {name} does not state an expiry, so {least} cannot be guaranteed"),
        ),
    };
    Error::new(Code::TooLittleLife, text)
}

fn write(profile: &Profile, stored: &Stored, token: &Secret, format: Format) -> Secret {
    // Reason: this is where a token leaves, for the one who asked for it.
    let clear = token.expose();
    let end = stored.record.facts.expiry.at;
    Secret::new(match format {
        Format::Raw => clear.to_owned(),
        Format::Header => format!("Authorization: Bearer {clear}"),
        Format::Env => format!("HALLPASS_TOKEN={}", shell_quoted(clear)),
        Format::Curl => {
            format!(
                "curl -H {} {}",
                shell_quoted(&format!("Authorization: Bearer {clear}")),
                shell_quoted(&profile.server)
            )
        }
        Format::Json => json!({
            "profile": profile.name, "server": profile.server, "token": clear, "expires_at": end,
        })
        .to_string(),
        Format::ExecCredential => json!({
            "apiVersion": "client.authentication.k8s.io/v1",
            "kind": "ExecCredential",
            "status": { "token": clear, "expirationTimestamp": end },
        })
        .to_string(),
    })
}

/// Plain where every shell takes it as it is, in single quotes otherwise.
fn shell_quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~+/=:@".contains(c);
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
