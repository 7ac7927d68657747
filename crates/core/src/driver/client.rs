//! Clients: no redirects, no retries, and no more than what reaching a server takes.

use std::time::Duration;

use hallpass_providers::Address;
use reqwest::{Certificate, Client, redirect, retry};

use super::fault::SendFault;
use super::route::Route;

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

    /// Whether somebody will show a certificate: the server, or a proxy on the way to it.
    fn tls(self, route: &Route) -> bool {
        match self {
            Self::Loopback { tls } => tls,
            Self::PlainHttp => matches!(route, Route::Proxy(_)),
            Self::Https => true,
        }
    }
}

pub(super) fn make(ca: Option<&str>, route: &Route, reach: Reach, total: Duration) -> Result<Client, SendFault> {
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(retry::never())
        .connect_timeout(CONNECT)
        .timeout(total)
        .https_only(reach == Reach::Https)
        .user_agent(concat!("Hallpass/", env!("CARGO_PKG_VERSION")));
    builder = match route {
        Route::Settings => builder,
        Route::Direct => builder.no_proxy(),
        Route::Proxy(through) => {
            let proxy = reqwest::Proxy::all(&through.whole).map_err(|_| SendFault::Setup("proxy"))?;
            builder.no_proxy().proxy(proxy)
        }
    };
    if !reach.tls(route) {
        // Reading the system's authorities takes longer than a request.
        builder = builder.tls_certs_only([]);
    } else if let Some(pem) = ca {
        let extra = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| SendFault::Setup("ca"))?;
        builder = builder.tls_certs_merge(extra);
    }
    builder.build().map_err(|_| SendFault::Setup("ca"))
}
