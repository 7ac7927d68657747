//! An HTTP request of a provider, and the effect of sending it.

use std::fmt;

use serde::Serialize;
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

use crate::address::Address;
use crate::fault::{BadAnswer, Fault};
use crate::secret::Secret;
use crate::values::Value;

/// A request with what it does at the server and what is expected back.
#[derive(Debug, Clone)]
pub struct Call {
    /// What to send.
    pub request: Request,
    /// What sending it does.
    pub effect: Effect,
    /// What the answer should be.
    pub expect: Expect,
}

/// What sending a call does at the server. The driver's guard goes by this alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing lasting.
    Read,
    /// Spends one of the account's tries.
    Attempt,
    /// Sends a text message: it costs money and is limited.
    Sms,
    /// Changes something, the same however often it arrives: renews, chooses, signs out, sets an expiry.
    Change,
    /// Makes new keys: twice sent is twice made.
    Mint,
    /// Makes new keys in place of present ones.
    Rotate,
}

/// What the answer to a call should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// A JSON document.
    Json,
    /// A raster picture of at most 256 KiB.
    Picture,
    /// A redirect, which is the answer and is never followed.
    Redirect,
}

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
}

/// A request body.
#[derive(Clone, Default)]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// `application/json`, these very bytes (a signature may cover them).
    Json(Zeroizing<Vec<u8>>),
    /// `application/x-www-form-urlencoded`.
    Form(Vec<(&'static str, Value)>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Json(bytes) => write!(f, "Json({} bytes)", bytes.len()),
            Self::Form(pairs) => f.debug_list().entries(pairs.iter().map(|(name, _)| name)).finish(),
        }
    }
}

/// A request, relative to the profile's server.
#[derive(Debug, Clone)]
pub struct Request {
    /// Method.
    pub verb: Verb,
    /// Path below the server's address, percent-encoded.
    pub path: String,
    /// Query, not encoded yet; encoded when sent.
    pub query: Vec<(&'static str, Value)>,
    /// Headers beyond the common ones.
    pub headers: Vec<(&'static str, Value)>,
    /// Body.
    pub body: Body,
}

/// A request ready for a client: everything in plain text and encoded. It lives for one send.
pub struct Wire {
    /// Method.
    pub verb: Verb,
    /// Full address with query.
    pub url: Url,
    /// Header name, value, and whether the value is secret.
    pub headers: Vec<(&'static str, Zeroizing<String>, bool)>,
    /// `Content-Type` and bytes.
    pub body: Option<(&'static str, Zeroizing<Vec<u8>>)>,
}

impl Request {
    /// A request without query, headers or body.
    pub fn new(verb: Verb, path: impl Into<String>) -> Self {
        Self { verb, path: path.into(), query: Vec::new(), headers: Vec::new(), body: Body::Empty }
    }

    /// GET `path`.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Verb::Get, path)
    }

    /// POST `path`.
    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Verb::Post, path)
    }

    /// Appends one path segment, percent-encoded so that it stays one segment.
    ///
    /// # Errors
    /// Returns an error for a text of nothing but one or two dots, which is a step of the path however it is written, and
    /// for none.
    pub fn segment(mut self, text: &str) -> Result<Self, Fault> {
        if matches!(text, "" | "." | "..") {
            return Err(Fault::BadAnswer { what: BadAnswer::Shape, offset: None });
        }
        self.path.push('/');
        self.path.push_str(&segment(text));
        Ok(self)
    }

    /// Adds a query parameter that is no secret.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, Value::Plain(value.into())));
        self
    }

    /// Adds a header that is no secret.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, Value::Plain(value.into())));
        self
    }

    /// Adds a secret header.
    #[must_use]
    pub fn secret_header(mut self, name: &'static str, value: Secret) -> Self {
        self.headers.push((name, Value::Secret(value)));
        self
    }

    /// `Authorization: Bearer <token>`.
    #[must_use]
    pub fn bearer(self, token: &Secret) -> Self {
        // Reason: the header of a call to the server that issued this token.
        self.secret_header("authorization", Secret::new(format!("Bearer {}", token.expose())))
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        // A wire type of ours always serialises; an empty object would be refused by the server, never sent as a lie.
        self.body = Body::Json(Zeroizing::new(serde_json::to_vec(body).unwrap_or_else(|_| b"{}".to_vec())));
        self
    }

    /// Sets a form body.
    #[must_use]
    pub fn form(mut self, pairs: Vec<(&'static str, Value)>) -> Self {
        self.body = Body::Form(pairs);
        self
    }

    /// The secrets that it carries outside of a JSON body, which a provider makes of a profile's values alone.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        let form = match &self.body {
            Body::Form(pairs) => pairs.as_slice(),
            Body::Empty | Body::Json(_) => &[],
        };
        let all = self.query.iter().chain(&self.headers).chain(form);
        all.filter_map(|(_, value)| match value {
            Value::Secret(secret) => Some(secret),
            Value::Plain(_) => None,
        })
    }

    /// What goes over the wire for `server`.
    pub fn wire(&self, server: &Address) -> Wire {
        let mut url = server.join(&self.path);
        if !self.query.is_empty() {
            let mut pairs = url.query_pairs_mut();
            for (name, value) in &self.query {
                pairs.append_pair(name, clear(value));
            }
        }
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (*name, Zeroizing::new(clear(value).to_owned()), matches!(value, Value::Secret(_))));
        Wire { verb: self.verb, url, headers: headers.collect(), body: self.body.bytes() }
    }
}

impl Body {
    /// `Content-Type` and the exact bytes; nothing where there is no body.
    pub fn bytes(&self) -> Option<(&'static str, Zeroizing<Vec<u8>>)> {
        match self {
            Self::Empty => None,
            Self::Json(bytes) => Some(("application/json", bytes.clone())),
            Self::Form(pairs) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                for (name, value) in pairs {
                    form.append_pair(name, clear(value));
                }
                Some(("application/x-www-form-urlencoded", Zeroizing::new(form.finish().into_bytes())))
            }
        }
    }
}

fn clear(value: &Value) -> &str {
    match value {
        Value::Plain(text) => text,
        // Reason: the request that this secret was put in by its provider is about to be sent.
        Value::Secret(secret) => secret.expose(),
    }
}

fn segment(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        let safe = byte.is_ascii_alphanumeric() || b"-_~.".contains(&byte);
        if safe {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{Request, segment};
    use crate::address::Address;
    use crate::secret::Secret;

    #[test]
    fn a_segment_stays_one_segment() {
        assert_eq!(segment("0f8b-2c"), "0f8b-2c");
        assert_eq!(segment("../x?y#z\r\n"), "..%2Fx%3Fy%23z%0D%0A");
        assert_eq!(segment("验"), "%E9%AA%8C");
        for step in ["", ".", ".."] {
            assert!(Request::get("/a").segment(step).is_err(), "{step:?}");
        }
        assert_eq!(Request::get("/a").segment("...").unwrap().path, "/a/...");
    }

    #[test]
    fn debug_shows_names_and_no_secret() {
        let request = Request::post("/login")
            .secret_header("token", Secret::new("HUNTER2"))
            .json(&serde_json::json!({"password": "HUNTER2"}));
        assert!(!format!("{request:?}").contains("HUNTER2"));
    }

    #[test]
    fn wire_is_below_the_server_and_encoded() {
        let server = Address::parse("https://gw.example.com/base/").unwrap();
        let wire = Request::get("/a").segment("b/c").unwrap().query("q", "x y&z").wire(&server);
        assert_eq!(wire.url.as_str(), "https://gw.example.com/base/a/b%2Fc?q=x+y%26z");
    }
}
