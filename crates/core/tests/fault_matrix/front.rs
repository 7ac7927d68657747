//! A raw TCP server in front of the sandbox: it passes every request on but one, and plays a fault on that.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

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

/// A server's own answer.
pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The same with another body.
    pub(crate) fn with(self, body: Vec<u8>) -> Vec<u8> {
        let keep = |line: &&str| !line.to_ascii_lowercase().starts_with("content-length:");
        let head: Vec<&str> = self.head.lines().filter(keep).filter(|line| !line.is_empty()).collect();
        let length = format!("content-length: {}\r\n\r\n", body.len());
        [head.join("\r\n").as_bytes(), b"\r\n", length.as_bytes(), &body].concat()
    }
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
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

/// The server behind: its `host:port`, and what its certificate is checked with where it has one.
#[derive(Clone)]
struct Behind {
    at: String,
    tls: Option<TlsConnector>,
}

pub(crate) struct Front {
    pub(crate) at: String,
    behind: String,
    state: Arc<Mutex<State>>,
    tasks: JoinSet<()>,
}

impl Front {
    /// In front of the server at this `host:port`.
    pub(crate) async fn new(behind: &str) -> Self {
        Self::before(Behind { at: behind.to_owned(), tls: None }).await
    }

    /// In front of the TLS server at this `host:port`, whose certificate is of this authority.
    pub(crate) async fn of_tls(behind: &str, ca: &str) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Self::before(Behind { at: behind.to_owned(), tls: Some(TlsConnector::from(Arc::new(config))) }).await
    }

    async fn before(behind: Behind) -> Self {
        let (listener, at) = unused_address().await;
        let (state, mut tasks) = (Arc::<Mutex<State>>::default(), JoinSet::new());
        let (shared, server) = (Arc::clone(&state), behind.clone());
        tasks.spawn(async move {
            // With the listener every connection ends.
            let mut connections = JoinSet::new();
            while let Ok((peer, _)) = listener.accept().await {
                connections.spawn(serve(peer, server.clone(), Arc::clone(&shared)));
            }
        });
        Self { at, behind: behind.at, state, tasks }
    }

    /// An address of the server behind, as one of this.
    pub(crate) fn address(&self, server: &str) -> String {
        server.replace(&self.behind, &self.at)
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

async fn serve(mut peer: TcpStream, behind: Behind, state: Arc<Mutex<State>>) {
    let _ = peer.set_nodelay(true);
    while peer.peek(&mut [0]).await.is_ok_and(|read| read > 0) {
        let play = {
            let mut state = state.lock().unwrap();
            state.count += 1;
            let count = state.count;
            // Played once: the requests after `take` are counted from the start again.
            state.armed.take_if(|(index, _)| *index + 1 == count).map(|(_, play)| play)
        };
        if matches!(play, Some(Play::ResetAtOnce)) {
            state.lock().unwrap().seen.push(Seen { path: String::new(), bytes: Vec::new() });
            let _ = peer.set_zero_linger();
            return;
        }
        let Some(request) = read(&mut peer).await else { return };
        state.lock().unwrap().seen.push(seen(&request));
        let answer = match play {
            None => pass(&behind, &request).await.map(|answer| {
                let body = answer.body.clone();
                answer.with(body)
            }),
            Some(play) => return act(&mut peer, play, &behind, &request, &state).await,
        };
        match answer {
            Some(answer) if peer.write_all(&answer).await.is_ok() => {}
            _ => return,
        }
    }
}

async fn act(peer: &mut TcpStream, play: Play, behind: &Behind, request: &[u8], state: &Mutex<State>) {
    let forever = std::future::pending::<()>();
    match play {
        Play::Say(bytes) => drop(peer.write_all(&bytes).await),
        Play::Stall(bytes) => {
            let _ = peer.write_all(&bytes).await;
            forever.await;
        }
        Play::Drip(bytes) => {
            for byte in bytes {
                if peer.write_all(&[byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            forever.await;
        }
        Play::Endless(first, again) => {
            let _ = peer.write_all(&first).await;
            while peer.write_all(&again).await.is_ok() {
                state.lock().unwrap().poured += again.len();
            }
        }
        Play::Reset(bytes) => {
            let _ = peer.write_all(&bytes).await;
            if !bytes.is_empty() {
                // A reset overtakes what was written; this is what the peer is to have seen first.
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            let _ = peer.set_zero_linger();
        }
        Play::Change(change) => {
            if let Some(answer) = pass(behind, request).await {
                let _ = peer.write_all(&change(answer)).await;
            }
        }
        Play::ResetAtOnce | Play::Gone => {}
    }
    let _ = peer.shutdown().await;
}

fn seen(request: &[u8]) -> Seen {
    let head = String::from_utf8_lossy(request);
    let target = head.split(' ').nth(1).unwrap_or_default();
    Seen { path: target.split('?').next().unwrap_or_default().to_owned(), bytes: request.to_vec() }
}

fn length(head: &str) -> usize {
    let value = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok()).flatten()
    });
    value.unwrap_or(0)
}

/// A whole request.
async fn read(peer: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            if bytes.len() >= end + 4 + length(&head) {
                return Some(bytes);
            }
        }
        match peer.read(&mut piece).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&piece[..read]),
            _ => return None,
        }
    }
}

/// The server's own answer, each on a connection of its own.
async fn pass(behind: &Behind, request: &[u8]) -> Option<Answer> {
    let server = TcpStream::connect(&behind.at).await.ok()?;
    match &behind.tls {
        None => exchange(server, request, "HTTP/1.1").await,
        Some(connector) => {
            let host = behind.at.split(':').next()?.to_owned();
            let server = connector.connect(ServerName::try_from(host).ok()?, server).await.ok()?;
            // Nothing is chunked then.
            exchange(server, request, "HTTP/1.0").await
        }
    }
}

async fn exchange(mut server: impl AsyncRead + AsyncWrite + Unpin, request: &[u8], version: &str) -> Option<Answer> {
    let end = request.windows(2).position(|window| window == b"\r\n")?;
    let line = String::from_utf8_lossy(&request[..end]).replace("HTTP/1.1", version);
    let request = [line.as_bytes(), b"\r\nconnection: close", &request[end..]].concat();
    server.write_all(&request).await.ok()?;
    let mut answer = Vec::new();
    // A server may close without saying so in TLS.
    let _ = server.read_to_end(&mut answer).await;
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).replace("HTTP/1.0", "HTTP/1.1");
    let head = head.lines().filter(|line| !line.eq_ignore_ascii_case("connection: close")).collect::<Vec<_>>();
    Some(Answer { head: head.join("\r\n"), body: answer[end + 4..].to_vec() })
}
