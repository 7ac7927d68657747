//! A terminal for a child whose output is masked: to a pipe most programs write without colours, and late.
//!
//! Only the output goes through it. The child keeps the keyboard and the terminal that signals come from, so that questions
//! and Ctrl-C are between the person and the child, as they are without the copy.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::process::Stdio;

use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, OutputModes, tcgetattr, tcgetwinsize, tcsetattr, tcsetwinsize};
use tokio::net::unix::pipe::Receiver;
use tokio::process::Command;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::output::Stream;

/// The terminal that a child writes to.
#[derive(Debug)]
pub(super) struct ChildTerminal {
    ours: OwnedFd,
    /// The stream of ours that it replaces.
    shown: Stream,
    resizes: Signal,
}

impl ChildTerminal {
    /// Has a child that is not started yet write to a terminal in the place of ours, and answers what it will write; none
    /// where neither stream is one. Two streams that show the same terminal share it, so that their lines keep their order.
    pub(super) fn of(command: &mut Command) -> io::Result<Option<(Self, Receiver)>> {
        let (out, aside) = (device(io::stdout()), device(io::stderr()));
        let shown = match (out, aside) {
            (Some(_), _) => Stream::Out,
            (None, Some(_)) => Stream::Aside,
            (None, None) => return Ok(None),
        };
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        rustix::io::fcntl_setfd(&ours, rustix::io::FdFlags::CLOEXEC)?;
        let theirs = other_end(&ours)?;
        if aside.is_some() && (out.is_none() || out == aside) {
            command.stderr(Stdio::from(theirs.try_clone()?));
        }
        if out.is_some() {
            command.stdout(Stdio::from(theirs));
        }
        let output = ours.try_clone()?;
        rustix::io::ioctl_fionbio(&output, true)?;
        let terminal = Self { ours, shown, resizes: signal(SignalKind::window_change())? };
        terminal.resize();
        Ok(Some((terminal, Receiver::from_owned_fd_unchecked(output)?)))
    }

    /// Where that goes.
    pub(super) fn shown(&self) -> Stream {
        self.shown
    }

    /// Waits until the person's terminal has another size, and gives it to the child's.
    pub(super) async fn resized(&mut self) {
        if self.resizes.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
        self.resize();
    }

    /// A size that cannot be known or set leaves what is shown as it is.
    fn resize(&self) {
        let size = match self.shown {
            Stream::Out => tcgetwinsize(io::stdout()),
            Stream::Aside => tcgetwinsize(io::stderr()),
        };
        let _ = size.and_then(|size| tcsetwinsize(&self.ours, size));
    }
}

/// The number of the terminal that a stream shows.
fn device(stream: impl AsFd + IsTerminal) -> Option<u64> {
    let shown = stream.is_terminal().then(|| stream.as_fd().try_clone_to_owned().ok()).flatten()?;
    File::from(shown).metadata().ok().map(|about| about.rdev())
}

/// The end that the child has. Line ends are made by the person's own terminal, once.
fn other_end(ours: &OwnedFd) -> io::Result<OwnedFd> {
    grantpt(ours)?;
    unlockpt(ours)?;
    let path = std::ffi::OsString::from_vec(ptsname(ours, Vec::new())?.into_bytes());
    let flags = OFlags::NOCTTY.bits().cast_signed();
    let theirs = OpenOptions::new().read(true).write(true).custom_flags(flags).open(path)?;
    let mut modes = tcgetattr(&theirs)?;
    modes.output_modes.remove(OutputModes::OPOST);
    tcsetattr(&theirs, OptionalActions::Now, &modes)?;
    Ok(theirs.into())
}
