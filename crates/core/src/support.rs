//! A support bundle: the configuration and recent errors, for the administrator. It contains no profile, account or
//! host names, and is checked for every stored secret before it is written.

use std::collections::BTreeMap;

use hallpass_providers::{Secret, Text, secret_forms};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::activity::{Event, EventKind};
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::network::Proxy;
use crate::profile::Profile;
use crate::session::SessionView;

/// How many of the last events it holds.
const MAX_EVENTS: usize = 500;
/// A shorter secret is found in any text by chance.
const SHORTEST: usize = 4;

impl Hallpass {
    /// The bundle as JSON; `about` is what the caller knows of this machine.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read, or if a stored secret was found in the bundle.
    pub async fn support_bundle(&self, about: Value) -> Result<Vec<u8>> {
        let now = self.wall();
        let profiles = self.profiles().await?;
        let sessions = self.sessions().await?;
        let events = self.activity(jiff::Timestamp::MIN).await?;
        let bundle = json!({
            "hallpass_support": 1,
            "at": now,
            "about": about,
            "profiles": profiles.iter().map(profile).collect::<Vec<_>>(),
            "sessions": sessions.iter().map(session).collect::<Vec<_>>(),
            "activity": events.iter().take(MAX_EVENTS).map(event).collect::<Vec<_>>(),
            "activity_by_kind": by_kind(&events),
        });
        let bytes = serde_json::to_vec_pretty(&bundle).map_err(|_| Error::internal("a support bundle"))?;
        self.vault().read(move |db| holds_no_secret(db, &bytes).map(|()| bytes)).await
    }
}

fn profile(profile: &Profile) -> Value {
    let network = &profile.network;
    let proxy = match &network.proxy {
        Proxy::System => "system",
        Proxy::None => "none",
        Proxy::Url(_) => "address",
    };
    json!({
        "provider": profile.provider,
        "environment": profile.environment,
        "in_group": profile.group.is_some(),
        "method": profile.method,
        "fields": profile.values.keys().collect::<Vec<_>>(),
        "saved_secrets": profile.saved_secrets,
        "shared_credential": profile.credential.is_some(),
        "proxy": proxy,
        "own_certificate_authority": network.ca.is_some(),
        "plain_http": network.allow_http,
    })
}

fn session(view: &SessionView) -> Value {
    json!({
        "provider": view.provider,
        "environment": view.environment,
        "state": view.state,
        "expiry_source": view.expiry_source,
        "seconds_left": view.seconds_left,
        "clock_offset_seconds": view.clock_offset_seconds,
        "organisations": view.organisations.len(),
        "limits": view.limits.iter().map(|limit| limit.kind).collect::<Vec<_>>(),
        "can": view.can,
        "plain_http": view.plain_http,
    })
}

/// Only the details that are error codes: other details may contain part of a token.
fn event(event: &Event) -> Value {
    let coded = matches!(event.kind, EventKind::Refused | EventKind::Unreachable | EventKind::HeldBack);
    json!({"at": event.at, "kind": event.kind, "detail": coded.then_some(&event.detail)})
}

fn by_kind(events: &[Event]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for event in events {
        let kind = serde_json::to_value(event.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
        *counts.entry(kind.unwrap_or_default()).or_default() += 1;
    }
    counts
}

/// Reads the bundle as a thief would: for each stored secret as it is and in the forms that programs write it in.
fn holds_no_secret(db: &Connection, bundle: &[u8]) -> Result<()> {
    let bundle = String::from_utf8_lossy(bundle).to_ascii_lowercase();
    let mut query = db.prepare("SELECT value FROM secret")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let value: String = row.get(0)?;
        let (length, secret) = (value.len(), Secret::new(value));
        if length >= SHORTEST && secret_forms(&secret).iter().any(|form| bundle.contains(form.as_str())) {
            let text = Text::new(
                "诊断包会包含已保存的密码或令牌，因此没有写入",
                "The support bundle would contain a stored secret, so it was not written",
            );
            return Err(Error::new(ErrorCode::Internal, text));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_secret_is_found_in_whatever_form_it_is_written() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE secret (value TEXT); INSERT INTO secret VALUES ('hunter\"22?'), ('on')")
            .unwrap();
        let found = |text: &str| holds_no_secret(&db, text.as_bytes()).is_err();
        assert!(!found("{\"json\": \"hunter\"}"));
        let forms = [
            "hunter\"22?",
            r#"hunter\"22?"#,
            "Hunter%2222%3F",
            "hunter&quot;22?",
            "aHVudGVyIjIyPw",
            "dXNlcjpodW50ZXIiMjI/",
            "68756e7465722232323f",
        ];
        for form in forms {
            assert!(found(&format!("{{\"detail\": \"{form}\"}}")), "{form}");
        }
    }
}
