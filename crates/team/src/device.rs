//! The device flow of OpenBao's OIDC method (RFC 8628): a person confirms the login in a browser, on any device.
//!
//! Starting it is the one login request. What follows only asks whether the person has confirmed, at the server's interval
//! and until the code is over. HashiCorp Vault has no such flow.

use std::fmt::Write;
use std::time::Duration;

use hallpass_providers::{Call, Effect, Expect, Request, Secret};
use serde::Serialize;

use crate::client::Client;
use crate::fault::TeamFault;
use crate::log_in::in_body;
use crate::names::{Mount, Namespace};
use crate::outside::Outside;
use crate::reply::{self, Poll, Token};
use crate::request::with_namespace;
use crate::sending::{Asked, plain_fault};

/// How long a person has to confirm: the server forgets the login then. Identity providers may give less.
pub const DEVICE_DEADLINE: Duration = Duration::from_secs(10 * 60);

/// Added to the interval each time the identity provider asks for more, as its standard says.
const SLOWER: Duration = Duration::from_secs(5);

/// Between two questions at most where no answer comes.
const SLOWEST: Duration = Duration::from_secs(60);

/// A login that waits for a person to confirm it. Dropping it stops it; nobody else can finish it.
#[derive(Debug)]
pub struct DeviceFlow {
    /// The page to open: of the identity provider, in printable ASCII.
    pub url: String,
    /// The code to enter there; none where the address contains it.
    pub user_code: Option<String>,
    mount: Mount,
    state: Secret,
    nonce: Secret,
    interval: Duration,
    end: Duration,
}

impl DeviceFlow {
    /// With less time for the person.
    #[must_use]
    pub fn within(self, shorter: Duration) -> Self {
        Self { end: self.end.saturating_sub(DEVICE_DEADLINE.saturating_sub(shorter)), ..self }
    }
}

#[derive(Serialize)]
struct Start<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(serialize_with = "in_body")]
    client_nonce: &'a Secret,
}

#[derive(Serialize)]
struct Ask<'a> {
    #[serde(serialize_with = "in_body")]
    state: &'a Secret,
    #[serde(serialize_with = "in_body")]
    client_nonce: &'a Secret,
}

/// The one login request.
fn start(mount: &Mount, role: Option<&str>, nonce: &Secret, namespace: Option<&Namespace>) -> Call {
    let request = Request::post(format!("/v1/auth/{mount}/oidc/auth_url")).json(&Start { role, client_nonce: nonce });
    Call { request: with_namespace(request, namespace), effect: Effect::Attempt, expect: Expect::Json }
}

impl DeviceFlow {
    /// The question whether it is confirmed. It is no attempt, and spends the confirmation where there is one.
    fn ask(&self, namespace: Option<&Namespace>) -> Call {
        let body = Ask { state: &self.state, client_nonce: &self.nonce };
        let request = Request::post(format!("/v1/auth/{}/oidc/poll", self.mount)).json(&body);
        Call { request: with_namespace(request, namespace), effect: Effect::Change, expect: Expect::Json }
    }

    /// After nothing came back: twice as long, as far as that is sensible.
    fn back_off(&mut self) {
        self.interval = self.interval.max((self.interval * 2).min(SLOWEST));
    }
}

impl<O: Outside> Client<O> {
    /// Starts a login that a person confirms in a browser: one request. `role` is the method's default where there is none.
    ///
    /// # Errors
    /// Returns an error if the server is not there or does not offer the device flow for this role.
    pub async fn start_device_flow(&self, mount: &Mount, role: Option<&str>) -> Result<DeviceFlow, TeamFault> {
        let nonce = self.nonce();
        let call = start(mount, role, &nonce, self.place.namespace.as_ref());
        let reply = match self.ask(&call, self.end()).await? {
            Asked::Lost => return Err(TeamFault::Unanswered),
            Asked::Reply(reply) => reply,
        };
        let started = match reply.status {
            200 => reply::device_started(&reply)?,
            // It says so of a role that is not there or of another kind, and where nothing is mounted.
            400 | 403 | 404 => return Err(TeamFault::NoDeviceFlow),
            _ => return Err(plain_fault(&reply)),
        };
        Ok(DeviceFlow {
            url: started.url,
            user_code: started.user_code,
            mount: mount.clone(),
            state: started.state,
            nonce,
            interval: Duration::from_secs(started.interval),
            end: self.outside.elapsed().saturating_add(DEVICE_DEADLINE),
        })
    }

