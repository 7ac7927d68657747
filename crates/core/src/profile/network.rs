//! How a profile's server is reached.

use hallpass_providers::{Address, Text};
use serde::{Deserialize, Serialize};

use super::{Environment, Proxy};
use crate::{Error, NextStep, Result};

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

/// Whether this server may be spoken to in this environment.
pub(crate) fn check_transport(server: &Address, environment: Environment, network: &Network) -> Result<()> {
    if !server.is_plain_http() || server.is_loopback() {
        return Ok(());
    }
    let never = matches!(environment, Environment::Staging | Environment::Prod);
    let why = match (network.allow_http, never) {
        (true, false) => return Ok(()),
        (_, true) => {
            Text::new("是明文http，预发和生产环境不允许", "is plain http, which staging and prod do not allow")
        }
        (false, false) => Text::new(
            "是明文http，网络上的第三方可以看到密码",
            "is plain http: anyone on the network can read the password",
        ),
    };
    let error = Error::invalid("server", &why);
    Err(if never { error } else { error.next(NextStep::AllowPlainHttp) })
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
