//! Clients: no redirects, no retries, and no more than what reaching a server takes.

use std::time::Duration;

use hallpass_providers::Address;
use reqwest::{Certificate, Client, redirect, retry};

use super::fault::SendFault;
use crate::{Network, Proxy};

const CONNECT: Duration = Duration::from_secs(15);

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

    /// Whether somebody will show a certificate: the server, or a proxy on the way.
    fn tls(self, proxy: &Proxy) -> bool {
        match self {
            Self::Loopback { tls } => tls,
            Self::PlainHttp => matches!(proxy, Proxy::Url(_)),
            Self::Https => true,
        }
    }
}

pub(super) fn make(network: &Network, reach: Reach, total: Duration) -> Result<Client, SendFault> {
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(retry::never())
        .connect_timeout(CONNECT)
        .timeout(total)
        .https_only(reach == Reach::Https)
        .user_agent(concat!("Hallpass/", env!("CARGO_PKG_VERSION")));
    builder = match (&network.proxy, reach) {
        // A proxy of the environment sees host names of https alone; plain http and loopback never go through one.
        (Proxy::System, Reach::Https) => builder,
        (Proxy::Url(url), Reach::Https | Reach::PlainHttp) => {
            let proxy = reqwest::Proxy::all(url).map_err(|_| SendFault::Setup("proxy"))?;
            builder.no_proxy().proxy(proxy)
        }
        _ => builder.no_proxy(),
    };
    if !reach.tls(&network.proxy) {
        // Reading the system's authorities takes longer than a request.
        builder = builder.tls_certs_only([]);
    } else if let Some(pem) = &network.ca {
        let extra = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| SendFault::Setup("ca"))?;
        builder = builder.tls_certs_merge(extra);
    }
    builder.build().map_err(|_| SendFault::Setup("ca"))
}
