//! The one HTTP recipe: sent once, bounded in time and size, and errors that quote nothing.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use hallpass_providers::{Address, Call, Expect, Reply, Secret, Verb, Wire};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method};
use zeroize::Zeroizing;

use super::client::{Reach, make};
use super::fault::{SendFault, after_sending, classify};
use super::route::{ProxyVariables, Route};
use crate::Network;

/// For a whole answer, unless the caller of [`Http::new`] says otherwise.
pub(crate) const TOTAL: Duration = Duration::from_secs(30);
const MAX_JSON: usize = 1024 * 1024;
const MAX_PICTURE: usize = 256 * 1024;

/// Warm clients, one for each way of reaching a server.
pub(crate) struct Http {
    total: Duration,
    most: usize,
    environment: ProxyVariables,
    clients: Mutex<HashMap<Way, Client>>,
}

/// What a client is made for.
type Way = (Option<String>, Route, Reach);

impl Http {
    /// With a bound on a whole exchange.
    pub(crate) fn new(total: Duration) -> Self {
        Self { total, most: MAX_JSON, environment: ProxyVariables::of_process(), clients: Mutex::default() }
    }

    /// With another bound on an answer, in bytes; a picture has its own.
    #[must_use]
    pub(crate) fn reading(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Sends a call once; `password` is for the proxy of the profile.
    pub(crate) async fn send(
        &self,
        server: &Address,
        network: &Network,
        password: Option<&Secret>,
        call: &Call,
    ) -> Result<Reply, SendFault> {
        let reach = Reach::of(server);
        let route = Route::of(server, reach, network, password, &self.environment)?;
        let client = self.client(network, &route, reach)?;
        let request = build(&client, call.request.wire(server))?;
        let response = client.execute(request).await.map_err(|error| classify(&error).through(&route))?;
        let status = response.status();
        if status.is_redirection() && call.expect != Expect::Redirect {
            return Err(SendFault::Redirect { to: target(response.headers(), server) });
        }
        let mut reply = head(status.as_u16(), response.headers());
        let declared = charset(response.headers());
        reply.body = body(response, self.cap(call.expect)).await?;
        if call.expect == Expect::Json {
            reply.body = in_utf8(reply.body, declared);
        }
        Ok(reply)
    }

    fn cap(&self, expect: Expect) -> usize {
        if expect == Expect::Picture { MAX_PICTURE } else { self.most }
    }

    fn client(&self, network: &Network, route: &Route, reach: Reach) -> Result<Client, SendFault> {
        let way = (network.ca.clone(), route.clone(), reach);
        let mut clients = self.clients.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(client) = clients.get(&way) {
            return Ok(client.clone());
        }
        let client = make(network.ca.as_deref(), route, reach, self.total)?;
        clients.insert(way, client.clone());
        Ok(client)
    }
}

fn build(client: &Client, wire: Wire) -> Result<reqwest::Request, SendFault> {
    let method = match wire.verb {
        Verb::Get => Method::GET,
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
    };
    let mut request = client.request(method, wire.url).header("accept", "application/json, */*;q=0.1");
    for (name, value, secret) in &wire.headers {
        let mut value = HeaderValue::from_str(value).map_err(|_| SendFault::NotSent)?;
        value.set_sensitive(*secret);
        request = request.header(HeaderName::from_static(name), value);
    }
    request = match &wire.body {
        Some((kind, bytes)) => request.header("content-type", *kind).body(bytes.to_vec()),
        // Some front ends answer 411 to a POST that does not say that it has no body.
        None if wire.verb != Verb::Get => request.header("content-length", "0"),
        None => request,
    };
    request.build().map_err(|_| SendFault::NotSent)
}

fn head(status: u16, headers: &HeaderMap) -> Reply {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let content_type = text("content-type").unwrap_or_default();
    let date = text("date").and_then(http_date);
    Reply {
        status,
        content_type: content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
        date,
        retry_after: text("retry-after").and_then(|value| retry_after(value, date)),
        ..Reply::default()
    }
}

/// The `charset` of a `Content-Type`.
fn charset(headers: &HeaderMap) -> Option<&'static Encoding> {
    let declared = headers.get("content-type")?.to_str().ok()?;
    let label = |parameter: &str| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| Encoding::for_label(value.trim().trim_matches('"').as_bytes()))
    };
    declared.split(';').skip(1).find_map(label).flatten()
}

/// A body as it declares itself: by its byte order mark, else by its `Content-Type`. Servers that set nothing up declare
/// Latin-1 and write UTF-8, so that what is UTF-8 stays it then.
fn in_utf8(body: Zeroizing<Vec<u8>>, declared: Option<&'static Encoding>) -> Zeroizing<Vec<u8>> {
    let marked = Encoding::for_bom(&body).map(|(encoding, _)| encoding);
    let default = |encoding: &&Encoding| *encoding == WINDOWS_1252 && std::str::from_utf8(&body).is_ok();
    match marked.or(declared.filter(|encoding| !default(encoding))) {
        Some(encoding) if encoding != UTF_8 => {
            let (text, _) = encoding.decode_with_bom_removal(&body);
            Zeroizing::new(text.into_owned().into_bytes())
        }
        _ => body,
    }
}

fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text).ok().map(|date| date.timestamp())
}

/// `Retry-After` in seconds, from a number or a date, bounded to a day.
fn retry_after(value: &str, date: Option<Timestamp>) -> Option<u64> {
    const DAY: i64 = 24 * 60 * 60;
    let seconds = match value.trim().parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => http_date(value)?.as_second() - date?.as_second(),
    };
    u64::try_from(seconds.clamp(1, DAY)).ok()
}

/// Reads the body piece by piece, so that an endless one costs nothing but the cap.
async fn body(mut response: reqwest::Response, most: usize) -> Result<Zeroizing<Vec<u8>>, SendFault> {
    let mut whole = Zeroizing::new(Vec::new());
    while let Some(piece) = response.chunk().await.map_err(|error| after_sending(&error))? {
        if whole.len() + piece.len() > most {
            return Err(SendFault::TooBig);
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole)
}

fn target(headers: &HeaderMap, server: &Address) -> String {
    let location = headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match server.join("/").join(location) {
        Ok(url) => url.host_str().map_or_else(|| url.scheme().to_owned(), str::to_owned),
        Err(_) => "?".to_owned(),
    }
}
