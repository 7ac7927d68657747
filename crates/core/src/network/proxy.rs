//! Which proxy a connection goes through, and the addresses of proxies.

use hallpass_providers::{Address, Secret, Text};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::{Error, Result};

/// What an address of a proxy begins with.
const SCHEMES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

/// Through which proxy. Never for loopback.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Proxy {
    /// The system's, for https only: such a proxy sees the host's name and nothing else.
    #[default]
    System,
    /// None, whatever the environment says.
    None,
    /// This one. It may name a user, never a password.
    Url(String),
}

impl Proxy {
    /// Reads `system`, `none` or an address, and the password in it.
    ///
    /// # Errors
    /// Returns an error if it is an address that cannot be used; its text is not repeated, since it may hold a password.
    pub fn parse(text: &str) -> Result<(Self, Option<Secret>)> {
        match text.trim() {
            "system" => Ok((Self::System, None)),
            "none" => Ok((Self::None, None)),
            text => {
                let (url, password) = parts(text).ok_or_else(|| Error::invalid("proxy", &unusable()))?;
                Ok((Self::Url(url), password))
            }
        }
    }

    /// What a file says, to be checked when it is saved.
    pub(crate) fn as_written(text: String) -> Self {
        match text.as_str() {
            "system" => Self::System,
            "none" => Self::None,
            _ => Self::Url(text),
        }
    }

    /// As [`Proxy::parse`] reads it, without a password.
    pub fn text(&self) -> &str {
        match self {
            Self::System => "system",
            Self::None => "none",
            Self::Url(url) => url,
        }
    }

    /// Whether it asks for a password that the vault may have.
    pub(crate) fn names_a_user(&self) -> bool {
        matches!(self, Self::Url(url) if url.contains('@'))
    }
}

/// Why an address is not one of a proxy; ends a sentence that begins with its name.
pub(crate) fn unusable() -> Text {
    Text::new(
        "应为system、none，或以http://、https://、socks5://、socks5h://开头的代理地址，例如\
         http://proxy.example.com:3128；密码中的特殊字符写成%40的形式",
        "must be system, none or the address of a proxy that begins with http://, https://, socks5:// or socks5h://, \
         such as http://proxy.example.com:3128; special characters in its password are written as %40",
    )
}

/// The address without its password, in one spelling, and the password as it is written in an address.
pub(crate) fn parts(text: &str) -> Option<(String, Option<Secret>)> {
    let url = Url::parse(text).ok()?;
    let beyond = !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some();
    if !SCHEMES.contains(&url.scheme()) || beyond || url.port() == Some(0) {
        return None;
    }
    // The host is held against the rules for the hosts of servers.
    let host = text.split_once("://")?.1.rsplit('@').next()?;
    let host = Address::parse(&format!("https://{host}")).ok()?.host();
    let host = host.as_str();
    let bare = host.rsplit_once(':').filter(|_| !host.ends_with(']')).map_or(host, |(bare, _)| bare);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let user = Some(url.username()).filter(|user| !user.is_empty()).map(|user| format!("{user}@")).unwrap_or_default();
    Some((format!("{}://{user}{bare}{port}", url.scheme()), url.password().map(Secret::new)))
}

/// An address with its password, as a client takes it.
pub(crate) fn whole(url: &str, password: Option<&Secret>) -> Secret {
    match (url.split_once('@'), password) {
        // Reason: only the proxy receives its password; the client takes address and password in one.
        (Some((before, host)), Some(password)) => Secret::new(format!("{before}:{}@{host}", password.expose())),
        _ => Secret::new(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Option<String>)> {
        parts(text).map(|(url, password)| (url, password.map(|password| password.expose().to_owned())))
    }

    #[test]
    fn addresses_of_proxies_are_read_without_their_password() {
        let plain = |url: &str| Some((url.to_owned(), None));
        let table = [
            ("http://proxy.example:3128", plain("http://proxy.example:3128")),
            ("http://proxy.example:80/", plain("http://proxy.example")),
            ("https://PROXY.example:443", plain("https://proxy.example")),
            ("socks5://10.0.0.7:1080", plain("socks5://10.0.0.7:1080")),
            ("socks5h://proxy.example", plain("socks5h://proxy.example")),
            ("socks5h://proxy.example:443", plain("socks5h://proxy.example:443")),
            ("http://[fd00::1]:3128", plain("http://[fd00::1]:3128")),
            ("http://anna@proxy.example:3128", plain("http://anna@proxy.example:3128")),
            (
                "socks5h://anna:p%40ss@proxy.example:1080",
                Some(("socks5h://anna@proxy.example:1080".to_owned(), Some("p%40ss".to_owned()))),
            ),
        ];
        for (text, want) in table {
            assert_eq!(read(text), want, "{text}");
        }
        for text in [
            "",
            "proxy.example:3128",
            "socks4://proxy.example",
            "ftp://proxy.example",
            "http://",
            "http://a b:1",
            "http://proxy.example:0",
            "http://proxy.example:99999",
            "http://proxy.example/pac",
            "http://proxy.example?x",
            "http://anna:p#ss@proxy.example:1",
            "http://127.1:3128",
            "http:proxy.example",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_password_goes_where_it_came_from_and_into_no_message() {
        let (proxy, password) = Proxy::parse("http://anna:s%2Fecret@proxy.example:3128").unwrap();
        assert_eq!(proxy.text(), "http://anna@proxy.example:3128");
        let whole = whole(proxy.text(), password.as_ref());
        assert_eq!(whole.expose(), "http://anna:s%2Fecret@proxy.example:3128");
        assert!(!format!("{proxy:?}{password:?}{whole:?}").contains("ecret"));
        let error = Proxy::parse("socks9://anna:secret@proxy.example").unwrap_err();
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }
}
