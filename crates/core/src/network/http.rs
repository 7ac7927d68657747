//! Sends one HTTP request: once, bounded in time and size, with errors that quote nothing.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use hallpass_providers::{Address, Call, Expect, Reply, Scalar, Secret, Verb, Wire};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::client::{CONNECT, Certificates, make};
use super::fault::{SendFault, after_sending, classify};
use super::route::{ProxyVariables, Reach, Route};
use super::settings::Network;

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

/// What a client is made for: whom it trusts, a digest of the certificate that it shows, and the way.
type Way = (Option<String>, Option<[u8; 32]>, Route, Reach);

/// The secrets of a profile that are needed to connect to its server.
#[derive(Clone, Copy, Default)]
pub(crate) struct WaySecrets<'a> {
    /// For the proxy of the profile, where it requires one.
    pub(crate) proxy_password: Option<&'a Secret>,
    /// For servers that want to know the client.
    pub(crate) client_certificate: Option<&'a Secret>,
}

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

    /// Sends a call once.
    pub(crate) async fn send(
        &self,
        server: &Address,
        network: &Network,
        secrets: WaySecrets<'_>,
        call: &Call,
    ) -> Result<Reply, SendFault> {
        let reach = Reach::of(server);
        let route = Route::of(server, reach, network, secrets.proxy_password, &self.environment)?;
        let client = self.client(network, secrets.client_certificate, &route, reach)?;
        let request = build(&client, call.request.wire(server))?;
        hallpass_failpoint::point("send-before");
        let response = client.execute(request).await;
        hallpass_failpoint::point("send-after");
        let response =
            response.map_err(|error| classify(&error, CONNECT, self.total).through(route.proxy(), &error))?;
        let status = response.status();
        if status.is_redirection() && call.expect != Expect::Redirect {
            return Err(SendFault::Redirect { to: target(response.headers(), server) });
        }
        let mut reply = head(status.as_u16(), response.headers());
        let declared = charset(response.headers());
        reply.body = body(response, self.cap(call.expect), self.total).await?;
        if !is_picture(call.expect, &reply) {
            reply.body = in_utf8(reply.body, declared);
        }
        Ok(reply)
    }

    fn cap(&self, expect: Expect) -> usize {
        if expect == Expect::Picture { MAX_PICTURE } else { self.most }
    }

    fn client(
        &self,
        network: &Network,
        certificate: Option<&Secret>,
        route: &Route,
        reach: Reach,
    ) -> Result<Client, SendFault> {
        // Reason: clients are distinguished by a digest, so that the key is not kept once more.
        let digest = certificate.map(|pem| Sha256::digest(pem.expose()).into());
        let way = (network.ca.clone(), digest, route.clone(), reach);
        let mut clients = self.clients.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(client) = clients.get(&way) {
            return Ok(client.clone());
        }
        let client = make(Certificates { ca: network.ca.as_deref(), client: certificate }, route, reach, self.total)?;
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
    let date = text("date").and_then(hallpass_providers::date);
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

/// Whether a body is the picture that was asked for, by its type or its first bytes. A refusal in its place is text.
fn is_picture(expect: Expect, reply: &Reply) -> bool {
    expect == Expect::Picture && (reply.content_type.starts_with("image/") || image::guess_format(&reply.body).is_ok())
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

/// `Retry-After` in seconds, from a number or a date, bounded to a day.
fn retry_after(value: &str, server_now: Option<Timestamp>) -> Option<u64> {
    const DAY: i64 = 24 * 60 * 60;
    let seconds = match Scalar::from(value).rounded_up() {
        Some(seconds) => seconds,
        None => hallpass_providers::date(value)?.as_second() - server_now?.as_second(),
    };
    u64::try_from(seconds.clamp(1, DAY)).ok()
}

/// Reads the body piece by piece, so that an endless one costs nothing but the cap.
async fn body(mut response: reqwest::Response, most: usize, total: Duration) -> Result<Zeroizing<Vec<u8>>, SendFault> {
    let mut whole = Zeroizing::new(Vec::new());
    while let Some(piece) = response.chunk().await.map_err(|error| after_sending(&error, total))? {
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

#[cfg(test)]
mod tests {
    use encoding_rs::GBK;
    use hallpass_providers::{Address, Call, Effect, Expect, Request};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::{Http, Network, TOTAL, WaySecrets, retry_after};

    async fn picture(kind: &str, sent: &[u8]) -> Vec<u8> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Address::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n", sent.len());
        let answer = [head.as_bytes(), sent].concat();
        tokio::spawn(async move {
            let (mut peer, _) = listener.accept().await?;
            let _ = peer.read(&mut [0; 4096]).await?;
            peer.write_all(&answer).await
        });
        let call = Call { request: Request::get("/captcha"), effect: Effect::Read, expect: Expect::Picture };
        let network = Network { allow_http: true, ..Network::default() };
        Http::new(TOTAL).send(&server, &network, WaySecrets::default(), &call).await.unwrap().body.to_vec()
    }

    #[tokio::test]
    async fn a_refusal_in_the_place_of_a_picture_is_decoded_and_a_picture_is_not() {
        let refusal = r#"{"failed":true,"message":"验证码已过期"}"#;
        let in_gbk = GBK.encode(refusal).0.into_owned();
        assert_eq!(picture("application/json;charset=GBK", &in_gbk).await, refusal.as_bytes());
        let png = b"\x89PNG\r\n\x1a\n\xd6\xd0".as_slice();
        for (kind, sent) in [("image/png;charset=GBK", &*in_gbk), ("text/html;charset=GBK", png), ("", png)] {
            assert_eq!(picture(kind, sent).await, sent, "{kind}");
        }
    }

    #[test]
    fn how_long_to_wait_in_every_spelling_and_never_too_short() {
        let now = "1994-11-06T08:49:00Z".parse().ok();
        for (value, seconds) in [
            ("30", Some(30)),
            (" 30 ", Some(30)),
            ("30.0", Some(30)),
            ("1.5", Some(2)),
            ("0", Some(1)),
            ("-7", Some(1)),
            ("9000000", Some(86_400)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(37)),
            ("Sun Nov  6 08:49:37 1994", Some(37)),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(retry_after(value, now), seconds, "{value:?}");
        }
        assert_eq!(retry_after("Sunday, 06-Nov-94 08:49:37 GMT", None), None);
    }
}
