//! An OpenID Connect provider on loopback: discovery, keys, the device flow (RFC 8628) and its tokens, signed with RS256.
//! Tests confirm, deny and let run out what was started.

mod http;
mod key;

use std::collections::HashMap;
use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use http::{Answer, Request};
use key::Key;

/// The client that a server is at the provider, and its secret.
pub const CLIENT: (&str, &str) = ("hallpass-team", "Not-Real-oidc-client-1");

/// A scope: whoever asks for it gets an address that contains the code.
pub const COMPLETE: &str = "complete";

/// Seconds between two questions that the provider asks for.
const INTERVAL: u64 = 1;

/// A provider of its own. It answers until the process ends.
#[derive(Debug)]
pub struct IdentityProvider {
    issuer: String,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// What was started, by the code of the device.
    started: HashMap<String, Started>,
    /// The codes of people, in order.
    codes: Vec<String>,
}

#[derive(Debug)]
struct Started {
    user_code: String,
    end: End,
    interval: Duration,
    asked: Vec<Instant>,
    slow_down: bool,
}

#[derive(Debug, Clone)]
enum End {
    Open,
    Confirmed(String),
    Denied,
    Expired,
    Used,
}

impl IdentityProvider {
    /// Starts one on a port of its own.
    ///
    /// # Errors
    /// Returns an error if there is no port or no key.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let issuer = format!("http://{}", listener.local_addr()?);
        let (state, key) = (Arc::<Mutex<State>>::default(), Arc::new(Key::generate()?));
        let (shared, own) = (Arc::clone(&state), issuer.clone());
        std::thread::Builder::new().name("identity provider".to_owned()).spawn(move || {
            http::serve(&listener, |request| answer(&own, &key, &mut lock(&shared), request));
        })?;
        Ok(Self { issuer, state })
    }

    /// Its address, which is also its name.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The codes that people were given, the newest last.
    pub fn codes(&self) -> Vec<String> {
        lock(&self.state).codes.clone()
    }

    /// A person confirms, with this account.
    pub fn confirm(&self, user_code: &str, account: &str) {
        self.end(user_code, End::Confirmed(account.to_owned()));
    }

    /// A person says no.
    pub fn deny(&self, user_code: &str) {
        self.end(user_code, End::Denied);
    }

    /// The code is over.
    pub fn expire(&self, user_code: &str) {
        self.end(user_code, End::Expired);
    }

    /// The next question is answered with the wish to be asked less often.
    pub fn slow_down(&self, user_code: &str) {
        self.change(user_code, |started| started.slow_down = true);
    }

    /// When somebody asked whether this is confirmed.
    pub fn asked(&self, user_code: &str) -> Vec<Instant> {
        let state = lock(&self.state);
        state.started.values().find(|one| one.user_code == user_code).map(|one| one.asked.clone()).unwrap_or_default()
    }

    fn end(&self, user_code: &str, end: End) {
        self.change(user_code, |started| started.end = end);
    }

    fn change(&self, user_code: &str, change: impl FnOnce(&mut Started)) {
        if let Some(started) = lock(&self.state).started.values_mut().find(|one| one.user_code == user_code) {
            change(started);
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer(issuer: &str, key: &Key, state: &mut State, request: &Request) -> Answer {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/.well-known/openid-configuration") => Answer::good(&discovery(issuer)),
        ("GET", "/keys") => Answer::good(&json!({ "keys": [key.public()] })),
        ("POST", "/device_authorization" | "/token") if !is_client(request) => Answer::error("invalid_client"),
        ("POST", "/device_authorization") => Answer::good(&state.start(issuer, request)),
        ("POST", "/token") => state.token(issuer, key, request).map_or_else(Answer::error, |body| Answer::good(&body)),
        _ => Answer::error("invalid_request"),
    }
}

fn discovery(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "device_authorization_endpoint": format!("{issuer}/device_authorization"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
}

fn is_client(request: &Request) -> bool {
    (request.field("client_id"), request.field("client_secret")) == CLIENT
}

impl State {
    fn start(&mut self, issuer: &str, request: &Request) -> Value {
        let number = self.codes.len() + 1;
        let (user_code, device_code) = (format!("CODE-{number:04}"), format!("device-{number}-{}", now()));
        let page = format!("{issuer}/device");
        let mut body = json!({
            "device_code": device_code, "user_code": user_code, "verification_uri": page,
            "expires_in": 600, "interval": INTERVAL,
        });
        if request.field("scope").split(' ').any(|scope| scope == COMPLETE) {
            body["verification_uri_complete"] = json!(format!("{page}?user_code={user_code}"));
        }
        let interval = Duration::from_secs(INTERVAL);
        let started =
            Started { user_code: user_code.clone(), end: End::Open, interval, asked: Vec::new(), slow_down: false };
        self.started.insert(device_code, started);
        self.codes.push(user_code);
        body
    }

    fn token(&mut self, issuer: &str, key: &Key, request: &Request) -> Result<Value, &'static str> {
        if request.field("grant_type") != "urn:ietf:params:oauth:grant-type:device_code" {
            return Err("unsupported_grant_type");
        }
        let started = self.started.get_mut(request.field("device_code")).ok_or("invalid_grant")?;
        let too_soon = started.asked.last().is_some_and(|last| last.elapsed() < started.interval);
        started.asked.push(Instant::now());
        if too_soon || std::mem::take(&mut started.slow_down) {
            started.interval += Duration::from_secs(5);
            return Err("slow_down");
        }
        match started.end.clone() {
            End::Open => Err("authorization_pending"),
            End::Denied => Err("access_denied"),
            End::Expired => Err("expired_token"),
            End::Used => Err("invalid_grant"),
            End::Confirmed(account) => {
                started.end = End::Used;
                let (now, client) = (now(), CLIENT.0);
                let claims = json!({ "iss": issuer, "aud": client, "sub": account, "iat": now, "exp": now + 300 });
                let token = key.sign(&claims).map_err(|_| "server_error")?;
                Ok(json!({ "access_token": "Not-Real-access", "token_type": "Bearer", "id_token": token }))
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the real server has the clock of this machine")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
