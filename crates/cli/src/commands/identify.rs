//! `hallpass identify`: which session a token belongs to.

use serde_json::json;

use super::{Done, secret, session_view};
use crate::context::Context;
use crate::exit;
use crate::i18n::messages;

pub(super) async fn run(context: &Context) -> Done {
    let output = context.output;
    let token = secret::of_input(context, &messages::token_question(), "token")?;
    let session = context.open().await?.whose(token).await?;
    let said = messages::belongs_to(&session.profile);
    output.result(&json!({ "session": session }), || session_view::said(&output, &said, &session))?;
    Ok(exit::DONE)
}
