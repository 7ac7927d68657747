//! A server as the guard counts it and as messages name it.

use std::fmt;

/// `host` or `host:port`, in ASCII: never mistaken for an account or an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Host(String);

impl Host {
    /// As it is written where a host is stored, and where proxies compare it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One that was written down before; a new one comes from [`crate::Address::host`].
impl From<String> for Host {
    fn from(host: String) -> Self {
        Self(host)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
