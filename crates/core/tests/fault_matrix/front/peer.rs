//! The two ends: whoever asks, in plain TCP or over TLS, and the server behind.

use std::sync::{Arc, OnceLock};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::server::TlsStream;
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// A connection that is answered, and what is below it: that alone can be reset.
pub(super) trait Peer: AsyncRead + AsyncWrite + Unpin + Send {
    fn tcp(&self) -> &TcpStream;
}

impl Peer for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Peer for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// An authority of these tests, and a server with its certificate for this machine.
pub(super) struct OwnTls {
    pub(super) authority: String,
    pub(super) acceptor: TlsAcceptor,
}

/// The same for every front: making keys takes time.
pub(super) fn own_tls() -> &'static OwnTls {
    static OWN: OnceLock<OwnTls> = OnceLock::new();
    OWN.get_or_init(|| {
        let (key, mut params) = (KeyPair::generate().unwrap(), CertificateParams::new(Vec::new()).unwrap());
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = params.self_signed(&key).unwrap().pem();
        let (issuer, key) = (Issuer::new(params, key), KeyPair::generate().unwrap());
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &issuer).unwrap().der().clone();
        let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
        let config = ServerConfig::builder().with_no_client_auth();
        let config = config.with_single_cert(vec![certificate], key).unwrap();
        OwnTls { authority, acceptor: TlsAcceptor::from(Arc::new(config)) }
    })
}

/// The server behind: its `host:port`, and what its certificate is checked with where it has one.
#[derive(Clone)]
pub(super) struct Behind {
    pub(super) at: String,
    pub(super) tls: Option<TlsConnector>,
}
