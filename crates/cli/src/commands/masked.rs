//! The output of a child process with the token taken out of it.

use std::io::Write;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use hallpass_core::Masker;
use hallpass_core::providers::Secret;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

/// How long the output of processes that the child leaves behind is still copied.
const GRACE: Duration = Duration::from_secs(2);
/// No pipe of an unprivileged process holds more bytes: after these, nothing more is the child's own output.
const MAX_PIPE: usize = 1024 * 1024;

/// Copies what a child writes, without the token. A slow reader slows the child down, as it would without the copy.
pub(super) struct MaskedOutput {
    copies: JoinSet<()>,
    /// Says that only what is in the pipes already is still copied.
    last: watch::Sender<bool>,
}

impl MaskedOutput {
    /// Has a child that is not started yet write to pipes.
    pub(super) fn pipes(command: &mut Command) {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
    }

    /// Copies the output of a child that writes to pipes.
    pub(super) fn of(child: &mut Child, token: &Secret) -> Self {
        let (last, seen) = watch::channel(false);
        let mut copies = JoinSet::new();
        if let Some(out) = child.stdout.take() {
            copies.spawn(copy(out, std::io::stdout(), Masker::new(token), seen.clone()));
        }
        if let Some(err) = child.stderr.take() {
            copies.spawn(copy(err, std::io::stderr(), Masker::new(token), seen));
        }
        Self { copies, last }
    }

    /// Once the child has ended: copies all that it wrote, however slowly it is read. Processes that it left behind are
    /// copied for [`GRACE`], or until they end.
    pub(super) async fn finish(mut self) {
        if tokio::time::timeout(GRACE, all(&mut self.copies)).await.is_err() {
            self.last.send_replace(true);
            all(&mut self.copies).await;
        }
    }
}

async fn all(copies: &mut JoinSet<()>) {
    while copies.join_next().await.is_some() {}
}

/// Ends with the last process that has the output open, or with an empty pipe after `last`. Where nobody reads `to` any
/// more, the child's pipe is closed, as its own output would be.
async fn copy(
    mut from: impl AsyncRead + Unpin,
    to: impl Write + Send + 'static,
    mut masker: Masker,
    mut last: watch::Receiver<bool>,
) {
    let (chunks, written) = writer(to);
    let (mut buffer, mut left) = (vec![0; 16 * 1024], MAX_PIPE);
    while left > 0 {
        let read = tokio::select! {
            biased;
            read = from.read(&mut buffer) => read,
            _ = last.wait_for(|last| *last) => break,
        };
        let Ok(length @ 1..) = read else { break };
        if chunks.send(masker.push(buffer.get(..length).unwrap_or_default())).await.is_err() {
            return;
        }
        if *last.borrow() {
            left = left.saturating_sub(length);
        }
    }
    // Nothing is lost where nobody reads the end.
    let _ = chunks.send(masker.finish()).await;
    drop(chunks);
    let _ = written.await;
}

/// Writes on a thread of its own, which a reader may block for as long as it likes. One chunk waits at most.
fn writer(mut to: impl Write + Send + 'static) -> (mpsc::Sender<Vec<u8>>, oneshot::Receiver<()>) {
    let (chunks, mut next) = mpsc::channel::<Vec<u8>>(1);
    let (done, written) = oneshot::channel();
    thread::spawn(move || {
        while let Some(chunk) = next.blocking_recv() {
            if to.write_all(&chunk).and_then(|()| to.flush()).is_err() {
                break;
            }
        }
        drop(done);
    });
    (chunks, written)
}