    /// Waits until the person has confirmed, asking at the server's interval. A network that is away for a moment is waited
    /// for.
    ///
    /// # Errors
    /// Returns an error if the login is denied, the code is over, or the server fails.
    pub async fn finish_device_flow(&self, mut flow: DeviceFlow) -> Result<Token, TeamFault> {
        let mut over = TeamFault::DeviceCodeExpired;
        while self.outside.elapsed().saturating_add(flow.interval) < flow.end {
            self.outside.pause(flow.interval).await;
            let end = self.end().min(flow.end);
            over = match self.ask(&flow.ask(self.place.namespace.as_ref()), end).await {
                Ok(Asked::Reply(reply)) => match reply::poll(&reply) {
                    Poll::Confirmed => return reply::token(&reply),
                    Poll::Pending => TeamFault::DeviceCodeExpired,
                    Poll::SlowDown => {
                        flow.interval += SLOWER;
                        TeamFault::DeviceCodeExpired
                    }
                    // The answer that was lost may have been the token.
                    Poll::Over if over == TeamFault::Unanswered => return Err(over),
                    Poll::Over => return Err(TeamFault::DeviceCodeExpired),
                    Poll::Denied => return Err(TeamFault::DeviceDenied),
                    Poll::Refused => return Err(TeamFault::IdentityRefused),
                    Poll::Other => Self::unless_passing(&mut flow, plain_fault(&reply))?,
                },
                Ok(Asked::Lost) => Self::unless_passing(&mut flow, TeamFault::Unanswered)?,
                Err(fault) => Self::unless_passing(&mut flow, fault)?,
            };
        }
        Err(over)
    }

    /// What may be over in a moment is waited for, longer each time.
    fn unless_passing(flow: &mut DeviceFlow, fault: TeamFault) -> Result<TeamFault, TeamFault> {
        match &fault {
            TeamFault::Throttled { wait: Some(seconds) } => {
                flow.interval = flow.interval.max(Duration::from_secs(*seconds));
            }
            TeamFault::Throttled { wait: None } | TeamFault::Unanswered => flow.back_off(),
            fault if fault.is_passing() => flow.back_off(),
            _ => return Err(fault),
        }
        Ok(fault)
    }

    /// What ties the login to this program: 32 random bytes.
    fn nonce(&self) -> Secret {
        let mut bytes = [0; 32];
        self.outside.fill(&mut bytes);
        let mut text = String::with_capacity(64);
        for byte in bytes {
            // Writing to a text cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Secret::new(text)
    }
}

#[cfg(test)]
mod tests {
    use hallpass_providers::Body;

    use super::*;

    #[test]
    fn starting_is_one_attempt_asking_is_none_and_debug_shows_neither_half_of_the_secret() {
        let mount: Mount = "corp/oidc".parse().unwrap();
        let namespace = "east/it".parse().unwrap();
        let call = start(&mount, None, &Secret::new("HUNTER2"), Some(&namespace));
        assert_eq!((call.effect, call.request.path.as_str()), (Effect::Attempt, "/v1/auth/corp/oidc/oidc/auth_url"));
        let body = |call: &Call| match &call.request.body {
            Body::Json(body) => String::from_utf8(body.to_vec()).unwrap(),
            _ => panic!("no body"),
        };
        assert_eq!(body(&call), r#"{"client_nonce":"HUNTER2"}"#);
        let (state, nonce) = (Secret::new("HUNTER3"), Secret::new("HUNTER2"));
        let (interval, end) = (Duration::from_secs(5), DEVICE_DEADLINE);
        let flow = DeviceFlow { url: "https://a".to_owned(), user_code: None, mount, state, nonce, interval, end };
        let ask = flow.ask(Some(&namespace));
        assert_eq!((ask.effect, ask.request.path.as_str()), (Effect::Change, "/v1/auth/corp/oidc/oidc/poll"));
        assert_eq!(body(&ask), r#"{"state":"HUNTER3","client_nonce":"HUNTER2"}"#);
        for call in [&call, &ask] {
            assert!(call.request.headers.iter().any(|(name, _)| *name == "x-vault-namespace"));
            assert!(!format!("{call:?} {flow:?}").contains("HUNTER"));
        }
        assert_eq!(flow.within(Duration::from_secs(3)).end, Duration::from_secs(3));
    }
}
