//! Why there is no answer to read, what it means for the guard, and what a person is told.

use hallpass_providers::{Effect, Redaction, Text};

use crate::guard::Verdict;
use crate::{Code, Error};

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

/// The error itself is never kept: its text holds the address with its query.
pub(super) fn classify(error: &reqwest::Error) -> SendFault {
    if !error.is_connect() {
        // Also a TLS fault: once the connection stood, the request may have gone out.
        return if error.is_builder() { SendFault::NotSent } else { after_sending(error) };
    }
    match tls(error) {
        Some(what) => SendFault::Tls(what),
        None if error.is_timeout() => SendFault::ConnectTimeout,
        None => SendFault::NotSent,
    }
}

pub(super) fn after_sending(error: &reqwest::Error) -> SendFault {
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
    /// Without our secrets in the host that a redirect names.
    pub(super) fn without_secrets(self, redaction: &Redaction) -> Self {
        match self {
            Self::Redirect { to } => Self::Redirect { to: redaction.words(&to) },
            other => other,
        }
    }

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
    Error::made(
        Code::UnknownOutcome,
        format!("请求已发给 {host}，但没有得到完整的回答{how}"),
        format!("The request went to {host} but no whole answer came back{how}"),
    )
    .advice(unknown_advice(effect))
}

/// What an unknown outcome means for the person.
pub(crate) fn unknown_advice(effect: Effect) -> Text {
    match effect {
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
    }
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
