//! HTTP/1.1 on loopback: accepts connections, reads requests whole, puts answers on the wire.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};

use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::apply_fault::Answer;
use crate::http::{Call, Reply, pairs};
use crate::lock::lock;
use crate::wire::{Orders, Wire};

/// The longest request body that is read.
const BODY_LIMIT: usize = 4 << 20;

/// What serves a port.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Answers a request; `None` closes the connection.
    fn handle(&self, call: Call) -> impl Future<Output = Option<Answer>> + Send;

    /// The servers' time, in milliseconds since 1970.
    fn now(&self) -> i64;
}

/// Takes connections for ever; dropping the future closes all of them.
pub(crate) async fn serve<H: Handler>(listener: TcpListener, tls: Option<TlsAcceptor>, handler: Arc<H>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((socket, peer)) = listener.accept().await else { continue };
        connections.spawn(connection(socket, peer, tls.clone(), Arc::clone(&handler)));
        while connections.try_join_next().is_some() {}
    }
}

async fn connection<H: Handler>(socket: TcpStream, peer: SocketAddr, tls: Option<TlsAcceptor>, handler: Arc<H>) {
    let _ = socket.set_nodelay(true);
    match tls {
        None => converse(socket, peer, handler).await,
        Some(acceptor) => {
            if let Ok(socket) = acceptor.accept(socket).await {
                converse(socket, peer, handler).await;
            }
        }
    }
}

async fn converse<S, H>(socket: S, peer: SocketAddr, handler: Arc<H>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    H: Handler,
{
    let orders = Orders::default();
    let io = TokioIo::new(Wire::new(socket, Arc::clone(&orders)));
    let service = service_fn(move |request| respond(request, peer.ip(), Arc::clone(&handler), Arc::clone(&orders)));
    // A connection that ends badly is the fault that was asked for, or the client's own doing.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(io, service).await;
}

async fn respond<H: Handler>(
    request: Request<Incoming>,
    source: IpAddr,
    handler: Arc<H>,
    orders: Orders,
) -> io::Result<Response<Payload>> {
    let now = handler.now();
    let answer = match read(request, source, now).await {
        Ok(call) => handler.handle(call).await.ok_or(io::ErrorKind::ConnectionAborted)?,
        Err(status) => Reply::empty(status).into(),
    };
    tokio::time::sleep(answer.wait).await;
    *lock(&orders) = answer.manner;
    response(answer, handler.now())
}

/// Reads a request whole; the HTTP status of the refusal where it cannot be.
async fn read(request: Request<Incoming>, source: IpAddr, now: i64) -> Result<Call, u16> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, BODY_LIMIT).collect().await.map_err(|_| 413u16)?.to_bytes();
    Ok(Call {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: pairs(head.uri.query().unwrap_or_default().as_bytes()),
        headers: head.headers,
        body,
        source,
        now,
    })
}

fn response(answer: Answer, now: i64) -> io::Result<Response<Payload>> {
    let Answer { reply, endless, .. } = answer;
    let mut response = Response::builder().status(reply.status).header("date", crate::clock::http_date(now));
    if !reply.kind.is_empty() {
        response = response.header("content-type", reply.kind);
    }
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Payload { first: reply.body, endless }).map_err(io::Error::other)
}

/// A body: some bytes, and where `endless` more of them until the client has enough.
struct Payload {
    first: Bytes,
    endless: bool,
}

/// One piece of a body without end. Made when it is needed: window and command carry the sandbox.
static PADDING: LazyLock<Bytes> = LazyLock::new(|| vec![b'x'; 65_536].into());

impl Body for Payload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = std::mem::take(&mut self.first);
        Poll::Ready(match (piece.is_empty(), self.endless) {
            (false, _) => Some(Ok(Frame::data(piece))),
            (true, true) => Some(Ok(Frame::data(PADDING.clone()))),
            (true, false) => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_empty() && !self.endless
    }

    fn size_hint(&self) -> SizeHint {
        if self.endless { SizeHint::default() } else { SizeHint::with_exact(self.first.len() as u64) }
    }
}
