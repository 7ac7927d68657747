//! Received requests: counters and the last requests, without secrets.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::http::Call;

/// How many requests are remembered.
const KEPT: usize = 2_000;

/// One request as it is remembered: names only, never a value that a person or a server keeps secret.
#[derive(Debug, Clone, Serialize)]
pub struct Seen {
    /// The servers' time of arrival, in milliseconds since 1970.
    pub at: i64,
    /// The address id it came to, such as `enos-iam-signed`.
    pub endpoint: &'static str,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query; a long random segment is shown as `*`.
    pub path: String,
    /// Names of the query's parameters.
    pub query: Vec<String>,
    /// Names of the headers.
    pub headers: Vec<String>,
    /// Names of the body's JSON members, or of its form's fields.
    pub members: Vec<String>,
    /// Length of the body in bytes.
    pub bytes: usize,
}

/// Counters since the start or the last reset.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Counts {
    /// Requests of every kind, faults included.
    pub requests: u64,
    /// Requests per path.
    pub paths: BTreeMap<String, u64>,
    /// Sign-in attempts (a password or a code was checked) per account.
    pub attempts: BTreeMap<String, u64>,
}

#[derive(Default)]
pub(crate) struct RequestLog {
    systems: BTreeMap<&'static str, Counts>,
    last: VecDeque<Seen>,
}

impl RequestLog {
    /// Notes a request that came to `endpoint` of `system`.
    pub(crate) fn arrived(&mut self, system: &'static str, endpoint: &'static str, call: &Call) {
        let path = plain(&call.path);
        let counts = self.systems.entry(system).or_default();
        counts.requests += 1;
        match counts.paths.get_mut(&path) {
            Some(count) => *count += 1,
            None => drop(counts.paths.insert(path.clone(), 1)),
        }
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back(seen(endpoint, path, call));
    }

    /// Records that an account's password or code was checked.
    pub(crate) fn attempt(&mut self, system: &'static str, account: &str) {
        *self.systems.entry(system).or_default().attempts.entry(account.to_owned()).or_default() += 1;
    }

    pub(crate) fn counts(&self, system: &str) -> Counts {
        self.systems.get(system).cloned().unwrap_or_default()
    }

    pub(crate) fn last(&self) -> Vec<Seen> {
        self.last.iter().cloned().collect()
    }
}

fn seen(endpoint: &'static str, path: String, call: &Call) -> Seen {
    Seen {
        at: call.now,
        endpoint,
        method: call.method.clone(),
        path,
        query: call.query.iter().map(|(name, _)| name.clone()).collect(),
        headers: call.headers.keys().map(|name| name.as_str().to_owned()).collect(),
        members: members(call),
        bytes: call.body.len(),
    }
}

/// A path whose random segments (captcha keys) are hidden, so that counters do not grow without end.
fn plain(path: &str) -> String {
    if path.split('/').all(|segment| segment.len() < 28) {
        return path.to_owned();
    }
    let hidden: Vec<&str> = path.split('/').map(|segment| if segment.len() < 28 { segment } else { "*" }).collect();
    hidden.join("/")
}

fn members(call: &Call) -> Vec<String> {
    let form = call.form();
    if !form.is_empty() {
        return form.into_iter().map(|(name, _)| name).collect();
    }
    serde_json::from_slice::<Names>(&call.body).map(|names| names.0).unwrap_or_default()
}

/// The member names of a JSON object, in their order, values skipped.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self(Vec::new()))
    }
}

impl<'de> Visitor<'de> for Names {
    type Value = Self;

    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<Self, M::Error> {
        while let Some((name, IgnoredAny)) = map.next_entry()? {
            self.0.push(name);
        }
        Ok(self)
    }
}
