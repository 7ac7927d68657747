//! Why there is no usable response, what that means for the guard, and the message for the user.

use std::time::Duration;

use hallpass_providers::{Effect, Host, Redaction, Text};

use super::proxy;
use super::proxy_fault::ProxyFault;
use crate::error::{Error, ErrorCode, odd_answer};
use crate::guard::Verdict;
use crate::next_step::NextStep;

/// Why there is no answer to read.
#[derive(Debug)]
pub(crate) enum SendFault {
    /// It never left: no connection, or a request that cannot be built.
    NotSent,
    /// No connection within this time.
    ConnectTimeout(Duration),
    /// The certificate or handshake is not acceptable.
    Tls(&'static str),
    /// No whole answer within this time.
    Timeout(Duration),
    /// The connection broke after the request went out.
    Lost,
    /// A redirect nobody asked for.
    Redirect { to: String },
    /// More than the cap.
    TooBig,
    /// The proxy did not connect to the server.
    Proxy { shown: String, what: ProxyFault },
    /// The certificate authority or proxy of the profile cannot be used.
    Setup(&'static str),
    /// The proxy that this variable of the environment names cannot be used.
    Variable(&'static str),
}

/// The error itself is never kept: its text holds the address with its query. `connect` is the time
/// for a connection, `total` that for a whole exchange.
pub(super) fn classify(error: &reqwest::Error, connect: Duration, total: Duration) -> SendFault {
    if !error.is_connect() {
        return match tls(error) {
            _ if error.is_builder() => SendFault::NotSent,
            // With TLS 1.3 a server that requires another client certificate says so after the request was sent, as the
            // end of its handshake: it has read nothing of the request.
            Some(what @ "client") => SendFault::Tls(what),
            // Any other TLS fault too: the connection was there, so the request may have arrived.
            _ => after_sending(error, total),
        };
    }
    match tls(error) {
        Some(what) => SendFault::Tls(what),
        None if error.is_timeout() => SendFault::ConnectTimeout(connect.min(total)),
        None => SendFault::NotSent,
    }
}

pub(super) fn after_sending(error: &reqwest::Error, total: Duration) -> SendFault {
    if error.is_timeout() { SendFault::Timeout(total) } else { SendFault::Lost }
}

/// The TLS failure somewhere below an error. An `io::Error` steps over what it wraps when asked for its source, so what
/// it wraps is checked as well.
fn tls(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(tls_kind(error));
    }
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    let wrapped = wrapped.and_then(|inner| tls(inner as &(dyn std::error::Error + 'static)));
    wrapped.or_else(|| error.source().and_then(tls))
}

fn tls_kind(error: &rustls::Error) -> &'static str {
    use rustls::{AlertDescription as Alert, CertificateError as Bad};
    match error {
        rustls::Error::InvalidCertificate(bad) => match bad {
            Bad::Expired | Bad::ExpiredContext { .. } => "expired",
            Bad::NotValidYet | Bad::NotValidYetContext { .. } => "not-yet",
            Bad::NotValidForName | Bad::NotValidForNameContext { .. } => "name",
            // A signature that does not fit is that of an authority with the name of one that is trusted.
            Bad::UnknownIssuer | Bad::BadSignature => "issuer",
            Bad::Revoked => "revoked",
            // The platform's verifier reports an unknown authority in words of its own.
            Bad::Other(_) => "issuer",
            _ => "certificate",
        },
        rustls::Error::AlertReceived(
            Alert::CertificateRequired
            | Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateExpired
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::AccessDenied
            // The signature does not fit: the authority has the name of one that is accepted.
            | Alert::DecryptError,
        ) => "client",
        _ => "handshake",
    }
}

impl SendFault {
    /// Without our secrets in the host that a redirect names.
    pub(crate) fn without_secrets(self, redaction: &Redaction) -> Self {
        match self {
            Self::Redirect { to } => Self::Redirect { to: redaction.words(&to) },
            other => other,
        }
    }

    /// As it is to be told of a way through a proxy: whoever looks for the fault looks there first.
    pub(super) fn through(self, proxy: Option<&str>, error: &reqwest::Error) -> Self {
        let Some(shown) = proxy.map(str::to_owned) else { return self };
        match self {
            Self::NotSent => Self::Proxy { shown, what: ProxyFault::of(error) },
            Self::ConnectTimeout(_) => Self::Proxy { shown, what: ProxyFault::Unreachable },
            Self::Tls("handshake") => Self::Proxy { shown, what: ProxyFault::NoTls },
            fault => fault,
        }
    }

    /// What it means for the guard.
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self::NotSent
            | Self::ConnectTimeout(_)
            | Self::Tls(_)
            | Self::Proxy { .. }
            | Self::Setup(_)
            | Self::Variable(_) => Verdict::NotSent,
            Self::Timeout(_) | Self::Lost | Self::Redirect { .. } | Self::TooBig => Verdict::Unknown,
        }
    }

    /// What the window and the command show.
    pub(crate) fn error(&self, host: &Host, effect: Effect) -> Error {
        let vpn = Text::new("检查网络、VPN和代理", "Check the network, the VPN and the proxy");
        match self {
            Self::NotSent => {
                Error::made(ErrorCode::Unreachable, format!("无法连接{host}"), format!("Could not connect to {host}"))
                    .advice(vpn)
            }
            Self::ConnectTimeout(after) => {
                let after = after.as_secs();
                Error::made(
                    ErrorCode::Timeout,
                    format!("连接{host}超时（{after}秒）；没有发送任何内容"),
                    format!("Timed out connecting to {host} after {after} seconds; nothing was sent"),
                )
                .advice(vpn)
            }
            Self::Tls(kind) => tls_error(host, kind),
            Self::Timeout(after) if effect == Effect::Read => {
                let after = after.as_secs();
                Error::made(
                    ErrorCode::Timeout,
                    format!("{host}在{after}秒内没有完成响应"),
                    format!("{host} did not finish its response within {after} seconds"),
                )
                .advice(try_later())
            }
            Self::Timeout(after) => {
                let after = format!("{} s", after.as_secs());
                Error { code: ErrorCode::Timeout, ..unknown_outcome(host, effect, &after) }
            }
            Self::Lost if effect == Effect::Read => Error::made(
                ErrorCode::Unreachable,
                format!("与{host}的连接中断"),
                format!("The connection to {host} was interrupted"),
            )
            .advice(try_later()),
            Self::Lost => unknown_outcome(host, effect, ""),
            Self::Redirect { to } => Error::made(
                ErrorCode::UnexpectedRedirect,
                format!("{host}重定向到{to}，没有跟随；没有向{to}发送任何内容"),
                format!("{host} redirects to {to}; the redirect was not followed and nothing was sent there"),
            )
            .advice(Text::new("检查服务器地址", "Check the server's address")),
            Self::TooBig => Error::made(
                ErrorCode::AnswerTooBig,
                format!("{host}的响应超过上限，已停止读取"),
                format!("The response of {host} exceeds the size limit; reading stopped"),
            )
            .advice(if effect == Effect::Read { odd_answer() } else { unknown_advice(effect) }),
            Self::Proxy { shown, what } => what.error(host, shown),
            Self::Variable(name) => bad_variable(name),
            Self::Setup(field) => Error::invalid(field, &Text::new("无法使用", "is unusable")),
        }
    }
}

/// A variable of the environment that names no proxy. Its value may hold a password.
pub(crate) fn bad_variable(name: &str) -> Error {
    Error::invalid(name, &proxy::unusable()).advice(Text::made(
        format!("修改环境变量{name}，或为这个配置指定代理"),
        format!("Correct the environment variable {name}, or set a proxy for the profile"),
    ))
}

/// For what changes nothing and may be asked again.
pub(crate) fn try_later() -> Text {
    Text::new(
        "稍后重试；如果仍然失败，检查网络和VPN，或联系服务器的管理员",
        "Try again later; if it still fails, check the network and the VPN, or contact the server's administrator",
    )
}

/// The request went out and nobody knows what the server made of it.
pub(crate) fn unknown_outcome(host: &Host, effect: Effect, how: &str) -> Error {
    let how = if how.is_empty() { String::new() } else { format!(" ({how})") };
    Error::made(
        ErrorCode::UnknownOutcome,
        format!("请求已发给{host}，但没有收到完整的响应{how}"),
        format!("The request was sent to {host}, but no complete response came back{how}"),
    )
    .advice(unknown_advice(effect))
    .unknown()
}

/// What an unknown outcome means for the person.
pub(crate) fn unknown_advice(effect: Effect) -> Text {
    match effect {
        Effect::Attempt => Text::new(
            "不知道服务器是否计入了这次尝试，所以按已计入处理；不会自动重发",
            "The server may have counted this attempt, so Hallpass counts it; nothing is sent again automatically",
        ),
        Effect::Sms => {
            Text::new("短信可能已经发出，请先查看手机", "The text message may have been sent; check the phone first")
        }
        _ => Text::new(
            "不知道服务器是否已执行；不会自动重发",
            "The server may have done it; nothing is sent again automatically",
        ),
    }
}

fn tls_error(host: &Host, kind: &str) -> Error {
    if kind == "client" {
        return Error::made(
            ErrorCode::Tls,
            format!("{host}要求客户端证书，而且没有接受这一次的；请求没有被读取"),
            format!("{host} requires a client certificate that it accepts; it did not read the request"),
        )
        .next(NextStep::AddClientCertificate);
    }
    let (zh, en) = match kind {
        "expired" => ("证书已过期", "has an expired certificate"),
        "not-yet" => {
            ("证书尚未生效（也可能是本机时间不对）", "has a certificate that is not valid yet (or your clock is wrong)")
        }
        "name" => ("证书属于另一个主机名", "has a certificate for another host name"),
        "issuer" => ("证书由不受信任的机构签发", "has a certificate from an untrusted authority"),
        "revoked" => ("证书已被吊销", "has a revoked certificate"),
        "certificate" => ("证书无效", "has an invalid certificate"),
        _ => ("TLS握手没有完成", "did not complete a TLS handshake"),
    };
    let error = Error::made(
        ErrorCode::Tls,
        format!("{host}的{zh}；没有发送任何内容"),
        format!("{host} {en}; nothing was sent"),
    );
    error.next(if kind == "issuer" { NextStep::AddCertificate } else { NextStep::CheckAddressAndClock })
}
