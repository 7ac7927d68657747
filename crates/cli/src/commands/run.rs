//! `hallpass run`: a command with the token in its environment, and nowhere else.

use std::process::ExitStatus;

use hallpass_core::providers::Secret;
use hallpass_core::{EventKind, Result, TokenFormat, TokenUse};
use tokio::process::{Child, Command};

use super::Done;
use super::masked::MaskedOutput;
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
        let masked = asked.mask.then(|| MaskedOutput::of(&mut command, &token)).transpose()?;
        // Before the child starts: a signal that comes at once is the child's too.
        let signals = Signals::listen()?;
        let child = command.spawn().map_err(|error| messages::cannot_run(program, &error))?;
        Ok((child, signals, masked))
    };
    let (child, signals, masked) =
        hallpass.hand_out(&profile.name, &how, TokenFormat::Raw, EventKind::TokenHandedOut, start).await?;
    // The child may run for hours: the vault is not kept open for it.
    hallpass.vault().close().await;
    let status = ended(child, signals).await?;
    masked.into_iter().for_each(MaskedOutput::finish);
    Ok(code(status))
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
}

#[cfg(unix)]
async fn ended(mut child: Child, mut signals: Signals) -> Result<ExitStatus> {
    use rustix::process::Signal;
    // A terminal sends these two to the child as well: twice would be once too often.
    let pass_on = !std::io::IsTerminal::is_terminal(&std::io::stdin());
    loop {
        let signal = tokio::select! {
            status = child.wait() => return status.map_err(|_| hallpass_core::Error::internal("the child was lost")),
            _ = signals.interrupt.recv() => pass_on.then_some(Signal::INT),
            _ = signals.quit.recv() => pass_on.then_some(Signal::QUIT),
            _ = signals.terminate.recv() => Some(Signal::TERM),
            _ = signals.hang_up.recv() => Some(Signal::HUP),
        };
        let id = child.id().and_then(|id| rustix::process::Pid::from_raw(id.try_into().ok()?));
        if let (Some(signal), Some(id)) = (signal, id) {
            // A child that is gone is waited for in the next turn.
            let _ = rustix::process::kill_process(id, signal);
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[allow(clippy::unnecessary_wraps, reason = "as on Unix")]
    fn listen() -> Result<Self> {
        Ok(Self)
    }
}

#[cfg(not(unix))]
async fn ended(mut child: Child, _: Signals) -> Result<ExitStatus> {
    child.wait().await.map_err(|_| hallpass_core::Error::internal("the child was lost"))
}

/// The child's own code; 128 and the signal's number where one ended it, as shells say it.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    status.code().and_then(|code| u8::try_from(code & 0xff).ok()).unwrap_or(1)
}
