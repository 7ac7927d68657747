//! How a profile's server is reached.

use hallpass_providers::{Address, Text};
use serde::{Deserialize, Serialize};

use super::Environment;
use crate::{Error, Result};

/// Proxy, extra trust, and whether plain http is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Network {
    /// Through which proxy.
    pub proxy: Proxy,
    /// A certificate authority of the company's, PEM, trusted beside the system's.
    pub ca: Option<String>,
    /// Plain http to another machine. Anyone on the way can read the password.
    pub allow_http: bool,
}

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
    /// This one.
    Url(String),
}

impl Proxy {
    /// Reads `system`, `none` or an address.
    ///
    /// # Errors
    /// An address that is none, or holds a user name or password.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "system" => Ok(Self::System),
            "none" => Ok(Self::None),
            url => {
                let address = Address::parse(url).map_err(|_| {
                    let why = Text::new(
                        "只能是 system、none 或 http(s):// 地址",
                        "must be system, none or an http(s):// address",
                    );
                    Error::invalid("proxy", &why)
                })?;
                Ok(Self::Url(address.as_str().to_owned()))
            }
        }
    }

    /// As [`Proxy::parse`] reads it.
    pub fn text(&self) -> &str {
        match self {
            Self::System => "system",
            Self::None => "none",
            Self::Url(url) => url,
        }
    }
}

/// Whether this server may be spoken to in this environment.
pub(crate) fn check_transport(server: &Address, environment: Environment, network: &Network) -> Result<()> {
    if !server.is_plain_http() || server.is_loopback() {
        return Ok(());
    }
    let never = matches!(environment, Environment::Staging | Environment::Prod);
    let why = match (network.allow_http, never) {
        (true, false) => return Ok(()),
        (_, true) => Text::new("是明文 http,staging 和 prod 不允许", "is plain http, which staging and prod refuse"),
        (false, false) => Text::new(
            "是明文 http，密码会被路上的人看到；确实需要时用 --allow-http",
            "is plain http: anyone on the way can read the password; use --allow-http where it cannot be helped",
        ),
    };
    Err(Error::invalid("server", &why))
}

/// Whether a certificate authority can be read at all; the client checks the rest.
pub(crate) fn check_ca(pem: &str) -> Result<()> {
    const MOST: usize = 256 * 1024;
    if pem.len() <= MOST && pem.contains("-----BEGIN CERTIFICATE-----") {
        return Ok(());
    }
    let why = Text::new("不是 PEM 格式的证书（最大 256 KiB）", "is no certificate in PEM (256 KiB at most)");
    Err(Error::invalid("ca", &why))
}
