//! A raw server in front of the sandbox, over TCP or TLS: it passes every request on but one, and plays a fault on that.

#![allow(dead_code, reason = "each test uses a part of it")]

mod http;
mod peer;
mod serve;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

pub(crate) use http::{Answer, Seen};
use peer::{Behind, own_tls};
use serve::serve;

/// What is done to a request.
#[derive(Clone)]
pub(crate) enum Play {
    /// These bytes are the answer, then the connection ends.
    Say(Vec<u8>),
    /// These bytes, then nothing more; the connection stays.
    Stall(Vec<u8>),
    /// These bytes, one each 20 ms, then nothing more.
    Drip(Vec<u8>),
    /// The first bytes once, then the second until the peer has enough.
    Endless(Vec<u8>, Vec<u8>),
    /// Reset before the request is read.
    ResetAtOnce,
    /// Reset after the request was read and these bytes were written.
    Reset(Vec<u8>),
    /// The request is carried out; this is made of the answer.
    Change(fn(Answer) -> Vec<u8>),
    /// Nothing listens any more.
    Gone,
}

#[derive(Default)]
struct State {
    /// Which of the requests from now on, and what is done to it.
    armed: Option<(usize, Play)>,
    count: usize,
    seen: Vec<Seen>,
    /// Bytes that an endless answer got rid of.
    poured: usize,
}

/// A listener where none of this process has been: the guard remembers a host and an account, and the system gives a
/// port again.
async fn unused_address() -> (TcpListener, String) {
    static USED: Mutex<BTreeSet<SocketAddr>> = Mutex::new(BTreeSet::new());
    let mut passed_over = Vec::new();
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        if USED.lock().unwrap().insert(at) {
            return (listener, at.to_string());
        }
        // Held until there is another, or the system could give it for ever.
        passed_over.push(listener);
    }
}

pub(crate) struct Front {
    pub(crate) at: String,
    behind: String,
    tls: bool,
    state: Arc<Mutex<State>>,
    tasks: JoinSet<()>,
}

impl Front {
    /// In front of the server at this `host:port`.
    pub(crate) async fn new(behind: &str) -> Self {
        Self::before(Behind { at: behind.to_owned(), tls: None }, false).await
    }

    /// The same, which itself speaks TLS: with a certificate of [`Front::authority`].
    pub(crate) async fn over_tls(behind: &str) -> Self {
        Self::before(Behind { at: behind.to_owned(), tls: None }, true).await
    }

    /// Whose certificate is shown over TLS, as PEM.
    pub(crate) fn authority(&self) -> Option<String> {
        self.tls.then(|| own_tls().authority.clone())
    }

    /// In front of the TLS server at this `host:port`, whose certificate is of this authority.
    pub(crate) async fn of_tls(behind: &str, ca: &str) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Self::before(Behind { at: behind.to_owned(), tls: Some(TlsConnector::from(Arc::new(config))) }, false).await
    }

    async fn before(behind: Behind, tls: bool) -> Self {
        let (listener, at) = unused_address().await;
        let (state, mut tasks) = (Arc::<Mutex<State>>::default(), JoinSet::new());
        let (shared, server) = (Arc::clone(&state), behind.clone());
        tasks.spawn(async move {
            // With the listener every connection ends.
            let mut connections = JoinSet::new();
            while let Ok((peer, _)) = listener.accept().await {
                let _ = peer.set_nodelay(true);
                let (server, shared) = (server.clone(), Arc::clone(&shared));
                connections.spawn(async move {
                    if !tls {
                        serve(peer, server, shared).await;
                    } else if let Ok(peer) = own_tls().acceptor.accept(peer).await {
                        serve(peer, server, shared).await;
                    }
                });
            }
        });
        Self { at, behind: behind.at, tls, state, tasks }
    }

    /// An address of the server behind, as one of this.
    pub(crate) fn address(&self, server: &str) -> String {
        let here = server.replace(&self.behind, &self.at);
        if self.tls { here.replacen("http://", "https://", 1) } else { here }
    }

    /// Plays a fault on the `index`th request from now on.
    pub(crate) async fn arm(&mut self, index: usize, play: Play) {
        if matches!(play, Play::Gone) {
            // Waited for, or a request still reaches a connection that is about to end.
            self.tasks.shutdown().await;
            return;
        }
        let mut state = self.state.lock().unwrap();
        (state.count, state.armed) = (0, Some((index, play)));
    }

    /// The requests since the last time.
    pub(crate) fn take(&self) -> Vec<Seen> {
        let mut state = self.state.lock().unwrap();
        state.count = 0;
        std::mem::take(&mut state.seen)
    }

    /// Bytes that an endless answer got rid of.
    pub(crate) fn poured(&self) -> usize {
        self.state.lock().unwrap().poured
    }
}
