//! Background work at a real server, and what a surface was told of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{
    Background, BackgroundEvent, BackgroundSettings, EventKind, Hallpass, ProfileDraft, Result, SignIn, TokenFormat,
};
use hallpass_sandbox::{Options, Sandbox, start};
use serde_json::json;

pub const TOKEN: &str = "/oauth/oauth/token";

/// Signed in at a server whose refresh tokens are good once.
pub async fn sign_in(hallpass: &Hallpass, sandbox: &Sandbox, name: &str) {
    sign_in_at(hallpass, sandbox.address("hzero"), name).await;
}

/// The same, by an address of the test's own.
pub async fn sign_in_at(hallpass: &Hallpass, server: String, name: &str) {
    let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let draft = ProfileDraft {
        name: Some(name.to_owned()),
        provider: Some("hzero".to_owned()),
        server: Some(server),
        method: Some("oauth-password".to_owned()),
        values: vec![value("client_id", "hallpass-web"), value("account", "liu.yang")],
        secrets: vec![
            ("client_secret".to_owned(), Secret::new("not-a-real-client-01")),
            ("password".to_owned(), Secret::new("Not-Real-hz-01")),
        ],
        ..ProfileDraft::default()
    };
    hallpass.add_profile(draft).await.unwrap();
    hallpass.sign_in(name, SignIn::default()).await.unwrap();
}

pub async fn server() -> Sandbox {
    let sandbox = start(Options::default()).await.unwrap();
    sandbox.hook("hzero", "rotate_refresh", json!({})).unwrap();
    sandbox
}

/// Every session of the vault has lived for twelve hours and expires in so many seconds.
pub async fn expire_in(hallpass: &Hallpass, seconds: i64) {
    let moment =
        |seconds| hallpass.now().wall.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap().to_string();
    let (at, began) = (moment(seconds), moment(seconds - 12 * 3600));
    let write = move |tx: &rusqlite::Transaction<'_>| -> Result<usize> {
        Ok(tx.execute(
            "UPDATE session SET data = json_set(data, '$.facts.expiry.at', ?1, '$.facts.issued_at', ?2)",
            [at, began],
        )?)
    };
    hallpass.vault().write(write).await.unwrap();
}

pub fn requests(sandbox: &Sandbox) -> usize {
    sandbox.requests().iter().filter(|seen| seen.path.ends_with(TOKEN)).count()
}

pub async fn token(hallpass: &Hallpass, name: &str) -> String {
    let token = hallpass.token(name, &Default::default(), TokenFormat::Raw, EventKind::TokenHandedOut).await;
    token.unwrap().expose().to_owned()
}

/// What a surface was told.
#[derive(Clone, Default)]
pub struct Told(pub Arc<Mutex<Vec<BackgroundEvent>>>);

impl Told {
    pub fn start(&self, hallpass: &Hallpass, settings: BackgroundSettings) -> Background {
        let all = Arc::clone(&self.0);
        Background::start(hallpass.clone(), settings, move |event| all.lock().unwrap().push(event))
    }

    pub fn all(&self) -> Vec<BackgroundEvent> {
        self.0.lock().unwrap().clone()
    }

    /// Waits until something was told.
    pub async fn until(&self, is: impl Fn(&BackgroundEvent) -> bool) -> BackgroundEvent {
        for _ in 0..2000 {
            if let Some(found) = self.all().into_iter().find(&is) {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        unreachable!("{:?}", self.all());
    }
}

pub fn settings() -> BackgroundSettings {
    BackgroundSettings { lock_minutes: None, ..BackgroundSettings::default() }
}
