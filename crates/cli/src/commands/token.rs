//! `hallpass token`: prints the token in the requested format.

use hallpass_core::providers::Secret;
use hallpass_core::{EventKind, TokenFormat, TokenUse};

use super::Done;
use crate::args::Token;
use crate::context::Context;
use crate::exit;
use crate::i18n::messages;

pub(super) async fn run(context: &Context, asked: Token) -> Done {
    // With --json the one document on standard output is the token's own.
    let default = if context.output.json { TokenFormat::Json } else { TokenFormat::Raw };
    let format = match (asked.format.unwrap_or(default), asked.shell) {
        (format, None) => format,
        (format, Some(shell)) => format.for_shell(shell).ok_or_else(messages::shell_without_need)?,
    };
    let hallpass = context.open().await?;
    let name = context.name(&hallpass, &asked.name).await?;
    let how = TokenUse { min_life: asked.min_ttl, expired_ok: asked.allow_expired, production_ok: asked.allow_prod };
    // Reason: printing it is what this command is for.
    let print = |token: Secret| context.output.out(token.expose());
    hallpass.hand_out(&name, &how, format, EventKind::TokenHandedOut, print).await?;
    Ok(exit::DONE)
}
