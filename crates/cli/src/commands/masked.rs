//! The output of a child with the token taken out of it.

use std::io::{PipeReader, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{Error, Masker, Result};
use tokio::process::Command;

/// So long what the child's own children still write is waited for.
const GRACE: Duration = Duration::from_secs(2);

/// Threads that copy what a child writes. They end with the last process that has the child's output open.
pub(super) struct MaskedOutput(Receiver<()>);

impl MaskedOutput {
    /// Lets a child that has not started yet write through masks.
    ///
    /// # Errors
    /// Returns an error if the system gives no pipe.
    pub(super) fn of(command: &mut Command, token: &Secret) -> Result<Self> {
        let no_pipe = |_| Error::internal("no pipe for the command's output");
        let (out, out_writer) = std::io::pipe().map_err(no_pipe)?;
        let (err, err_writer) = std::io::pipe().map_err(no_pipe)?;
        command.stdout(out_writer).stderr(err_writer);
        let (open, closed) = channel();
        copy(out, std::io::stdout(), Masker::new(token), open.clone());
        copy(err, std::io::stderr(), Masker::new(token), open);
        Ok(Self(closed))
    }

    /// The child has ended: what it wrote is shown to its end. A process that it left behind is not waited for longer than
    /// it has something to say.
    pub(super) fn finish(self) {
        while self.0.recv_timeout(GRACE).is_ok() {}
    }
}

/// Says each time that something was copied. Where nobody reads any more, the child's pipe is closed, as its own would be.
fn copy(mut from: PipeReader, mut to: impl Write + Send + 'static, mut masker: Masker, copied: Sender<()>) {
    thread::spawn(move || {
        let mut buffer = vec![0; 16 * 1024];
        loop {
            let length = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => break,
            };
            let shown = masker.push(buffer.get(..length).unwrap_or_default());
            if to.write_all(&shown).and_then(|()| to.flush()).is_err() {
                return;
            }
            // Nobody may be waiting yet.
            let _ = copied.send(());
        }
        // The end of a stream that nobody reads is nobody's loss.
        let _ = to.write_all(&masker.finish()).and_then(|()| to.flush());
    });
}
