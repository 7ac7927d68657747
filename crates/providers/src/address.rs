//! The address of a server: parsed strictly, stored in one spelling, shown so that a look-alike can be seen.

use std::fmt;
use std::net::IpAddr;

use unicode_security::MixedScript;
use url::Url;

use crate::host::Host;

/// Where a profile's secrets may go: scheme, host, port and base path, in canonical spelling.
///
/// Two addresses are equal when a secret given to one may be given to the other.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address(Url);

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressFault {
    /// Not an address at all.
    NotAnAddress,
    /// Neither `https://` nor `http://`.
    Scheme,
    /// A user name or password in it.
    UserInfo,
    /// A `?query` or `#fragment`.
    QueryOrFragment,
    /// White space, control, zero-width or direction characters, or a backslash.
    HiddenCharacters,
    /// The host is spelled so that it reads as another one: percent-encoded, full-width, an odd form of IP address.
    DisguisedHost,
    /// Port 0.
    Port,
    /// Over 2048 bytes, as typed or as it is stored.
    TooLong,
}

const MOST_BYTES: usize = 2048;

impl Address {
    /// Reads an address as the user typed it.
    ///
    /// # Errors
    /// Returns what is wrong with it. The rules are applied to the text as typed, before a parser tidies it up.
    pub fn parse(input: &str) -> Result<Self, AddressFault> {
        let input = input.trim_matches(' ');
        check_typed(input)?;
        let mut url = Url::parse(input).map_err(|_| AddressFault::NotAnAddress)?;
        check_parsed(&url)?;
        let host = url.host_str().ok_or(AddressFault::NotAnAddress)?.to_owned();
        check_spelling(typed_host(input), &host)?;
        let bare = host.strip_suffix('.').unwrap_or(&host);
        // A host with an empty part is none, and would be spelt otherwise each time a dot at its end is taken off.
        if bare.split('.').any(str::is_empty) {
            return Err(AddressFault::NotAnAddress);
        }
        if bare != host {
            url.set_host(Some(bare)).map_err(|_| AddressFault::NotAnAddress)?;
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let address = Self(url);
        // Percent-encoded it may have become longer than what was typed, and what is stored has to be read again.
        if address.as_str().len() > MOST_BYTES { Err(AddressFault::TooLong) } else { Ok(address) }
    }

    /// `host` or `host:port`, as the guard counts and messages say it.
    pub fn host(&self) -> Host {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")).into()
    }

    /// The host in its Unicode form, if that differs from [`Address::host`].
    pub fn unicode_host(&self) -> Option<String> {
        let host = self.0.host_str().unwrap_or_default();
        let (shown, _) = idna::domain_to_unicode(host);
        (shown != host).then_some(shown)
    }

    /// Whether the host mixes alphabets, as look-alikes do.
    pub fn mixes_scripts(&self) -> bool {
        self.unicode_host().is_some_and(|host| host.split('.').any(|label| !label.is_single_script()))
    }

    /// Whether it is this machine.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => false,
        }
    }

    /// Whether what is sent can be read on the network.
    pub fn is_plain_http(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// The canonical text, without a slash at the end.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The address before `path`, where it ends with that.
    pub fn before(&self, path: &str) -> Option<Self> {
        let base = self.0.path().trim_end_matches('/').strip_suffix(path)?;
        let mut url = self.0.clone();
        url.set_path(base);
        Some(Self(url))
    }

    /// A path below this address; `path` is percent-encoded and begins with a slash.
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        let base = self.0.path().trim_end_matches('/');
        url.set_path(&format!("{base}{path}"));
        url
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn check_typed(input: &str) -> Result<(), AddressFault> {
    if input.len() > MOST_BYTES {
        return Err(AddressFault::TooLong);
    }
    let hidden = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || c == '\\'
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if input.chars().any(hidden) {
        return Err(AddressFault::HiddenCharacters);
    }
    let scheme = input.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("https" | "http") if input[scheme.as_deref().unwrap_or_default().len()..].starts_with("://") => Ok(()),
        Some(_) if input.contains("://") || !input.contains('.') => Err(AddressFault::Scheme),
        _ => Err(AddressFault::NotAnAddress),
    }
}

fn check_parsed(url: &Url) -> Result<(), AddressFault> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressFault::UserInfo);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(AddressFault::QueryOrFragment);
    }
    if url.port() == Some(0) {
        return Err(AddressFault::Port);
    }
    Ok(())
}

