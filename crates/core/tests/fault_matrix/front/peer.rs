//! The two ends: whoever asks, in plain TCP or over TLS, and the server behind.

use std::sync::OnceLock;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::support::certificates::{Authority, VALID};

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
        let authority = Authority::new("Front");
        let acceptor = authority.identity("127.0.0.1", VALID).acceptor(None);
        OwnTls { authority: authority.pem, acceptor }
    })
}

/// The server behind: its `host:port`, and what its certificate is checked with where it has one.
#[derive(Clone)]
pub(super) struct Behind {
    pub(super) at: String,
    pub(super) tls: Option<TlsConnector>,
}
