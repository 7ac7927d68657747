//! `hallpass run`: runs a command with the token in its environment only.

use std::process::ExitStatus;

use hallpass_core::providers::Secret;
use hallpass_core::{EventKind, Result, TokenFormat, TokenUse};
use tokio::process::{Child, Command};

use super::Done;
use super::masked::{MaskedOutput, Outlets};
use crate::args::Run;
use crate::context::Context;
use crate::exit;
use crate::i18n::messages;

pub(super) async fn run(context: &Context, asked: Run) -> Done {
    let hallpass = context.open().await?;
    let profile = context.profile(&hallpass, &asked.name).await?;
    let how = TokenUse { min_life: asked.min_ttl, expired_ok: asked.allow_expired, production_ok: asked.allow_prod };
    let Some((program, arguments)) = asked.command.split_first() else { return Ok(exit::USAGE) };
    let start = |token: Secret| {
        let mut command = Command::new(program);
        command.args(arguments);
        // Reason: the child's environment is where the token was asked for.
        command.env("HALLPASS_TOKEN", token.expose());
        command.env("HALLPASS_SERVER", &profile.server).env("HALLPASS_PROFILE", &profile.name);
        let outlets = if asked.mask { Some(Outlets::of(&mut command)?) } else { None };
        // Before the child starts: a signal that comes at once is the child's too.
        let signals = Signals::listen()?;
        let mut child = command.spawn().map_err(|error| messages::cannot_run(program, &error))?;
        let masked = outlets.map(|outlets| MaskedOutput::start(&mut child, outlets, &token));
        Ok((child, signals, masked))
    };
    let (child, mut signals, mut masked) =
        hallpass.hand_out(&profile.name, &how, TokenFormat::Raw, EventKind::TokenHandedOut, start).await?;
    // The child may run for hours: the vault is not kept open for it.
    hallpass.vault().close().await;
    let status = ended(child, &mut signals, &mut masked).await?;
    let Some(masked) = masked else { return Ok(code(status)) };
    // The child is gone: from here on a signal ends this program.
    tokio::select! {
        // The child's own failure comes first.
        end = masked.finish() => match (code(status), end) {
            (0, Err(error)) => Err(error),
            (code, _) => Ok(code),
        },
        signal = signals.next() => Ok(by_signal(signal)),
    }
}

/// The signals that are the child's.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    quit: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        crate::signals::heard_elsewhere();
        let listen = |kind| signal(kind).map_err(|_| hallpass_core::Error::internal("signals cannot be received"));
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            quit: listen(SignalKind::quit())?,
            terminate: listen(SignalKind::terminate())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    /// The number of the next one.
    async fn next(&mut self) -> i32 {
        use rustix::process::Signal;
        let signal = tokio::select! {
            _ = self.interrupt.recv() => Signal::INT,
            _ = self.quit.recv() => Signal::QUIT,
            _ = self.terminate.recv() => Signal::TERM,
            _ = self.hang_up.recv() => Signal::HUP,
        };
        signal.as_raw()
    }
}

#[cfg(unix)]
async fn ended(mut child: Child, signals: &mut Signals, masked: &mut Option<MaskedOutput>) -> Result<ExitStatus> {
    use rustix::process::{Pid, Signal};
    // A terminal sends these two to the child as well: twice would be once too often.
    let at_terminal = std::io::IsTerminal::is_terminal(&std::io::stdin());
    loop {
        let signal = tokio::select! {
            // A signal that came before the child's end is the child's.
            biased;
            signal = signals.next() => Signal::from_named_raw(signal),
            // The person's terminal has told the child already, before its own had the size.
            () = resized(masked) => Some(Signal::WINCH),
            status = child.wait() => return status.map_err(|_| hallpass_core::Error::internal("the child was lost")),
        };
        let passed_on = signal.filter(|signal| !at_terminal || !matches!(*signal, Signal::INT | Signal::QUIT));
        let id = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
        if let (Some(signal), Some(id)) = (passed_on, id) {
            // A child that is gone is waited for in the next turn.
            let _ = rustix::process::kill_process(id, signal);
        }
    }
}

#[cfg(unix)]
async fn resized(masked: &mut Option<MaskedOutput>) {
    match masked {
        Some(masked) => masked.resized().await,
        None => std::future::pending().await,
    }
}

/// The console sends Ctrl-C to the child as well: this program only waits for what the child makes of it.
#[cfg(windows)]
struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
    _break: tokio::signal::windows::CtrlBreak,
}

#[cfg(windows)]
impl Signals {
    fn listen() -> Result<Self> {
        let failed = |_| hallpass_core::Error::internal("signals cannot be received");
        let interrupt = tokio::signal::windows::ctrl_c().map_err(failed)?;
        Ok(Self { interrupt, _break: tokio::signal::windows::ctrl_break().map_err(failed)? })
    }

    /// The number that Ctrl-C has on Unix.
    async fn next(&mut self) -> i32 {
        const INTERRUPT: i32 = 2;
        if self.interrupt.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
        INTERRUPT
    }
}

#[cfg(windows)]
async fn ended(mut child: Child, _: &mut Signals, _: &mut Option<MaskedOutput>) -> Result<ExitStatus> {
    child.wait().await.map_err(|_| hallpass_core::Error::internal("the child was lost"))
}

/// The child's own code; 128 and the signal's number where one ended it, as shells say it.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return by_signal(signal);
    }
    status.code().and_then(|code| u8::try_from(code & 0xff).ok()).unwrap_or(1)
}

fn by_signal(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}
