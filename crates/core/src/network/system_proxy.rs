//! The proxy set in the environment, for diagnostics.

use std::time::Duration;

use tokio::net::TcpStream;
use url::Url;

use super::fault::bad_variable;
use super::route::ProxyVariables;
use crate::error::Error;

/// The proxy that a variable of the environment names for https.
#[derive(Debug, Clone)]
pub struct SystemProxy {
    /// Which variable.
    pub variable: &'static str,
    /// Its address without a password, or why it cannot be used.
    pub address: Result<String, Error>,
}

/// The proxy that the environment names for https, if any.
pub fn system_proxy() -> Option<SystemProxy> {
    let variables = ProxyVariables::of_process();
    let (variable, address) = variables.named()?;
    let address = address.map(str::to_owned).ok_or_else(|| bad_variable(variable));
    Some(SystemProxy { variable, address })
}

impl SystemProxy {
    /// Whether something at its address takes a connection within `wait`. Nothing is sent.
    pub async fn answers(&self, wait: Duration) -> bool {
        let Some(place) = self.address.as_ref().ok().and_then(|address| place(address)) else { return false };
        matches!(tokio::time::timeout(wait, TcpStream::connect(place)).await, Ok(Ok(_)))
    }
}

/// Host and port of an address.
fn place(address: &str) -> Option<(String, u16)> {
    let url = Url::parse(address).ok()?;
    let usual = if url.scheme().starts_with("socks") { Some(1080) } else { url.port_or_known_default() };
    Some((url.host_str()?.trim_matches(['[', ']']).to_owned(), url.port().or(usual)?))
}
