//! `hallpass profile ...`

use std::path::Path;

use hallpass_core::providers::Text;
use hallpass_core::{Error, Profile, ProfileDraft, Proxy, Result, SavedProfile};
use serde_json::json;

use super::{Done, client_certificate, packs, profile_view, secret};
use crate::args::{Add, Edit, List, Profile as Asked, ProfileFields, Remove};
use crate::context::Context;
use crate::i18n::messages;
use crate::{exit, input};

pub(super) async fn run(context: &Context, asked: Asked) -> Done {
    match asked {
        Asked::Add(asked) => add(context, asked).await,
        Asked::List(asked) => list(context, &asked).await,
        Asked::Show(asked) => show(context, &asked.name).await,
        Asked::Edit(asked) => edit(context, asked).await,
        Asked::Remove(asked) => remove(context, &asked).await,
        Asked::Export(asked) => packs::export(context, &asked).await,
        Asked::Import(asked) => packs::import(context, &asked).await,
    }
}

async fn add(context: &Context, asked: Add) -> Done {
    let mut draft = draft(context, asked.fields)?;
    draft.name = Some(asked.name);
    draft.provider = Some(asked.provider);
    if draft.server.is_none() {
        if !context.output.asks {
            return Err(Error::missing("server"));
        }
        draft.server = Some(context.output.ask(crate::i18n::label::ADDRESS.get(context.lang()))?);
    }
    let saved = context.open_or_make().await?.add_profile(draft).await?;
    say_saved(context, &saved)
}

async fn edit(context: &Context, asked: Edit) -> Done {
    let mut draft = draft(context, asked.fields)?;
    draft.name = asked.rename;
    if asked.no_allow_http {
        draft.allow_http = Some(false);
    }
    let saved = context.open().await?.edit_profile(&asked.name, draft).await?;
    say_saved(context, &saved)
}

fn say_saved(context: &Context, saved: &SavedProfile) -> Done {
    for notice in &saved.notices {
        context.output.warn(notice);
    }
    if saved.profile.network.allow_http && saved.profile.server.starts_with("http:") {
        context.output.warn(&messages::plain_http());
    }
    let said = messages::profile_saved(&saved.profile.name);
    context.output.result(saved, || context.output.success(&said))?;
    Ok(exit::DONE)
}

/// What the command line says about a profile; what it leaves out stays unchanged.
pub(super) fn draft(context: &Context, fields: ProfileFields) -> Result<ProfileDraft> {
    // Reason: only whether there is a password in it.
    if fields.proxy.as_ref().is_some_and(|proxy| matches!(Proxy::parse(proxy.expose()), Ok((_, Some(_))))) {
        context.output.warn(&messages::proxy_password_typed());
    }
    let mut secrets = secret::read_all(context, &fields.settings.secrets)?;
    if let Some(file) = &fields.client_cert {
        secrets.push(client_certificate::of_file(context, file, fields.client_cert_passphrase.as_ref())?);
    }
    Ok(ProfileDraft {
        server: fields.server,
        environment: fields.env,
        group: fields.group,
        tags: Some(fields.tags).filter(|tags| !tags.is_empty()),
        method: fields.method,
        values: fields.settings.values.into_iter().map(|set| (set.field, set.value)).collect(),
        secrets,
        credential: fields.credential,
        proxy: fields.proxy,
        ca: fields.ca.as_deref().map(certificate).transpose()?,
        allow_http: fields.allow_http.then_some(true),
        auto_renew: fields.auto_renew,
        keep_alive: fields.keep_alive,
        ..ProfileDraft::default()
    })
}

/// The certificate authority in a file; an empty name removes it.
pub(super) fn certificate(file: &Path) -> Result<String> {
    if file.as_os_str().is_empty() {
        return Ok(String::new());
    }
    Ok(input::text_of_file(file, input::LARGE)?.to_string())
}

/// A user at a terminal is asked before something is gone for good; a script has said what it wants.
pub(super) fn confirm_removal(context: &Context, asked: &Remove) -> Result<()> {
    let asks = context.output.asks && !asked.yes;
    if asks && !context.output.confirm(messages::removal_question(&asked.name).get(context.lang()))? {
        return Err(messages::nothing_removed());
    }
    Ok(())
}

async fn list(context: &Context, asked: &List) -> Done {
    let hallpass = context.open().await?;
    let mut profiles = hallpass.profiles().await?;
    profiles.retain(|profile| asked.tag.as_ref().is_none_or(|tag| profile.tags.contains(tag)));
    if asked.names && !context.output.json {
        let names: String = profiles.iter().map(|profile| format!("{}\n", profile.name)).collect();
        context.output.out(&names)?;
        return Ok(exit::DONE);
    }
    let teams = hallpass.teams_of_profiles().await?;
    let json: Vec<_> = profiles.iter().map(|profile| profile_view::json(profile, &teams)).collect();
    context.output.result(&json!({ "profiles": json }), || profile_view::table(&context.output, &profiles, &teams))?;
    Ok(exit::DONE)
}

async fn show(context: &Context, name: &str) -> Done {
    let hallpass = context.open().await?;
    let profile: Profile = context.profile(&hallpass, name).await?;
    let teams = hallpass.teams_of_profiles().await?;
    let json = json!({ "profile": profile_view::json(&profile, &teams) });
    context.output.result(&json, || profile_view::page(&context.output, &profile, &teams))?;
    Ok(exit::DONE)
}

async fn remove(context: &Context, asked: &Remove) -> Done {
    let (hallpass, name) = (context.open().await?, &asked.name);
    // A missing profile is an error before the question.
    hallpass.profile(name).await?;
    confirm_removal(context, asked)?;
    hallpass.remove_profile(name).await?;
    let said: Text = messages::removed(name);
    context.output.result(&json!({ "removed": name }), || context.output.success(&said))?;
    Ok(exit::DONE)
}
