//! `hallpass copy`: copies a token; a small helper process owns the clipboard and clears it.
//!
//! The token reaches that process on its standard input, never in its arguments or environment.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use hallpass_core::providers::Secret;
use hallpass_core::{CLIPBOARD_TIME, ClipboardSecret, Error, ErrorCode, EventKind, Result, TokenFormat, TokenUse};
use serde_json::json;

use super::Done;
use crate::args::Copy;
use crate::context::Context;
use crate::exit;
use crate::i18n::messages;

/// What the holder writes once the token is in the clipboard.
const HELD: [u8; 5] = *b"held\n";

pub(super) async fn run(context: &Context, asked: Copy) -> Done {
    let hallpass = context.open().await?;
    let name = context.name(&hallpass, &asked.name).await?;
    let how = TokenUse { expired_ok: asked.allow_expired, production_ok: asked.allow_prod, ..TokenUse::default() };
    let format = if asked.header { TokenFormat::Header } else { TokenFormat::Raw };
    hallpass.hand_out(&name, &how, format, EventKind::Copied, |token| hand_over(&token)).await?;
    let seconds = CLIPBOARD_TIME.as_secs();
    let said = messages::copied(&name, seconds);
    context
        .output
        .result(&json!({ "copied": name, "cleared_after_seconds": seconds }), || context.output.success(&said))?;
    Ok(exit::DONE)
}

/// Starts the holder and waits until it has the token in the clipboard.
fn hand_over(token: &Secret) -> Result<()> {
    let fault = |_| Error::internal("the process that holds the clipboard could not be started");
    let mut command = Command::new(std::env::current_exe().map_err(fault)?);
    command.arg("clipboard-hold").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Out of this terminal's foreground: Ctrl-C there is not for the holder.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    crate::output::keep_streams();
    let mut holder = command.spawn().map_err(fault)?;
    if let Some(mut input) = holder.stdin.take() {
        // Reason: a pipe to our own process, which puts it into the clipboard.
        input.write_all(token.expose().as_bytes()).map_err(fault)?;
    }
    // Its output stays open for as long as it holds, so no more is read than what it says.
    let mut answer = [0; HELD.len()];
    let said = holder.stdout.take().is_some_and(|mut output| output.read_exact(&mut answer).is_ok());
    if said && answer == HELD { Ok(()) } else { Err(messages::no_clipboard()) }
}

/// The holder itself.
pub(super) fn hold() -> Done {
    let copied = ClipboardSecret::new(crate::input::secret_of_input()?)?;
    say_held().map_err(|_| Error::new(ErrorCode::Internal, messages::no_answer()))?;
    copied.hold(CLIPBOARD_TIME);
    Ok(exit::DONE)
}

/// Tells the command, so that it can end.
fn say_held() -> std::io::Result<()> {
    let mut output = std::io::stdout().lock();
    output.write_all(&HELD)?;
    output.flush()
}
