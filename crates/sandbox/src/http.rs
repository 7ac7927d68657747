//! One request and one answer, as the simulated systems see them.

use std::net::IpAddr;

use hyper::body::Bytes;
use hyper::header::HeaderMap;
use serde_json::{Value, json};

/// A request that has arrived whole.
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) source: IpAddr,
    /// The servers' time of arrival, in milliseconds since 1970.
    pub(crate) now: i64,
}

impl Call {
    /// The route as systems match it: method and path.
    pub(crate) fn route(&self) -> (&str, &str) {
        (self.method.as_str(), self.path.as_str())
    }

    /// A header's text; `None` when it is absent or not text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; `Null` when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// A servlet parameter: from the query, else from a form body.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let found =
            |pairs: &[(String, String)]| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        found(&self.query).or_else(|| found(&self.form()))
    }

    /// The pairs of a form body; none for any other body.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        match self.header("content-type") {
            Some(kind) if kind.starts_with("application/x-www-form-urlencoded") => pairs(&self.body),
            _ => Vec::new(),
        }
    }

    /// The token of the `Authorization` header, with or without the word Bearer.
    pub(crate) fn token(&self) -> Option<&str> {
        let value = self.header("authorization")?.trim();
        let bare = value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")).unwrap_or(value).trim();
        (!bare.is_empty()).then_some(bare)
    }
}

/// Decodes `a=1&b=2`.
pub(crate) fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(encoded).into_owned().collect()
}

/// The text of a JSON member; empty when it is absent or no text.
pub(crate) fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// An answer before it is put on the wire.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    /// No answer at all: the connection closes.
    pub(crate) closes: bool,
}

impl Reply {
    pub(crate) fn closing() -> Self {
        Self { closes: true, ..Self::empty(200) }
    }

    /// JSON under HTTP 200, which most of these systems use for refusals too.
    pub(crate) fn json(body: &Value) -> Self {
        Self::bytes("application/json;charset=UTF-8", body.to_string())
    }

    pub(crate) fn bytes(kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status: 200, kind, headers: Vec::new(), body: body.into(), closes: false }
    }

    pub(crate) fn html(body: impl Into<Bytes>) -> Self {
        Self::bytes("text/html;charset=UTF-8", body)
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self::bytes("", Bytes::new()).status(status)
    }

    pub(crate) fn redirect(status: u16, to: impl Into<String>) -> Self {
        Self::empty(status).with("location", to)
    }

    /// What a Spring gateway says about a path it does not know.
    pub(crate) fn not_found(call: &Call) -> Self {
        let body =
            json!({"timestamp": crate::clock::iso(call.now), "status": 404, "error": "Not Found", "path": call.path});
        Self::json(&body).status(404)
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
