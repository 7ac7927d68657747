//! `hallpass sandbox`: the five systems, simulated, until a signal ends them.

use hallpass_sandbox::{Fault, Options, start};

use super::Done;
use crate::args::Sandbox as Asked;
use crate::exit;
use crate::i18n::say;
use crate::surface::Surface;

pub(super) async fn run(surface: &Surface, asked: Asked) -> Done {
    let fault = asked.fault.map(|name| name.parse::<Fault>().map_err(|_| no_fault())).transpose()?;
    let options = Options { port: asked.port, fault, ..Options::default() };
    let sandbox = start(options).await.map_err(|error| say::sandbox_failed(&error))?;
    // The description keeps both languages: it is for programs.
    surface.screen.out(&format!("{:#}", sandbox.describe()))?;
    ended().await;
    sandbox.stop().await;
    Ok(exit::DONE)
}

fn no_fault() -> hallpass_core::Error {
    say::no_fault(&Fault::CATALOGUE.map(|(name, _, _)| name).join(", "))
}

#[cfg(unix)]
async fn ended() {
    use tokio::signal::unix::{SignalKind, signal};
    crate::signals::heard_elsewhere();
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        }
        _ => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn ended() {
    // Without the signal there is nothing to wait for but the end of the process.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
