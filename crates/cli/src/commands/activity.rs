//! `hallpass activity`: what happened.

use hallpass_core::Error;
use jiff::SignedDuration;
use serde_json::json;

use super::Done;
use crate::args::Since;
use crate::context::Context;
use crate::exit;
use crate::i18n::{label, messages, time};
use crate::output::Table;

pub(super) async fn run(context: &Context, since: Since) -> Done {
    let (hallpass, lang) = (context.open().await?, context.lang());
    let since = match since {
        Since::At(at) => at,
        Since::Ago(ago) => {
            let ago = SignedDuration::try_from(ago).map_err(|_| Error::internal("a duration is too long"))?;
            hallpass.now().wall.checked_sub(ago).unwrap_or(jiff::Timestamp::MIN)
        }
    };
    let events = hallpass.activity(since).await?;
    context.output.result(&json!({ "activity": events }), || {
        if events.is_empty() {
            return messages::nothing_happened().get(lang).to_owned();
        }
        let heads = [label::WHEN, label::PROFILE, label::WHAT, label::DETAIL, label::CLIENT];
        let mut table = Table::new(&context.output, &heads.each_ref().map(|head| head.get(lang)));
        for event in &events {
            let what = label::event(event.kind).get(lang).to_owned();
            table.row([
                time::local(event.at).into(),
                event.profile.as_str().into(),
                what.into(),
                label::detail(&event.detail, lang).into(),
                event.client.map(|client| label::client(client).get(lang).to_owned()).unwrap_or_default().into(),
            ]);
        }
        table.text()
    })?;
    Ok(exit::DONE)
}