/// The host as typed: between `//` (and any `user@`) and the port or path.
fn typed_host(input: &str) -> &str {
    let rest = input.split_once("://").map_or(input, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        return host.split_inclusive(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}

/// The host as typed must read as the host that is meant: only upper case and a real non-Latin name may differ.
fn check_spelling(typed: &str, parsed: &str) -> Result<(), AddressFault> {
    let lower = typed.to_lowercase();
    let same = lower == parsed || idna::domain_to_unicode(parsed).0 == lower;
    let ip = parsed.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    let long_ipv6 = ip && lower.starts_with('[');
    if same || long_ipv6 { Ok(()) } else { Err(AddressFault::DisguisedHost) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Address, AddressFault as Fault};

    fn verdict(input: &str) -> Result<String, Fault> {
        Address::parse(input).map(|address| address.as_str().to_owned())
    }

    /// Addresses that parsers are known to read in another way than people do.
    #[test]
    fn hostile_and_plain_addresses() {
        let ok = |text: &str| Ok(text.to_owned());
        let table: &[(&str, Result<String, Fault>)] = &[
            ("https://good.com", ok("https://good.com")),
            ("https://EXAMPLE.com/", ok("https://example.com")),
            ("https://EXAMPLE.com.", ok("https://example.com")),
            ("https://good.com:443/", ok("https://good.com")),
            ("https://good.com:8443/gw/", ok("https://good.com:8443/gw")),
            ("http://127.0.0.1:9000", ok("http://127.0.0.1:9000")),
            ("https://[::1]:9000", ok("https://[::1]:9000")),
            ("https://аpi.example.com", ok("https://xn--pi-6kc.example.com")),
            ("https://网关.example.com", ok("https://xn--d6q013i.example.com")),
            ("https://good.com@evil.com/", Err(Fault::UserInfo)),
            ("https://user:pw@good.com/", Err(Fault::UserInfo)),
            ("https://good.com\\@evil.com/", Err(Fault::HiddenCharacters)),
            ("https://good.com\t.evil.com", Err(Fault::HiddenCharacters)),
            ("https://good.com\n.evil.com", Err(Fault::HiddenCharacters)),
            ("https://good\u{200b}.com", Err(Fault::HiddenCharacters)),
            ("https://good\u{202e}.com", Err(Fault::HiddenCharacters)),
            ("https://good.com%2eevil.com", Err(Fault::DisguisedHost)),
            ("https://ⓖⓞⓞⓓ.com", Err(Fault::DisguisedHost)),
            ("https://good。com", Err(Fault::DisguisedHost)),
            ("https://0x7f.1", Err(Fault::DisguisedHost)),
            ("https://127.1", Err(Fault::DisguisedHost)),
            ("https://2130706433", Err(Fault::DisguisedHost)),
            ("https://good.com:0", Err(Fault::Port)),
            ("https://good.com:65536", Err(Fault::NotAnAddress)),
            ("https://good.com..", Err(Fault::NotAnAddress)),
            ("https://good..com", Err(Fault::NotAnAddress)),
            ("https://good.com/?x=1", Err(Fault::QueryOrFragment)),
            ("https://good.com/#x", Err(Fault::QueryOrFragment)),
            ("javascript:alert(1)", Err(Fault::Scheme)),
            ("file:///etc/passwd", Err(Fault::Scheme)),
            ("ftp://good.com", Err(Fault::Scheme)),
            ("https:good.com", Err(Fault::NotAnAddress)),
            ("good.com", Err(Fault::NotAnAddress)),
            ("", Err(Fault::NotAnAddress)),
        ];
        for (input, want) in table {
            assert_eq!(&verdict(input), want, "{input:?}");
        }
        assert_eq!(verdict(&format!("https://good.com/{}", "a".repeat(5000))), Err(Fault::TooLong));
        // Three bytes for each of these once it is percent-encoded.
        assert_eq!(verdict(&format!("https://good.com/{}", "é".repeat(900))), Err(Fault::TooLong));
    }

    #[test]
    fn look_alikes_are_seen() {
        let cyrillic = Address::parse("https://аpi.example.com").unwrap();
        assert_eq!(cyrillic.unicode_host().as_deref(), Some("аpi.example.com"));
        assert!(cyrillic.mixes_scripts());
        let chinese = Address::parse("https://网关.example.com").unwrap();
        assert!(!chinese.mixes_scripts());
        assert!(Address::parse("https://good.com").unwrap().unicode_host().is_none());
    }

    #[test]
    fn a_pasted_path_is_taken_off() {
        let address = Address::parse("https://gw.example.com/base/oauth/oauth/token/").unwrap();
        let before = address.before("/oauth/oauth/token").unwrap();
        assert_eq!((before.as_str(), address.before("/login")), ("https://gw.example.com/base", None));
        assert_eq!(before.before("/base").unwrap().as_str(), "https://gw.example.com");
    }

    #[test]
    fn loopback_is_this_machine_only() {
        for (input, want) in [
            ("http://localhost:1", true),
            ("http://127.0.0.9", true),
            ("http://[::1]", true),
            ("http://localhost.example.com", false),
            ("http://10.0.0.1", false),
        ] {
            assert_eq!(Address::parse(input).unwrap().is_loopback(), want, "{input}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_is_stable(input in "\\PC{0,60}") {
            if let Ok(address) = Address::parse(&input) {
                let again = Address::parse(address.as_str());
                prop_assert_eq!(again.as_ref(), Ok(&address));
            }
        }

        #[test]
        fn joined_paths_keep_the_host(host in "[a-z]{1,9}\\.[a-z]{2,3}", path in "(/[a-z0-9%.]{0,8}){1,4}") {
            let address = Address::parse(&format!("https://{host}")).unwrap();
            let joined = address.join(&path);
            prop_assert_eq!(joined.host_str(), Some(host.as_str()));
        }
    }
}
