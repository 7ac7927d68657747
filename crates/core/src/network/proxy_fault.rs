//! Proxy failures, and the messages for them.

use std::error::Error as StdError;

use hallpass_providers::{Host, Text};

use crate::error::{Error, ErrorCode};

/// What a proxy did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProxyFault {
    /// Nothing took a connection at its address in time.
    Unreachable,
    /// It requires a user name and password, or rejects those it was given.
    Password,
    /// It refused to connect to the server, or could not.
    Refused,
    /// It did not answer as a proxy of its kind does.
    Odd,
    /// It said that it had connected, and what came then was no TLS.
    NoTls,
}

impl ProxyFault {
    /// By the error of the client. Its types are private, so that its constant words tell them apart; a test plays each
    /// proxy for real.
    pub(super) fn of(error: &(dyn StdError + 'static)) -> Self {
        match below(error, &["tunnel error: ", "SOCKS error: "]).as_deref() {
            Some(words) if ["authorization", "user/pass", "credentials"].iter().any(|it| words.contains(it)) => {
                Self::Password
            }
            Some(words) if words.contains("underlying connection") => Self::Unreachable,
            Some(words)
                if ["end of file", "too long", "io error", "pars", "incorrectly"]
                    .iter()
                    .any(|it| words.contains(it)) =>
            {
                Self::Odd
            }
            Some(_) => Self::Refused,
            // The proxy had done its part.
            None if below(error, &["tcp connect error", "dns error"]).is_none() => Self::NoTls,
            None => Self::Unreachable,
        }
    }

    /// What the window and the command show; `shown` is the proxy's address without its password.
    pub(super) fn error(self, host: &Host, shown: &str) -> Error {
        let (zh, en, advice) = match self {
            Self::Unreachable => (
                format!("无法连接代理{shown}，因此没有连接{host}；没有发送任何内容"),
                format!("Could not connect to the proxy {shown}, so {host} was not contacted; nothing was sent"),
                Text::new("检查代理的地址和网络", "Check the proxy's address and the network"),
            ),
            Self::Password => (
                format!("代理{shown}要求用户名和密码，或不接受所给的用户名和密码；没有向{host}发送任何内容"),
                format!(
                    "The proxy {shown} requires a user name and password, or rejects those it was given; nothing was sent to {host}"
                ),
                Text::new("在代理的地址里填写用户名和密码", "Enter the user name and password in the proxy's address"),
            ),
            Self::Refused => (
                format!("代理{shown}拒绝连接{host}，或无法连接；没有向{host}发送任何内容"),
                format!("The proxy {shown} refused to connect to {host}, or could not; nothing was sent to {host}"),
                Text::new(
                    "检查服务器地址；如果地址正确，请代理的管理员放行这个主机",
                    "Check the server's address; if it is correct, ask the proxy's administrator to allow this host",
                ),
            ),
            Self::Odd => (
                format!("{shown}的响应不像代理的响应；没有向{host}发送任何内容"),
                format!("{shown} did not respond as a proxy of that kind does; nothing was sent to {host}"),
                Text::new(
                    "检查代理的地址、端口和类型（http或socks5h）",
                    "Check the proxy's address, port and kind (http or socks5h)",
                ),
            ),
            Self::NoTls => (
                format!("经过代理{shown}没有与{host}建立TLS连接；没有发送任何内容"),
                format!("Could not set up TLS with {host} through the proxy {shown}; nothing was sent"),
                Text::new(
                    "代理可能代替服务器作了响应：检查代理是否要求先在浏览器里登录",
                    "The proxy may have responded in the server's place: check whether it requires signing in through a browser",
                ),
            ),
        };
        Error::made(ErrorCode::Unreachable, zh, en).advice(advice)
    }
}

/// The words of an error somewhere below one, by their beginning; an `io::Error` steps over what it wraps when asked for
/// its source.
fn below(error: &(dyn StdError + 'static), beginnings: &[&str]) -> Option<String> {
    let own = error.to_string();
    if beginnings.iter().any(|beginning| own.starts_with(beginning)) {
        return Some(own);
    }
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    let wrapped = wrapped.and_then(|inner| below(inner as &(dyn StdError + 'static), beginnings));
    wrapped.or_else(|| error.source().and_then(|source| below(source, beginnings)))
}
