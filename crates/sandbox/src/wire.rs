//! Socket faults: cut off, slowed down, or flooded with endless headers.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::lock::lock;

/// The pause between two pieces of a slow answer.
const PAUSE: Duration = Duration::from_millis(300);

/// How the next answer leaves.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As it is.
    #[default]
    Plain,
    /// Half of the body, then the connection closes.
    Midway,
    /// One byte each 300 ms.
    Drip,
    /// A status line, and a header each 300 ms for ever.
    EndlessHeaders,
}

/// Shared by a connection's socket and the code that answers on it.
pub(crate) type Orders = Arc<Mutex<Manner>>;

/// A socket that obeys [`Orders`].
pub(crate) struct Wire<S> {
    socket: S,
    orders: Orders,
    pause: Option<Pin<Box<Sleep>>>,
    /// The last write was the final one.
    cut: bool,
    begun: bool,
}

impl<S: AsyncWrite + Unpin> Wire<S> {
    pub(crate) fn new(socket: S, orders: Orders) -> Self {
        Self { socket, orders, pause: None, cut: false, begun: false }
    }

    /// Ready when the pause after the last piece is over.
    fn rested(&mut self, cx: &mut Context) -> Poll<()> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(cx));
            self.pause = None;
        }
        Poll::Ready(())
    }

    /// Writes `piece` and starts a pause.
    fn piece(&mut self, cx: &mut Context, piece: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.rested(cx));
        let written = ready!(Pin::new(&mut self.socket).poll_write(cx, piece))?;
        self.pause = Some(Box::pin(sleep(PAUSE)));
        Poll::Ready(Ok(written))
    }

    /// Writes the head and half of the body, and fails from then on.
    fn midway(&mut self, cx: &mut Context, answer: &[u8]) -> Poll<io::Result<usize>> {
        if self.cut {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let head = answer.windows(4).position(|end| end == b"\r\n\r\n").map_or(0, |at| at + 4);
        let written = ready!(Pin::new(&mut self.socket).poll_write(cx, &answer[..head + (answer.len() - head) / 2]))?;
        self.cut = true;
        Poll::Ready(Ok(written))
    }

    /// Never takes anything of the answer; keeps writing headers of its own.
    fn endless(&mut self, cx: &mut Context) -> Poll<io::Result<usize>> {
        loop {
            let piece: &[u8] = if self.begun { b"X-Padding: still more to come\r\n" } else { b"HTTP/1.1 200 OK\r\n" };
            ready!(self.piece(cx, piece))?;
            self.begun = true;
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context, answer: &[u8]) -> Poll<io::Result<usize>> {
        let manner = *lock(&self.orders);
        match manner {
            Manner::Plain => Pin::new(&mut self.socket).poll_write(cx, answer),
            Manner::Midway => self.midway(cx, answer),
            Manner::Drip => self.piece(cx, &answer[..answer.len().min(1)]),
            Manner::EndlessHeaders => self.endless(cx),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context, into: &mut ReadBuf) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(cx, into)
    }
}
