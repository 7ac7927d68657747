//! Sessions: listing, showing, and what can be done with one at its server.

use hallpass_core::providers::Text;
use hallpass_core::{Hallpass, Result};
use serde_json::json;

use super::{Done, session_view};
use crate::args::SwitchOrg;
use crate::exit;
use crate::i18n::{label, say};
use crate::surface::Surface;

pub(super) async fn list(surface: &Surface) -> Done {
    let sessions = surface.open().await?.sessions().await?;
    surface.screen.result(&json!({ "sessions": sessions }), || session_view::table(&surface.screen, &sessions))?;
    Ok(exit::DONE)
}

pub(super) async fn show(surface: &Surface, name: &str) -> Done {
    let (hallpass, name) = opened(surface, name).await?;
    let session = hallpass.session(&name).await?;
    surface.screen.result(&json!({ "session": session }), || session_view::page(&surface.screen, &session))?;
    Ok(exit::DONE)
}

pub(super) async fn renew(surface: &Surface, name: &str) -> Done {
    let (hallpass, name) = opened(surface, name).await?;
    let session = hallpass.renew(&name).await?;
    let said = say::renewed(&name);
    surface.screen.result(&json!({ "session": session }), || session_view::said(&surface.screen, &said, &session))?;
    Ok(exit::DONE)
}

pub(super) async fn verify(surface: &Surface, name: &str) -> Done {
    let (hallpass, name) = opened(surface, name).await?;
    let verified = hallpass.verify(&name).await?;
    let (valid, session) = (verified.valid, &verified.session);
    let said = if valid { say::still_valid(&name) } else { say::no_longer_valid(&name) };
    surface.screen.result(&verified, || {
        if valid { session_view::said(&surface.screen, &said, session) } else { surface.screen.not_done(&said) }
    })?;
    Ok(if valid { exit::DONE } else { exit::REFUSED })
}

pub(super) async fn switch_org(surface: &Surface, asked: SwitchOrg) -> Done {
    let (hallpass, name) = opened(surface, &asked.name).await?;
    let organisation = match asked.organisation {
        Some(id) => id,
        None if surface.screen.asks => pick(surface, &hallpass, &name).await?,
        None => return Err(say::choose_organisation(&name)),
    };
    let session = hallpass.choose(&name, &organisation).await?;
    let works_in = session.organisation.as_ref().map_or(organisation.as_str(), |named| named.name.as_str());
    let said = say::working_in(&name, works_in);
    surface.screen.result(&json!({ "session": session }), || session_view::said(&surface.screen, &said, &session))?;
    Ok(exit::DONE)
}

async fn pick(surface: &Surface, hallpass: &Hallpass, name: &str) -> Result<String> {
    let organisations = hallpass.session(name).await?.organisations;
    let names: Vec<String> = organisations.iter().map(session_view::named).collect();
    if names.is_empty() {
        return Err(say::choose_organisation(name));
    }
    let n = surface.screen.pick(label::ORGANISATION.get(surface.lang()), &names)?;
    Ok(organisations[n].id.clone())
}

pub(super) async fn logout(surface: &Surface, name: &str) -> Done {
    let (hallpass, name) = opened(surface, name).await?;
    let done = hallpass.sign_out(&name).await?;
    let said: &Text = &done.text;
    surface.screen.result(&json!({ "profile": name, "signed_out": done }), || {
        if done.ended_at_server { surface.screen.done(said) } else { surface.screen.partly(said) }
    })?;
    Ok(exit::DONE)
}

async fn opened(surface: &Surface, name: &str) -> Result<(Hallpass, String)> {
    let hallpass = surface.open().await?;
    let name = surface.name(&hallpass, name).await?;
    Ok((hallpass, name))
}
