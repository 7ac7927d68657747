//! Network and server faults, by name.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A fault that the sandbox can play, for real, on the socket.
///
/// Text form: a name of [`Fault::CATALOGUE`], and for some `=` with an argument: `latency=1500` (milliseconds),
/// `redirect-302=http://127.0.0.1:9/`, `too-many-requests=5` (Retry-After as sent).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The answer comes late.
    Latency(Duration),
    /// HTTP 500 with a Spring error body; the request was carried out.
    Http500,
    /// HTTP 502 with a proxy's web page; the request did not get through.
    Http502Html,
    /// HTTP 200 with the login page of a captive portal; the request did not get through.
    CaptivePortal,
    /// The connection is closed before the request is carried out.
    DropRequest,
    /// The request is carried out, then the connection is closed without an answer.
    DropAnswer,
    /// The request is carried out, then the connection is closed in the middle of the answer's body.
    DropMidway,
    /// The answer comes one byte each 300 ms.
    Drip,
    /// The answer's headers never end.
    EndlessHeaders,
    /// A redirect; the request did not get through.
    Redirect {
        /// 301, 302, 303, 307 or 308.
        status: u16,
        /// The `Location` header.
        to: String,
    },
    /// A chunked body without end.
    HugeBody,
    /// The answer gzipped although nobody asked.
    Gzip,
    /// A body that is no JSON.
    BadJson,
    /// A body that stops in the middle, with a matching Content-Length.
    TruncatedJson,
    /// HTTP 200 without a body.
    EmptyBody,
    /// Every text member of the answer twice.
    DuplicateKeys,
    /// HTTP 429 with this Retry-After; the request did not get through.
    TooManyRequests(String),
    /// The right body under `text/plain`.
    WrongType,
    /// Every text of the answer repeats what was sent, passwords and tokens included.
    Quotes,
    /// HTTP 200 with a refusal by an unknown code that repeats what was sent; the request was carried out.
    RefusesQuoting,
}

/// Where redirects point when nothing else is said: a port where nothing listens.
const NOWHERE: &str = "http://127.0.0.1:9/";

