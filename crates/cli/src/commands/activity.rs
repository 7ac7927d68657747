//! `hallpass activity`: what happened.

use hallpass_core::Error;
use jiff::SignedDuration;
use serde_json::json;

use super::Done;
use crate::args::Since;
use crate::exit;
use crate::i18n::{label, say, time};
use crate::screen::Table;
use crate::surface::Surface;

pub(super) async fn run(surface: &Surface, since: Since) -> Done {
    let (hallpass, lang) = (surface.open().await?, surface.lang());
    let since = match since {
        Since::At(at) => at,
        Since::Ago(ago) => {
            let ago = SignedDuration::try_from(ago).map_err(|_| Error::internal("a duration is too long"))?;
            hallpass.now().wall.checked_sub(ago).unwrap_or(jiff::Timestamp::MIN)
        }
    };
    let events = hallpass.activity(since).await?;
    surface.screen.result(&json!({ "activity": events }), || {
        if events.is_empty() {
            return say::nothing_happened().get(lang).to_owned();
        }
        let heads = [label::WHEN, label::PROFILE, label::WHAT, label::DETAIL];
        let mut table = Table::new(&surface.screen, &heads.each_ref().map(|head| head.get(lang)));
        for event in &events {
            let what = label::event(event.kind).get(lang).to_owned();
            table.row([
                time::local(event.at).into(),
                event.profile.as_str().into(),
                what.into(),
                label::detail(&event.detail, lang).into(),
            ]);
        }
        table.text()
    })?;
    Ok(exit::DONE)
}
