//! How a server is reached: through which proxy, with which extra trust.

use hallpass_providers::Text;
use serde::{Deserialize, Serialize};

use super::proxy::Proxy;
use crate::error::{Error, Result};

/// Proxy, extra trust, and whether plain http is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Network {
    /// Through which proxy.
    pub proxy: Proxy,
    /// A certificate authority of the company's, PEM, trusted in addition to the system's.
    pub ca: Option<String>,
    /// Plain http to another machine. Anyone on the network can read the password.
    pub allow_http: bool,
}

/// Whether a certificate authority can be read at all; the client checks the rest.
pub(crate) fn check_ca(pem: &str) -> Result<()> {
    const MOST: usize = 256 * 1024;
    if pem.len() <= MOST && pem.contains("-----BEGIN CERTIFICATE-----") {
        return Ok(());
    }
    let why = Text::new("不是PEM格式的证书（最大256 KiB）", "is not a certificate in PEM (at most 256 KiB)");
    Err(Error::invalid("ca", &why))
}
