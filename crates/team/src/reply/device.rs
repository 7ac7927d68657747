//! The device flow: what a person is to open, and whether they have confirmed.

use hallpass_providers::{Reply, Scalar, Secret};
use serde::Deserialize;

use super::json::{Data, Errors, json, number};
use crate::fault::TeamFault;

/// Seconds between two questions where the server says nothing.
const INTERVAL: u64 = 5;

/// A login that was started.
pub(crate) struct DeviceStarted {
    pub(crate) url: String,
    pub(crate) user_code: Option<String>,
    pub(crate) state: Secret,
    /// Seconds between two questions, at least one.
    pub(crate) interval: u64,
}

/// What the server says of a login that was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Poll {
    /// It answers with a token.
    Confirmed,
    Pending,
    SlowDown,
    /// The code is over, or the server no longer knows the login.
    Over,
    /// Someone said no, at the identity provider.
    Denied,
    /// It was confirmed, and the server's role does not allow this account.
    Refused,
    /// Something else is wrong, which its status says.
    Other,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Started {
    auth_url: String,
    user_code: Option<String>,
    state: Option<Secret>,
    poll_interval: Scalar,
}

/// A login that was started. An empty address is how the server says that a role cannot do it.
pub(crate) fn device_started(reply: &Reply) -> Result<DeviceStarted, TeamFault> {
    let Started { auth_url: url, user_code, state, poll_interval } = json::<Data<Started>>(reply)?.data;
    // Without a state the browser would answer to another program.
    let (false, Some(state)) = (url.is_empty(), state) else { return Err(TeamFault::NoDeviceFlow) };
    let user_code = user_code.filter(|code| !code.is_empty());
    if !is_page(&url) || !user_code.as_deref().is_none_or(is_code) {
        return Err(TeamFault::NotTheApi);
    }
    let interval = match number(&poll_interval)? {
        0 => INTERVAL,
        seconds => seconds,
    };
    Ok(DeviceStarted { url, user_code, state, interval })
}

/// What a person opens: nothing that a terminal or a browser would take for something else.
fn is_page(url: &str) -> bool {
    let web = url.starts_with("https://") || url.starts_with("http://");
    web && url.len() <= 2048 && url.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_code(code: &str) -> bool {
    code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

/// Reads the answer to a question. The server passes on the identity provider's words (RFC 8628, section 3.5).
pub(crate) fn poll(reply: &Reply) -> Poll {
    match reply.status {
        200 => return Poll::Confirmed,
        400 => {}
        // A network that the role does not allow.
        403 => return Poll::Refused,
        _ => return Poll::Other,
    }
    let errors = json::<Errors>(reply).map(|errors| errors.errors).unwrap_or_default();
    let [error] = errors.as_slice() else { return Poll::Other };
    let says = |words: &str| error.contains(words);
    match error.as_str() {
        "authorization_pending" => Poll::Pending,
        "slow_down" => Poll::SlowDown,
        _ if says("expired_token") || says("Expired or missing OAuth state") => Poll::Over,
        _ if says("access_denied") => Poll::Denied,
        _ => Poll::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        Reply { status, body: body.as_bytes().to_vec().into(), ..Reply::default() }
    }

    fn started(data: &str) -> Result<DeviceStarted, TeamFault> {
        device_started(&reply(200, &format!("{{\"data\":{{{data}}}}}")))
    }

    #[test]
    fn what_a_person_is_to_open_is_a_page_and_a_code_and_nothing_else() {
        let good =
            started(r#""auth_url":"https://id.example/device","user_code":"AB-12","state":"s","poll_interval":"7""#);
        let good = good.unwrap();
        assert_eq!(
            (good.url.as_str(), good.user_code.as_deref(), good.interval),
            ("https://id.example/device", Some("AB-12"), 7)
        );
        let complete = started(r#""auth_url":"https://id.example/?c=AB","state":"s""#).unwrap();
        assert_eq!((complete.user_code, complete.interval), (None, INTERVAL));
        for none in [r#""auth_url":"""#, r#""auth_url":"","state":"s""#, r#""auth_url":"https://id.example/authorize""#]
        {
            assert_eq!(started(none).map(drop), Err(TeamFault::NoDeviceFlow), "{none}");
        }
        for bad in [
            r#""auth_url":"javascript:alert(1)","state":"s""#,
            r#""auth_url":"https://id.example/\u001b[2J","state":"s""#,
            r#""auth_url":"https://id.example/\u202e","state":"s""#,
            r#""auth_url":"https://id.example/","user_code":"A\nB","state":"s""#,
            r#""auth_url":"https://id.example/","state":"s","poll_interval":"-1""#,
        ] {
            assert_eq!(started(bad).map(drop), Err(TeamFault::NotTheApi), "{bad}");
        }
    }

    #[test]
    fn an_answer_to_a_question_is_one_of_seven() {
        let of = |error: &str| poll(&reply(400, &format!("{{\"errors\":[\"{error}\"]}}")));
        for (error, meaning) in [
            ("authorization_pending", Poll::Pending),
            ("slow_down", Poll::SlowDown),
            ("authorization failed: expired_token", Poll::Over),
            ("Vault login failed. Expired or missing OAuth state.", Poll::Over),
            ("authorization failed: access_denied", Poll::Denied),
            ("Vault login failed. sub claim does not match bound subject", Poll::Refused),
        ] {
            assert_eq!(of(error), meaning, "{error}");
        }
        assert_eq!(poll(&reply(200, "{}")), Poll::Confirmed);
        assert_eq!(poll(&reply(400, "<html>")), Poll::Other);
        assert_eq!(poll(&reply(503, "{}")), Poll::Other);
    }
}
