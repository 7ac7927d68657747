//! `hallpass whose`: which session a token belongs to.

use serde_json::json;

use super::{Done, secret, session_view};
use crate::exit;
use crate::i18n::say;
use crate::surface::Surface;

pub(super) async fn run(surface: &Surface) -> Done {
    let screen = surface.screen;
    let token =
        if screen.asks { screen.ask_secret(say::token_question().get(screen.lang))? } else { secret::of_input()? };
    let session = surface.open().await?.whose(token).await?;
    let said = say::belongs_to(&session.profile);
    screen.result(&json!({ "session": session }), || session_view::said(&screen, &said, &session))?;
    Ok(exit::DONE)
}
