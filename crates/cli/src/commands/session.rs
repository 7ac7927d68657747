//! Lists and shows sessions, and performs actions on them at their servers.

use hallpass_core::providers::Text;
use hallpass_core::{Hallpass, Result};
use serde_json::json;

use super::{Done, session_view};
use crate::args::SwitchOrg;
use crate::context::Context;
use crate::exit;
use crate::i18n::{label, messages};

pub(super) async fn list(context: &Context) -> Done {
    let sessions = context.open().await?.sessions().await?;
    context.output.result(&json!({ "sessions": sessions }), || session_view::table(&context.output, &sessions))?;
    Ok(exit::DONE)
}

pub(super) async fn show(context: &Context, name: &str) -> Done {
    let (hallpass, name) = opened(context, name).await?;
    let session = hallpass.session(&name).await?;
    context.output.result(&json!({ "session": session }), || session_view::page(&context.output, &session))?;
    Ok(exit::DONE)
}

pub(super) async fn renew(context: &Context, name: &str) -> Done {
    let (hallpass, name) = opened(context, name).await?;
    let session = hallpass.renew(&name).await?;
    let said = messages::renewed(&name);
    context.output.result(&json!({ "session": session }), || session_view::said(&context.output, &said, &session))?;
    Ok(exit::DONE)
}

pub(super) async fn verify(context: &Context, name: &str) -> Done {
    let (hallpass, name) = opened(context, name).await?;
    let verified = hallpass.verify(&name).await?;
    let (valid, session) = (verified.valid, &verified.session);
    let said = if valid { messages::still_valid(&name) } else { messages::no_longer_valid(&name) };
    context.output.result(&verified, || {
        if valid { session_view::said(&context.output, &said, session) } else { context.output.failure(&said) }
    })?;
    Ok(if valid { exit::DONE } else { exit::REFUSED })
}

pub(super) async fn switch_org(context: &Context, asked: SwitchOrg) -> Done {
    let (hallpass, name) = opened(context, &asked.name).await?;
    let organisation = match asked.organisation {
        Some(id) => id,
        None if context.output.asks => pick(context, &hallpass, &name).await?,
        None => return Err(messages::choose_organisation(&name)),
    };
    let session = hallpass.choose(&name, &organisation).await?;
    let works_in = session.organisation.as_ref().map_or(organisation.as_str(), |named| named.name.as_str());
    let said = messages::working_in(&name, works_in);
    context.output.result(&json!({ "session": session }), || session_view::said(&context.output, &said, &session))?;
    Ok(exit::DONE)
}

async fn pick(context: &Context, hallpass: &Hallpass, name: &str) -> Result<String> {
    let organisations = hallpass.session(name).await?.organisations;
    let names: Vec<String> = organisations.iter().map(session_view::named).collect();
    if names.is_empty() {
        return Err(messages::choose_organisation(name));
    }
    let n = context.output.pick(label::ORGANISATION.get(context.lang()), &names)?;
    Ok(organisations[n].id.clone())
}

pub(super) async fn logout(context: &Context, name: &str) -> Done {
    let (hallpass, name) = opened(context, name).await?;
    let done = hallpass.sign_out(&name).await?;
    let said: &Text = &done.text;
    context.output.result(&json!({ "profile": name, "signed_out": done }), || {
        if done.ended_at_server { context.output.success(said) } else { context.output.partial(said) }
    })?;
    Ok(exit::DONE)
}

async fn opened(context: &Context, name: &str) -> Result<(Hallpass, String)> {
    let hallpass = context.open().await?;
    let name = context.name(&hallpass, name).await?;
    Ok((hallpass, name))
}
