//! Redacts the token from a child process's output.

use std::io::{self, ErrorKind};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{Masker, Result};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

#[cfg(unix)]
use super::masked_terminal::ChildTerminal;
use crate::i18n::messages::not_delivered;
use crate::output::Stream;

/// How long the output of processes that the child leaves behind is still copied.
const GRACE: Duration = Duration::from_secs(2);
/// No pipe of an unprivileged process holds more bytes: after these, nothing more is the child's own output.
const MAX_PIPE: usize = 1024 * 1024;

/// Where a child that is not started yet will write.
pub(super) struct Outlets {
    #[cfg(unix)]
    terminal: Option<(ChildTerminal, tokio::net::unix::pipe::Receiver)>,
}

impl Outlets {
    /// Gives it a terminal in the place of ours, and pipes in the place of all else.
    ///
    /// # Errors
    /// Returns an error if the system has no more terminals.
    pub(super) fn of(command: &mut Command) -> Result<Self> {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Ok(Self {
            #[cfg(unix)]
            terminal: ChildTerminal::of(command)
                .map_err(|_| hallpass_core::Error::internal("no terminal for the command"))?,
        })
    }
}

/// Copies what a child writes, without the token. A slow reader slows the child down, as it would without the copy.
pub(super) struct MaskedOutput {
    copies: JoinSet<Result<()>>,
    /// Says that only what is in the pipes already is still copied.
    last: watch::Sender<bool>,
    #[cfg(unix)]
    terminal: Option<ChildTerminal>,
}

impl MaskedOutput {
    /// Copies the output of a child that was started with these outlets.
    pub(super) fn start(child: &mut Child, outlets: Outlets, token: &Secret) -> Self {
        #[cfg(not(unix))]
        let Outlets {} = outlets;
        let (last, seen) = watch::channel(false);
        let mut copies = JoinSet::new();
        if let Some(out) = child.stdout.take() {
            copies.spawn(copy(out, Stream::Out, Masker::new(token), seen.clone()));
        }
        if let Some(err) = child.stderr.take() {
            copies.spawn(copy(err, Stream::Aside, Masker::new(token), seen.clone()));
        }
        #[cfg(unix)]
        let terminal = outlets.terminal.map(|(terminal, written)| {
            copies.spawn(copy(written, terminal.shown(), Masker::new(token), seen));
            terminal
        });
        Self {
            copies,
            last,
            #[cfg(unix)]
            terminal,
        }
    }

    /// Waits until the child's terminal has another size; for ever where it has none.
    #[cfg(unix)]
    pub(super) async fn resized(&mut self) {
        match &mut self.terminal {
            Some(terminal) => terminal.resized().await,
            None => std::future::pending().await,
        }
    }

    /// Once the child has ended: copies all that it wrote, however slowly it is read. Processes that it left behind are
    /// copied for [`GRACE`], or until they end.
    ///
    /// # Errors
    /// Returns an error if a part of the output was not delivered. A reader that has gone is no error, as it is none where
    /// the child writes by itself.
    pub(super) async fn finish(mut self) -> Result<()> {
        let mut end = Ok(());
        if tokio::time::timeout(GRACE, all(&mut self.copies, &mut end)).await.is_err() {
            self.last.send_replace(true);
            all(&mut self.copies, &mut end).await;
        }
        end
    }
}

async fn all(copies: &mut JoinSet<Result<()>>, end: &mut Result<()>) {
    while let Some(copied) = copies.join_next().await {
        if let (Ok(Err(error)), true) = (copied, end.is_ok()) {
            *end = Err(error);
        }
    }
}

/// Ends with the last process that has the output open, or with an empty pipe after `last`. Where `to` takes no more, the
/// child's pipe is closed, as its own output would be.
async fn copy(
    mut from: impl AsyncRead + Unpin,
    to: Stream,
    mut masker: Masker,
    mut last: watch::Receiver<bool>,
) -> Result<()> {
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
            break;
        }
        if *last.borrow() {
            left = left.saturating_sub(length);
        }
    }
    // Why it is taken no more says the writer.
    let _ = chunks.send(masker.finish()).await;
    drop((chunks, from));
    match written.await {
        Ok(Err(error)) if hallpass_files::kind(&error) != ErrorKind::BrokenPipe => {
            Err(not_delivered(to.name(), &error))
        }
        _ => Ok(()),
    }
}

/// Writes on a thread of its own, which a reader may block for as long as it likes. One chunk waits at most.
fn writer(to: Stream) -> (mpsc::Sender<Vec<u8>>, oneshot::Receiver<io::Result<()>>) {
    let (chunks, mut next) = mpsc::channel::<Vec<u8>>(1);
    let (done, written) = oneshot::channel();
    thread::spawn(move || {
        let mut end = Ok(());
        while let (Ok(()), Some(chunk)) = (&end, next.blocking_recv()) {
            // Nothing to write is nothing to lose.
            end = if chunk.is_empty() { Ok(()) } else { to.write(&chunk) };
        }
        drop(next);
        // Nobody waits where the program has ended.
        let _ = done.send(end);
    });
    (chunks, written)
}
