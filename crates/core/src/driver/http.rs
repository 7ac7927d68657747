//! The one HTTP recipe: no redirects, no retries, bounded in time and size, and errors that quote nothing.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use hallpass_providers::{Address, Call, Effect, Expect, Reply, Text, Verb, Wire};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Certificate, Client, Method, redirect, retry};
use zeroize::Zeroizing;

use crate::guard::Verdict;
use crate::{Code, Error, Network, Proxy};

const CONNECT: Duration = Duration::from_secs(15);
/// For a whole answer, unless the caller of [`Http::new`] says otherwise.
pub(crate) const TOTAL: Duration = Duration::from_secs(30);
const MOST_JSON: usize = 1024 * 1024;
const MOST_PICTURE: usize = 256 * 1024;

/// Warm clients, one for each way of reaching a server.
pub(crate) struct Http {
    total: Duration,
    clients: Mutex<HashMap<(Network, Reach), Client>>,
}

/// What a client must be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Reach {
    Loopback,
    PlainHttp,
    Https,
}

/// Why there is no answer to read.
#[derive(Debug)]
pub(crate) enum SendFault {
    /// It never left: no connection, or a request that cannot be built.
    NotSent,
    /// No connection within the time.
    ConnectTimeout,
    /// The certificate or handshake is not acceptable.
    Tls(&'static str),
    /// No whole answer within the time.
    Timeout,
    /// The connection broke after the request went out.
    Lost,
    /// A redirect nobody asked for.
    Redirect { to: String },
    /// More than the cap.
    TooBig,
    /// The certificate authority or proxy of the profile cannot be used.
    Setup(&'static str),
}

impl Http {
    /// With a bound on a whole exchange.
    pub(crate) fn new(total: Duration) -> Self {
        Self { total, clients: Mutex::default() }
    }

    /// Sends a call once.
    pub(crate) async fn send(&self, server: &Address, network: &Network, call: &Call) -> Result<Reply, SendFault> {
        let client = self.client(server, network)?;
        let request = build(&client, call.request.wire(server))?;
        let response = client.execute(request).await.map_err(|error| classify(&error))?;
        let status = response.status();
        if status.is_redirection() && call.expect != Expect::Redirect {
            return Err(SendFault::Redirect { to: target(response.headers(), server) });
        }
        let mut reply = head(status.as_u16(), response.headers());
        reply.body = body(response, cap(call.expect)).await?;
        Ok(reply)
    }

    fn client(&self, server: &Address, network: &Network) -> Result<Client, SendFault> {
        let reach = match (server.is_loopback(), server.is_plain_http()) {
            (true, _) => Reach::Loopback,
            (false, true) => Reach::PlainHttp,
            (false, false) => Reach::Https,
        };
        let key = (network.clone(), reach);
        let mut clients = self.clients.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(client) = clients.get(&key) {
            return Ok(client.clone());
        }
        let client = make(network, reach, self.total)?;
        clients.insert(key, client.clone());
        Ok(client)
    }
}

fn make(network: &Network, reach: Reach, total: Duration) -> Result<Client, SendFault> {
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(retry::never())
        .connect_timeout(CONNECT)
        .timeout(total)
        .https_only(reach == Reach::Https)
        .user_agent(concat!("Hallpass/", env!("CARGO_PKG_VERSION")));
    builder = match (&network.proxy, reach) {
        // A proxy of the environment sees host names of https alone; plain http and loopback never go through one.
        (Proxy::System, Reach::Https) => builder,
        (Proxy::Url(url), Reach::Https | Reach::PlainHttp) => {
            let proxy = reqwest::Proxy::all(url).map_err(|_| SendFault::Setup("proxy"))?;
            builder.no_proxy().proxy(proxy)
        }
        _ => builder.no_proxy(),
    };
    if let Some(pem) = &network.ca {
        let extra = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| SendFault::Setup("ca"))?;
        builder = builder.tls_certs_merge(extra);
    }
    builder.build().map_err(|_| SendFault::Setup("ca"))
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
    if let Some((kind, bytes)) = &wire.body {
        request = request.header("content-type", *kind).body(bytes.to_vec());
    }
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
        body: Zeroizing::default(),
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

fn cap(expect: Expect) -> usize {
    if expect == Expect::Picture { MOST_PICTURE } else { MOST_JSON }
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

/// The error itself is never kept: its text holds the address with its query.
fn classify(error: &reqwest::Error) -> SendFault {
    if let Some(what) = tls(error) {
        return SendFault::Tls(what);
    }
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => SendFault::ConnectTimeout,
        (true, false) => SendFault::NotSent,
        (false, _) if error.is_builder() => SendFault::NotSent,
        _ => after_sending(error),
    }
}

fn after_sending(error: &reqwest::Error) -> SendFault {
    if error.is_timeout() { SendFault::Timeout } else { SendFault::Lost }
}

/// The TLS failure somewhere below an error. An `io::Error` steps over what it wraps when asked for its source, so what
/// it wraps is looked at as well.
fn tls(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(tls_kind(error));
    }
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    let wrapped = wrapped.and_then(|inner| tls(inner as &(dyn std::error::Error + 'static)));
    wrapped.or_else(|| error.source().and_then(tls))
}

fn tls_kind(error: &rustls::Error) -> &'static str {
    use rustls::CertificateError as Bad;
    match error {
        rustls::Error::InvalidCertificate(bad) => match bad {
            Bad::Expired | Bad::ExpiredContext { .. } => "expired",
            Bad::NotValidYet | Bad::NotValidYetContext { .. } => "not-yet",
            Bad::NotValidForName | Bad::NotValidForNameContext { .. } => "name",
            Bad::UnknownIssuer => "issuer",
            Bad::Revoked => "revoked",
            // The platform's verifier reports an unknown authority in words of its own.
            Bad::Other(_) => "issuer",
            _ => "certificate",
        },
        _ => "handshake",
    }
}

impl SendFault {
    /// What it means for the guard.
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self::NotSent | Self::ConnectTimeout | Self::Tls(_) | Self::Setup(_) => Verdict::NotSent,
            Self::Timeout | Self::Lost | Self::Redirect { .. } | Self::TooBig => Verdict::Unknown,
        }
    }

    /// What a surface is told.
    pub(crate) fn error(&self, host: &str, effect: Effect) -> Error {
        let vpn = Text::new("检查网络、VPN 和代理", "Check the network, the VPN and the proxy");
        match self {
            Self::NotSent => {
                Error::made(Code::Unreachable, format!("连接不上 {host}"), format!("{host} cannot be reached"))
                    .advice(vpn)
            }
            Self::ConnectTimeout => Error::made(
                Code::Timeout,
                format!("{host} 在 15 秒内没有接受连接；什么也没有发送"),
                format!("{host} took no connection within 15 seconds; nothing was sent"),
            )
            .advice(vpn),
            Self::Tls(kind) => tls_error(host, kind),
            Self::Timeout if effect == Effect::Read => Error::made(
                Code::Timeout,
                format!("{host} 在 30 秒内没有答完"),
                format!("{host} did not finish its answer within 30 seconds"),
            ),
            Self::Timeout => Error { code: Code::Timeout, ..unknown_outcome(host, effect, "30 s") },
            Self::Lost if effect == Effect::Read => Error::made(
                Code::Unreachable,
                format!("与 {host} 的连接中断"),
                format!("The connection to {host} broke"),
            ),
            Self::Lost => unknown_outcome(host, effect, ""),
            Self::Redirect { to } => Error::made(
                Code::UnexpectedRedirect,
                format!("{host} 要转到 {to}，没有跟随；什么也没有发给 {to}"),
                format!("{host} redirects to {to}; it was not followed and nothing was sent there"),
            )
            .advice(Text::new("检查服务器地址", "Check the server's address")),
            Self::TooBig => Error::made(
                Code::AnswerTooBig,
                format!("{host} 的回答超过上限，已停止读取"),
                format!("The answer of {host} is over the limit; reading was stopped"),
            ),
            Self::Setup(field) => Error::invalid(field, &Text::new("无法使用", "cannot be used")),
        }
    }
}

/// The request went out and nobody knows what the server made of it.
pub(crate) fn unknown_outcome(host: &str, effect: Effect, how: &str) -> Error {
    let how = if how.is_empty() { String::new() } else { format!(" ({how})") };
    let advice = match effect {
        Effect::Attempt => Text::new(
            "不知道服务器是否计入了这次尝试，所以按已计入处理；不会自动重发",
            "It is not known whether the server counted this attempt, so it is counted; nothing is sent again by itself",
        ),
        Effect::Sms => {
            Text::new("短信可能已经发出，先看看手机", "The text message may have gone out: look at the phone first")
        }
        _ => Text::new(
            "不知道服务器是否已执行；不会自动重发",
            "It is not known whether the server did it; nothing is sent again by itself",
        ),
    };
    Error::made(
        Code::UnknownOutcome,
        format!("请求已发给 {host}，但没有得到完整的回答{how}"),
        format!("The request went to {host} but no whole answer came back{how}"),
    )
    .advice(advice)
}

fn tls_error(host: &str, kind: &str) -> Error {
    let (zh, en) = match kind {
        "expired" => ("证书已过期", "has an expired certificate"),
        "not-yet" => {
            ("证书尚未生效（也可能是本机时间不对）", "has a certificate that is not valid yet (or this clock is wrong)")
        }
        "name" => ("证书属于另一个主机名", "has a certificate for another name"),
        "issuer" => ("证书由不受信任的机构签发", "has a certificate of an unknown authority"),
        "revoked" => ("证书已被吊销", "has a revoked certificate"),
        "certificate" => ("证书无效", "has a certificate that is not valid"),
        _ => ("没有完成 TLS 握手", "did not complete a TLS handshake"),
    };
    let error =
        Error::made(Code::Tls, format!("{host} {zh}；什么也没有发送"), format!("{host} {en}; nothing was sent"));
    match kind {
        "issuer" => error.advice(Text::new(
            "如果公司使用自己的证书机构，把它的证书加到配置：--ca FILE",
            "If your company has its own authority, add its certificate to the profile: --ca FILE",
        )),
        _ => error,
    }
}
