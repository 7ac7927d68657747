//! `hallpass token`: the token on standard output, in the form that was asked for.

use hallpass_core::{EventKind, TokenUse};

use super::Done;
use crate::args::Token;
use crate::exit;
use crate::surface::Surface;

pub(super) async fn run(surface: &Surface, asked: Token) -> Done {
    let hallpass = surface.open().await?;
    let name = surface.name(&hallpass, &asked.name).await?;
    let how = TokenUse { min_life: asked.min_life, expired_ok: asked.expired_ok, production_ok: asked.yes_prod };
    // With --json the one document on standard output is the token's own.
    let unasked = if surface.screen.json { hallpass_core::Format::Json } else { hallpass_core::Format::Raw };
    let token = hallpass.token(&name, &how, asked.format.unwrap_or(unasked), EventKind::TokenHandedOut).await?;
    // Reason: printing it is what this command is for.
    surface.screen.out(token.expose())?;
    Ok(exit::DONE)
}
