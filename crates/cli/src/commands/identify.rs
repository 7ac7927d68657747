//! `hallpass identify`: which session a token belongs to.

use serde_json::json;

use super::{Done, secret, session_view};
use crate::exit;
use crate::i18n::say;
use crate::surface::Surface;

pub(super) async fn run(surface: &Surface) -> Done {
    let screen = surface.screen;
    let token = secret::of_input(surface, &say::token_question(), "token")?;
    let session = surface.open().await?.whose(token).await?;
    let said = say::belongs_to(&session.profile);
    screen.result(&json!({ "session": session }), || session_view::said(&screen, &said, &session))?;
    Ok(exit::DONE)
}
