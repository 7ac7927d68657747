//! The API gateway in front of EnOS IAM and the Portal: application tokens and signed calls.
//!
//! Left open by the documents and chosen here: a wrong signature answers 1003, a timestamp more than 15 minutes off
//! answers 1004, and refusals come as HTTP 200.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::http::{Call, Reply, text};
use crate::lock::lock;
use crate::random;

/// An application's key and secret.
pub(crate) const APP: (&str, &str) = ("sandbox-app-0001", "not-a-real-app-secret-0001");
/// An application whose token answers spell `status` as the documents' samples do: `stauts`.
pub(crate) const MISSPELT_APP: (&str, &str) = ("sandbox-app-stauts", "not-a-real-app-secret-0002");

/// Life of an application token, in seconds.
const LIFE_S: i64 = 7200;
/// How far a timestamp may be off, in milliseconds.
const SLACK_MS: i64 = 15 * 60 * 1000;

#[derive(Default)]
struct Granted {
    /// Application key to its token and the end of it.
    tokens: HashMap<String, (String, i64)>,
    /// Encryptions that were used.
    used: HashSet<String>,
}

/// The gateway's state, shared by the systems behind it.
#[derive(Default)]
pub(crate) struct Gateway {
    granted: Mutex<Granted>,
}

/// A refusal: status and message.
type Refused = (i64, &'static str);

impl Gateway {
    /// Answers the gateway's own paths; `None` for others.
    pub(crate) fn token(&self, call: &Call) -> Option<Reply> {
        let refresh = match call.route() {
            ("POST", "/apim-token-service/v2.0/token/get") => false,
            ("POST", "/apim-token-service/v2.0/token/refresh") => true,
            _ => return None,
        };
        let body = call.json();
        let answer = self.grant(&body, refresh, call.now);
        Some(envelope(answer, text(&body, "appKey") == MISSPELT_APP.0))
    }

    fn grant(&self, body: &Value, refresh: bool, now: i64) -> Result<Value, Refused> {
        let (key, secret) = application(text(body, "appKey"))?;
        let timestamp = digits(&body["timestamp"]).ok_or((1004, "invalid parameter: timestamp"))?;
        let encryption = text(body, "encryption");
        if encryption != hex(&[key, &timestamp, secret]) {
            return Err((1003, "encryption is wrong"));
        }
        fresh(&timestamp, now)?;
        let mut granted = lock(&self.granted);
        if !granted.used.insert(encryption.to_owned()) {
            return Err((1001, "encryption has been used"));
        }
        let held = granted.tokens.get(key).filter(|(_, end)| *end > now).cloned();
        if refresh && held.as_ref().is_none_or(|(token, _)| token != text(body, "accessToken")) {
            return Err((1204, "refresh access token failed"));
        }
        let keep = held.filter(|_| !refresh);
        let (token, end) = keep.unwrap_or_else(|| (random::letters(40), now + LIFE_S * 1000));
        granted.tokens.insert(key.to_owned(), (token.clone(), end));
        Ok(json!({"accessToken": token, "expire": (end - now) / 1000}))
    }

    /// Lets a call through when its signature, over the very bytes that arrived, is right.
    pub(crate) fn admit(&self, call: &Call) -> Result<(), Reply> {
        self.check(call).map_err(|refused| envelope(Err(refused), false))
    }

    fn check(&self, call: &Call) -> Result<(), Refused> {
        let token = call.header("apim-accesstoken").filter(|token| !token.is_empty());
        let token = token.ok_or((1202, "access token is empty"))?;
        let timestamp = call.header("apim-timestamp").unwrap_or_default();
        let key = {
            let granted = lock(&self.granted);
            let owner = granted.tokens.iter().find(|(_, (held, end))| held == token && *end > call.now);
            owner.map(|(key, _)| key.clone()).ok_or((1203, "access token is invalid or has expired"))?
        };
        fresh(timestamp, call.now)?;
        let (_, secret) = application(&key)?;
        let expected = signature(token, &call.query, &call.body, timestamp, secret);
        let given = call.header("apim-signature").unwrap_or_default();
        if given == expected { Ok(()) } else { Err((1003, "signature is wrong")) }
    }

    pub(crate) fn reset(&self) {
        *lock(&self.granted) = Granted::default();
    }
}

fn application(key: &str) -> Result<(&'static str, &'static str), Refused> {
    [APP, MISSPELT_APP].into_iter().find(|(known, _)| *known == key).ok_or((1002, "appKey does not exist"))
}

/// A timestamp as number or text, as digits.
fn digits(value: &Value) -> Option<String> {
    value.as_i64().map(|number| number.to_string()).or_else(|| value.as_str().map(str::to_owned))
}

fn fresh(timestamp: &str, now: i64) -> Result<(), Refused> {
    let at: i64 = timestamp.parse().map_err(|_| (1004, "invalid parameter: timestamp"))?;
    let near = now.checked_sub(at).is_some_and(|distance| distance.abs() <= SLACK_MS);
    if near { Ok(()) } else { Err((1004, "timestamp differs from server time by more than 15 minutes")) }
}

fn envelope(answer: Result<Value, Refused>, misspelt: bool) -> Reply {
    let name = if misspelt { "stauts" } else { "status" };
    Reply::json(&match answer {
        Ok(data) => json!({name: 0, "msg": "SUCCESS", "business": "apim-token-service", "data": data}),
        Err((status, msg)) => json!({name: status, "msg": msg, "business": "apim-token-service", "data": null}),
    })
}

fn hex(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    in_hex(&hash.finalize())
}

pub(crate) fn in_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 over token, the query's keys and values in ascending order of keys, body, timestamp and secret.
fn signature(token: &str, query: &[(String, String)], body: &[u8], timestamp: &str, secret: &str) -> String {
    let mut sorted: Vec<_> = query.iter().collect();
    sorted.sort();
    let mut hash = Sha256::new();
    hash.update(token);
    for (key, value) in sorted {
        hash.update(key);
        hash.update(value);
    }
    hash.update(body);
    hash.update(timestamp);
    hash.update(secret);
    in_hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::{hex, signature};
    use crate::http::pairs;

    #[test]
    fn signs_as_the_documents_vector() {
        let body = "{\n  \"count\": 20,\n  \"page\": 1,\n  \"desc\": \"描述\"\n}";
        let signed =
            signature("xxxxaaaxxxx", &pairs(b"k3=v3&k1=v1&k2=v2"), body.as_bytes(), "1572574909697", "xxxappSecretxxx");
        assert_eq!(signed, "59828328f6c1f9771015dc74e4929ae30f518a35a3d2353972c2ea46556fc981");
    }

    #[test]
    fn encrypts_as_the_token_vector() {
        let encryption = hex(&["demoKey", "1572574909697", "demoSecret"]);
        assert_eq!(encryption, "61469cbf2e0a21622afcffc57973fb5741098ce3a5a5652a8ac00b9888d5743c");
    }
}
