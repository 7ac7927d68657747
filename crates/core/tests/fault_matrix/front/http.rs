//! Requests and answers as they are on the wire.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::rustls::pki_types::ServerName;

use super::peer::{Behind, Peer};

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

pub(super) fn seen(request: &[u8]) -> Seen {
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

/// The first bytes of a request; `None` once there is none.
pub(super) async fn begin(peer: &mut impl Peer) -> Option<Vec<u8>> {
    let mut bytes = vec![0; 4096];
    let read = peer.read(&mut bytes).await.ok().filter(|read| *read > 0)?;
    bytes.truncate(read);
    Some(bytes)
}

/// The whole of a request that begins with these bytes.
pub(super) async fn read(peer: &mut impl Peer, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut piece = [0; 4096];
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
pub(super) async fn pass(behind: &Behind, request: &[u8]) -> Option<Answer> {
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
