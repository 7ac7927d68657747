//! `hallpass token`: the token on standard output, in the form that was asked for.

use hallpass_core::providers::Secret;
use hallpass_core::{EventKind, TokenFormat, TokenUse};

use super::Done;
use crate::args::Token;
use crate::exit;
use crate::i18n::say;
use crate::surface::Surface;

pub(super) async fn run(surface: &Surface, asked: Token) -> Done {
    // With --json the one document on standard output is the token's own.
    let default = if surface.screen.json { TokenFormat::Json } else { TokenFormat::Raw };
    let format = match (asked.format.unwrap_or(default), asked.shell) {
        (format, None) => format,
        (format, Some(shell)) => format.for_shell(shell).ok_or_else(say::shell_without_need)?,
    };
    let hallpass = surface.open().await?;
    let name = surface.name(&hallpass, &asked.name).await?;
    let how = TokenUse { min_life: asked.min_ttl, expired_ok: asked.allow_expired, production_ok: asked.allow_prod };
    // Reason: printing it is what this command is for.
    let print = |token: Secret| surface.screen.out(token.expose());
    hallpass.hand_out(&name, &how, format, EventKind::TokenHandedOut, print).await?;
    Ok(exit::DONE)
}
