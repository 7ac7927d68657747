//! The route to a server: direct, through the profile's proxy, or through the proxy set in the environment.

use std::ffi::OsString;
use std::net::IpAddr;

use hallpass_providers::{Address, Host, Secret};

use super::fault::SendFault;
use super::proxy::{self, Proxy};
use super::settings::Network;

/// What a client must be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Reach {
    Loopback { tls: bool },
    PlainHttp,
    Https,
}

impl Reach {
    pub(super) fn of(server: &Address) -> Self {
        match (server.is_loopback(), server.is_plain_http()) {
            (true, plain) => Self::Loopback { tls: !plain },
            (false, true) => Self::PlainHttp,
            (false, false) => Self::Https,
        }
    }

    /// Whether someone will show a certificate: the server, or a proxy on the way to it.
    pub(super) fn tls(self, route: &Route) -> bool {
        match self {
            Self::Loopback { tls } => tls,
            Self::PlainHttp => matches!(route, Route::Proxy(_)),
            Self::Https => true,
        }
    }
}

/// How a connection is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Route {
    /// To the server itself.
    Direct,
    /// As the settings of the system say; on macOS and Windows there are some beside the environment.
    Settings,
    /// Through this proxy.
    Proxy(Through),
}

/// A proxy: the address that may be shown, and the whole one with its password.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Through {
    /// Without a password.
    pub(super) shown: String,
    /// With it.
    pub(super) whole: String,
}

impl std::fmt::Debug for Through {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown)
    }
}

impl Route {
    /// The way to `server`. Loopback is never reached through a proxy, and plain http never through the system's.
    pub(super) fn of(
        server: &Address,
        reach: Reach,
        network: &Network,
        password: Option<&Secret>,
        environment: &ProxyVariables,
    ) -> Result<Self, SendFault> {
        match (&network.proxy, reach) {
            (Proxy::Url(url), Reach::Https | Reach::PlainHttp) => {
                // Reason: the client hands it to the proxy and to nobody else.
                let whole = proxy::whole(url, password).expose().to_owned();
                Ok(Self::Proxy(Through { shown: url.clone(), whole }))
            }
            (Proxy::System, Reach::Https) => environment.route(&server.host()),
            _ => Ok(Self::Direct),
        }
    }

    /// The proxy on this way, as it may be named.
    pub(super) fn proxy(&self) -> Option<&str> {
        match self {
            Self::Proxy(through) => Some(&through.shown),
            Self::Direct | Self::Settings => None,
        }
    }
}

/// What the environment says about proxies for https.
#[derive(Debug, Default)]
pub(crate) struct ProxyVariables {
    /// The variable that counts.
    named: Option<(&'static str, Option<Through>)>,
    exceptions: Vec<String>,
}

impl ProxyVariables {
    /// Those of this process.
    pub(crate) fn of_process() -> Self {
        Self::of(|name| std::env::var_os(name))
    }

    fn of(value: impl Fn(&str) -> Option<OsString>) -> Self {
        let first = |names: [&'static str; 2]| {
            let set = names.into_iter().find_map(|name| Some((name, value(name)?)))?;
            Some(set).filter(|(_, value)| !value.is_empty())
        };
        let named = first(["HTTPS_PROXY", "https_proxy"]).or_else(|| first(["ALL_PROXY", "all_proxy"]));
        let exceptions = first(["NO_PROXY", "no_proxy"]).map(|(_, value)| value.to_string_lossy().into_owned());
        let exceptions = exceptions.unwrap_or_default();
        let exceptions = exceptions.split([',', ' ', '\t']).filter(|entry| !entry.is_empty()).map(str::to_owned);
        Self { named: named.map(|(name, value)| (name, through(value.to_str()))), exceptions: exceptions.collect() }
    }

    /// The variable that counts, and the proxy it names; none where its value is no address of one.
    pub(crate) fn named(&self) -> Option<(&'static str, Option<&str>)> {
        self.named.as_ref().map(|(name, through)| (*name, through.as_ref().map(|through| through.shown.as_str())))
    }

    fn route(&self, host: &Host) -> Result<Route, SendFault> {
        if self.exceptions.iter().any(|entry| excepts(entry, host.as_str())) {
            return Ok(Route::Direct);
        }
        match &self.named {
            None => Ok(Route::Settings),
            Some((_, Some(through))) => Ok(Route::Proxy(through.clone())),
            Some((name, None)) => Err(SendFault::Variable(name)),
        }
    }
}

/// A proxy as a variable names it; one without a scheme is an http proxy, as everywhere.
fn through(value: Option<&str>) -> Option<Through> {
    let value = value?.trim();
    let value = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let (shown, password) = proxy::parts(&value)?;
    // Reason: the client hands it to the proxy and to nobody else.
    let whole = proxy::whole(&shown, password.as_ref()).expose().to_owned();
    Some(Through { shown, whole })
}

/// Whether an entry of NO_PROXY means `host`, which may have a port: `*`, a name with everything below it, an address,
/// or a network such as 10.0.0.0/8; each but a network may be limited to a port.
fn excepts(entry: &str, host: &str) -> bool {
    if entry == "*" {
        return true;
    }
    let (host, port) = split_port(host);
    let (entry, only) = split_port(entry);
    if only.is_some_and(|only| only != port.unwrap_or("443")) {
        return false;
    }
    let host = host.trim_matches(['[', ']']);
    let entry = entry.trim_matches(['[', ']']);
    match host.parse::<IpAddr>() {
        Ok(ip) => entry.parse() == Ok(ip) || in_network(ip, entry),
        Err(_) => {
            let name = entry.strip_prefix('*').unwrap_or(entry).trim_matches('.').to_ascii_lowercase();
            let host = host.to_ascii_lowercase();
            !name.is_empty() && host.strip_suffix(&name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }
    }
}

/// A host and its port; an IPv6 address without brackets has none.
fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port))
            if (!host.contains(':') || host.ends_with(']')) && port.bytes().all(|b| b.is_ascii_digit()) =>
        {
            (host, Some(port))
        }
        _ => (text, None),
    }
}

