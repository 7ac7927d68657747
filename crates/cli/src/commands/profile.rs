//! `hallpass profile ...`

use std::path::Path;

use hallpass_core::providers::Text;
use hallpass_core::{Error, Profile, ProfileDraft, Proxy, Result, SavedProfile};
use serde_json::json;

use super::{Done, packs, profile_view, secret};
use crate::args::{Add, Edit, List, Profile as Asked, ProfileFields, Remove};
use crate::i18n::say;
use crate::surface::Surface;
use crate::{exit, input};

pub(super) async fn run(surface: &Surface, asked: Asked) -> Done {
    match asked {
        Asked::Add(asked) => add(surface, asked).await,
        Asked::List(asked) => list(surface, &asked).await,
        Asked::Show(asked) => show(surface, &asked.name).await,
        Asked::Edit(asked) => edit(surface, asked).await,
        Asked::Remove(asked) => remove(surface, &asked).await,
        Asked::Export(asked) => packs::export(surface, &asked).await,
        Asked::Import(asked) => packs::import(surface, &asked).await,
    }
}

async fn add(surface: &Surface, asked: Add) -> Done {
    let mut draft = draft(surface, asked.fields)?;
    draft.name = Some(asked.name);
    draft.provider = Some(asked.provider);
    if draft.server.is_none() {
        if !surface.screen.asks {
            return Err(Error::missing("server"));
        }
        draft.server = Some(surface.screen.ask(crate::i18n::label::ADDRESS.get(surface.lang()))?);
    }
    let saved = surface.open_or_make().await?.add_profile(draft).await?;
    say_saved(surface, &saved)
}

async fn edit(surface: &Surface, asked: Edit) -> Done {
    let mut draft = draft(surface, asked.fields)?;
    draft.name = asked.rename;
    if asked.no_allow_http {
        draft.allow_http = Some(false);
    }
    let saved = surface.open().await?.edit_profile(&asked.name, draft).await?;
    say_saved(surface, &saved)
}

fn say_saved(surface: &Surface, saved: &SavedProfile) -> Done {
    for notice in &saved.notices {
        surface.screen.warn(notice);
    }
    if saved.profile.network.allow_http && saved.profile.server.starts_with("http:") {
        surface.screen.warn(&say::plain_http());
    }
    let said = say::profile_saved(&saved.profile.name);
    surface.screen.result(saved, || surface.screen.done(&said))?;
    Ok(exit::DONE)
}

/// What the command line says about a profile; what it leaves out stays as it is.
fn draft(surface: &Surface, fields: ProfileFields) -> Result<ProfileDraft> {
    // Reason: only whether there is a password in it.
    if fields.proxy.as_ref().is_some_and(|proxy| matches!(Proxy::parse(proxy.expose()), Ok((_, Some(_))))) {
        surface.screen.warn(&say::proxy_password_typed());
    }
    Ok(ProfileDraft {
        server: fields.server,
        environment: fields.env,
        group: fields.group,
        tags: Some(fields.tags).filter(|tags| !tags.is_empty()),
        method: fields.method,
        values: fields.settings.values.into_iter().map(|set| (set.field, set.value)).collect(),
        secrets: secret::read_all(surface, &fields.settings.secrets)?,
        credential: fields.credential,
        proxy: fields.proxy,
        ca: fields.ca.as_deref().map(certificate).transpose()?,
        allow_http: fields.allow_http.then_some(true),
        ..ProfileDraft::default()
    })
}

fn certificate(file: &Path) -> Result<String> {
    // An empty name takes it out again.
    if file.as_os_str().is_empty() {
        return Ok(String::new());
    }
    Ok(input::text_of_file(file, input::LARGE)?.to_string())
}

/// A person at a terminal is asked before something is gone for good; a script has said what it wants.
pub(super) fn confirm_removal(surface: &Surface, asked: &Remove) -> Result<()> {
    let asks = surface.screen.asks && !asked.yes;
    if asks && !surface.screen.confirm(say::removal_question(&asked.name).get(surface.lang()))? {
        return Err(say::nothing_removed());
    }
    Ok(())
}

async fn list(surface: &Surface, asked: &List) -> Done {
    let mut profiles = surface.open().await?.profiles().await?;
    profiles.retain(|profile| asked.tag.as_ref().is_none_or(|tag| profile.tags.contains(tag)));
    if asked.names && !surface.screen.json {
        let names: String = profiles.iter().map(|profile| format!("{}\n", profile.name)).collect();
        surface.screen.out(&names)?;
        return Ok(exit::DONE);
    }
    surface.screen.result(&json!({ "profiles": profiles }), || profile_view::table(&surface.screen, &profiles))?;
    Ok(exit::DONE)
}

async fn show(surface: &Surface, name: &str) -> Done {
    let hallpass = surface.open().await?;
    let profile: Profile = surface.profile(&hallpass, name).await?;
    surface.screen.result(&json!({ "profile": profile }), || profile_view::page(&surface.screen, &profile))?;
    Ok(exit::DONE)
}

async fn remove(surface: &Surface, asked: &Remove) -> Done {
    let (hallpass, name) = (surface.open().await?, &asked.name);
    // A missing profile is an error before the question.
    hallpass.profile(name).await?;
    confirm_removal(surface, asked)?;
    hallpass.remove_profile(name).await?;
    let said: Text = say::removed(name);
    surface.screen.result(&json!({ "removed": name }), || surface.screen.done(&said))?;
    Ok(exit::DONE)
}