impl Fault {
    /// Every fault: name, what it does in Chinese, and in English.
    pub const CATALOGUE: [(&'static str, &'static str, &'static str); 24] = [
        ("latency", "应答延迟（毫秒，默认 3000）", "the answer comes late (milliseconds, 3000 by default)"),
        ("http-500", "请求已执行，却应答 HTTP 500", "HTTP 500 although the request was carried out"),
        ("http-502-html", "代理返回 502 网页，请求未到达", "a proxy's 502 web page; the request did not get through"),
        ("captive-portal", "HTTP 200 的上网认证网页", "a captive portal's web page under HTTP 200"),
        ("drop-request", "处理前断开连接", "the connection closes before the request is carried out"),
        ("drop-answer", "请求已执行，未应答即断开", "carried out, then the connection closes without an answer"),
        ("drop-midway", "应答到一半断开", "the connection closes in the middle of the answer"),
        ("drip", "每 300 毫秒一个字节", "one byte each 300 ms"),
        ("endless-headers", "响应头永不结束", "headers that never end"),
        ("redirect-301", "重定向 301（=URL）", "redirect 301 (=URL)"),
        ("redirect-302", "重定向 302（=URL）", "redirect 302 (=URL)"),
        ("redirect-303", "重定向 303（=URL）", "redirect 303 (=URL)"),
        ("redirect-307", "重定向 307（=URL）", "redirect 307 (=URL)"),
        ("redirect-308", "重定向 308（=URL）", "redirect 308 (=URL)"),
        ("huge-body", "没有尽头的分块应答", "a chunked body without end"),
        ("gzip", "未请求却压缩", "gzipped although nobody asked"),
        ("bad-json", "应答不是 JSON", "a body that is no JSON"),
        ("truncated-json", "JSON 只有一半", "half of the JSON"),
        ("empty-body", "空应答", "an empty body"),
        ("duplicate-keys", "成员重复出现", "every text member twice"),
        ("too-many-requests", "HTTP 429（=Retry-After，默认 5）", "HTTP 429 (=Retry-After, 5 by default)"),
        ("wrong-type", "Content-Type 为 text/plain", "the right body as text/plain"),
        ("quotes", "应答的每段文字都附上所收到的内容", "every text of the answer repeats what was sent"),
        (
            "refuses-quoting",
            "以未知代码拒绝，并附上所收到的内容",
            "refuses by an unknown code and repeats what was sent",
        ),
    ];

    /// The kebab-case name.
    pub fn name(&self) -> String {
        match self {
            Self::Latency(_) => "latency",
            Self::Http500 => "http-500",
            Self::Http502Html => "http-502-html",
            Self::CaptivePortal => "captive-portal",
            Self::DropRequest => "drop-request",
            Self::DropAnswer => "drop-answer",
            Self::DropMidway => "drop-midway",
            Self::Drip => "drip",
            Self::EndlessHeaders => "endless-headers",
            Self::Redirect { status, .. } => return format!("redirect-{status}"),
            Self::HugeBody => "huge-body",
            Self::Gzip => "gzip",
            Self::BadJson => "bad-json",
            Self::TruncatedJson => "truncated-json",
            Self::EmptyBody => "empty-body",
            Self::DuplicateKeys => "duplicate-keys",
            Self::TooManyRequests(_) => "too-many-requests",
            Self::WrongType => "wrong-type",
            Self::Quotes => "quotes",
            Self::RefusesQuoting => "refuses-quoting",
        }
        .to_owned()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Latency(wait) => write!(out, "latency={}", wait.as_millis()),
            Self::Redirect { status, to } => write!(out, "redirect-{status}={to}"),
            Self::TooManyRequests(after) => write!(out, "too-many-requests={after}"),
            plain => out.write_str(&plain.name()),
        }
    }
}

/// A fault name that does not exist; the text lists those that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFault(String);

impl fmt::Display for UnknownFault {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let names: Vec<&str> = Fault::CATALOGUE.iter().map(|(name, ..)| *name).collect();
        write!(out, "no fault {:?}; there are: {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownFault {}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let unknown = || UnknownFault(text.to_owned());
        let (name, argument) = text.split_once('=').map_or((text, None), |(name, rest)| (name, Some(rest)));
        let plain = match name {
            "latency" => {
                let wait = argument.unwrap_or("3000").parse().map_err(|_| unknown())?;
                return Ok(Self::Latency(Duration::from_millis(wait)));
            }
            "too-many-requests" => return Ok(Self::TooManyRequests(argument.unwrap_or("5").to_owned())),
            "http-500" => Self::Http500,
            "http-502-html" => Self::Http502Html,
            "captive-portal" => Self::CaptivePortal,
            "drop-request" => Self::DropRequest,
            "drop-answer" => Self::DropAnswer,
            "drop-midway" => Self::DropMidway,
            "drip" => Self::Drip,
            "endless-headers" => Self::EndlessHeaders,
            "huge-body" => Self::HugeBody,
            "gzip" => Self::Gzip,
            "bad-json" => Self::BadJson,
            "truncated-json" => Self::TruncatedJson,
            "empty-body" => Self::EmptyBody,
            "duplicate-keys" => Self::DuplicateKeys,
            "wrong-type" => Self::WrongType,
            "quotes" => Self::Quotes,
            "refuses-quoting" => Self::RefusesQuoting,
            other => return redirect(other, argument).ok_or_else(unknown),
        };
        argument.is_none().then_some(plain).ok_or_else(unknown)
    }
}

fn redirect(name: &str, to: Option<&str>) -> Option<Fault> {
    let status: u16 = name.strip_prefix("redirect-")?.parse().ok()?;
    [301, 302, 303, 307, 308]
        .contains(&status)
        .then(|| Fault::Redirect { status, to: to.unwrap_or(NOWHERE).to_owned() })
}
