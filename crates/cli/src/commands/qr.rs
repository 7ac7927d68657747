//! `hallpass qr`: the token as a QR code, in the terminal or in a file.

use std::path::Path;

use hallpass_core::providers::Secret;
use hallpass_core::{EventKind, Result, TokenFormat, TokenUse, shown};
use qrcode::QrCode;
use qrcode::render::{svg, unicode::Dense1x2};
use serde_json::json;

use super::{Done, captcha};
use crate::args::Qr;
use crate::context::Context;
use crate::exit;
use crate::i18n::messages;

pub(super) async fn run(context: &Context, asked: Qr) -> Done {
    if context.output.json && asked.out.is_none() {
        return Err(messages::qr_wants_file());
    }
    let hallpass = context.open().await?;
    let name = context.name(&hallpass, &asked.name).await?;
    let how = TokenUse { expired_ok: asked.allow_expired, production_ok: asked.allow_prod, ..TokenUse::default() };
    let draw = |token: Secret| {
        let code = code(&token)?;
        match &asked.out {
            Some(file) => to_file(context, &name, &code, file),
            None => context.output.out(&in_terminal(&code)),
        }
    };
    hallpass.hand_out(&name, &how, TokenFormat::Raw, EventKind::Revealed, draw).await?;
    Ok(exit::DONE)
}

fn code(token: &Secret) -> Result<QrCode> {
    // Reason: the picture is the token; that is what was asked for.
    QrCode::new(token.expose().as_bytes()).map_err(|_| messages::qr_too_long())
}

/// Light on dark is how a terminal shows blocks; a quiet zone of four modules is part of the code.
fn in_terminal(code: &QrCode) -> String {
    code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).quiet_zone(true).build()
}

fn to_file(context: &Context, name: &str, code: &QrCode, file: &Path) -> Result<()> {
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(320, 320).quiet_zone(true).build();
    captcha::private(file, drawing.as_bytes())?;
    let said = messages::qr_written(name, file);
    context.output.warn(&messages::clear_text(file));
    context.output.result(&json!({ "file": shown(file), "clear_text": true }), || context.output.success(&said))
}
