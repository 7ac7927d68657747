//! HTTP clients: no redirects, no retries, and only what reaching the server requires.

use std::time::Duration;

use hallpass_providers::{CLIENT_CERTIFICATE, Secret};
use reqwest::{Certificate, Client, redirect, retry};

use super::fault::SendFault;
use super::route::{Reach, Route};
use crate::client_certificate;

/// For a connection; less where a whole exchange has less.
pub(super) const CONNECT: Duration = Duration::from_secs(15);

/// Whom a client trusts in addition to the system's authorities, and as whom it shows itself.
#[derive(Clone, Copy)]
pub(super) struct Certificates<'a> {
    pub(super) ca: Option<&'a str>,
    pub(super) client: Option<&'a Secret>,
}

pub(super) fn make(
    certificates: Certificates<'_>,
    route: &Route,
    reach: Reach,
    total: Duration,
) -> Result<Client, SendFault> {
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
        return builder.tls_certs_only([]).build().map_err(|_| SendFault::Setup("ca"));
    }
    if let Some(pem) = certificates.ca {
        let extra = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| SendFault::Setup("ca"))?;
        builder = builder.tls_certs_merge(extra);
    }
    if let Some(pem) = certificates.client {
        builder =
            builder.identity(client_certificate::identity(pem).map_err(|_| SendFault::Setup(CLIENT_CERTIFICATE.name))?);
    }
    builder.build().map_err(|_| SendFault::Setup("ca"))
}