fn in_network(ip: IpAddr, entry: &str) -> bool {
    let Some((base, length)) = entry.split_once('/') else { return false };
    let (Ok(base), Ok(length)) = (base.parse::<IpAddr>(), length.parse::<u32>()) else { return false };
    let same = |a: u128, b: u128, width: u32| length <= width && (length == 0 || (a ^ b) >> (width - length) == 0);
    match (ip, base) {
        (IpAddr::V4(ip), IpAddr::V4(base)) => same(u32::from(ip).into(), u32::from(base).into(), 32),
        (IpAddr::V6(ip), IpAddr::V6(base)) => same(ip.into(), base.into(), 128),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(set: &[(&str, &str)]) -> ProxyVariables {
        ProxyVariables::of(|name| set.iter().find(|(its, _)| *its == name).map(|(_, value)| value.into()))
    }

    fn way(set: &[(&str, &str)], server: &str) -> Result<Route, SendFault> {
        let server = Address::parse(server).unwrap();
        Route::of(&server, Reach::of(&server), &Network::default(), None, &variables(set))
    }

    #[test]
    fn exceptions_hold_for_names_and_addresses_as_they_do_elsewhere() {
        let proxy = ("HTTPS_PROXY", "http://proxy.example:3128");
        for (entry, server, direct) in [
            ("*", "https://10.1.2.3", true),
            ("*", "https://gw.example", true),
            ("*.corp.example", "https://gw.corp.example", true),
            ("*.corp.example", "https://corp.example", true),
            (".corp.example", "https://GW.corp.example:8443", true),
            ("corp.example", "https://gw.corp.example", true),
            ("corp.example", "https://notcorp.example", false),
            ("other.example, corp.example", "https://corp.example", true),
            ("10.1.2.3", "https://10.1.2.3:8443", true),
            ("10.0.0.0/8", "https://10.1.2.3", true),
            ("10.0.0.0/16", "https://10.1.2.3", false),
            ("0.0.0.0/0", "https://10.1.2.3", true),
            ("10.0.0.0/99", "https://10.1.2.3", false),
            ("fd00::/8", "https://[fd00::7]", true),
            ("fd00::7", "https://[fd00::7]:8443", true),
            ("[fd00::7]:8443", "https://[fd00::7]:8443", true),
            ("corp.example:8443", "https://corp.example:8443", true),
            ("corp.example:8443", "https://corp.example", false),
            ("corp.example:443", "https://corp.example", true),
            ("", "https://corp.example", false),
            (".", "https://corp.example", false),
        ] {
            let way = way(&[proxy, ("NO_PROXY", entry)], server).unwrap();
            assert_eq!(way == Route::Direct, direct, "{entry} {server}: {way:?}");
        }
    }

    #[test]
    fn the_variable_that_counts_is_used_or_named_and_its_password_is_never_shown() {
        let server = "https://gw.example";
        assert_eq!(way(&[], server).unwrap(), Route::Settings);
        assert_eq!(way(&[("HTTPS_PROXY", ""), ("https_proxy", "http://b.example")], server).unwrap(), Route::Settings);
        let all =
            way(&[("all_proxy", "socks5h://a.example:1080"), ("HTTP_PROXY", "http://b.example")], server).unwrap();
        assert_eq!(all.proxy(), Some("socks5h://a.example:1080"));
        let bare = way(&[("https_proxy", "a.example:3128"), ("ALL_PROXY", "http://b.example")], server).unwrap();
        assert_eq!(bare.proxy(), Some("http://a.example:3128"));
        for bad in ["socks4://a.example", "http://", "http://a.example:99999", "not an address", "ftp://a.example"] {
            let fault = way(&[("HTTPS_PROXY", bad)], server).unwrap_err();
            assert!(matches!(fault, SendFault::Variable("HTTPS_PROXY")), "{bad}: {fault:?}");
        }
        let secret = way(&[("HTTPS_PROXY", "http://anna:Hunter2@a.example:3128")], server).unwrap();
        assert!(!format!("{secret:?}").contains("Hunter2"));
        assert!(matches!(&secret, Route::Proxy(through) if through.whole == "http://anna:Hunter2@a.example:3128"));
        for loopback in ["https://localhost:8443", "http://127.0.0.1:9000"] {
            assert_eq!(way(&[("HTTPS_PROXY", "http://a.example")], loopback).unwrap(), Route::Direct);
        }
        assert_eq!(way(&[("HTTPS_PROXY", "http://a.example")], "http://gw.example").unwrap(), Route::Direct);
    }
}
