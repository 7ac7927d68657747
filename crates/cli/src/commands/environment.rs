//! `hallpass environment ...`

use std::collections::BTreeMap;

use hallpass_core::{EnvironmentDraft, EnvironmentView, Error, ErrorCode, Hallpass, Result};
use serde_json::{Value, json};

use super::Done;
use super::profile::confirm_removal;
use crate::args::{
    Environment as Asked, EnvironmentAdd, EnvironmentEdit, EnvironmentFields, EnvironmentList, EnvironmentRemove,
    Remove,
};
use crate::context::Context;
use crate::exit;
use crate::i18n::{label, messages};
use crate::output::{Cell, Colour, Table};

pub(super) async fn run(context: &Context, asked: Asked) -> Done {
    match asked {
        Asked::List(asked) => list(context, &asked).await,
        Asked::Add(asked) => add(context, asked).await,
        Asked::Edit(asked) => edit(context, asked).await,
        Asked::Remove(asked) => remove(context, asked).await,
    }
}

async fn list(context: &Context, asked: &EnvironmentList) -> Done {
    let hallpass = context.open().await?;
    let (environments, lang) = (hallpass.environments().await?, context.lang());
    if asked.names && !context.output.json {
        let names: String = environments.iter().map(|one| format!("{}\n", one.id)).collect();
        context.output.out(&names)?;
        return Ok(exit::DONE);
    }
    let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for profile in hallpass.profiles().await? {
        users.entry(profile.environment.id().to_owned()).or_default().push(profile.name);
    }
    let used_by = |id: &str| users.get(id).cloned().unwrap_or_default();
    let all: Vec<Value> = environments.iter().map(|one| with_users(one, &used_by(&one.id))).collect();
    context.output.result(&json!({ "environments": all }), || {
        let heads = [label::ENVIRONMENT, label::NAME, label::PRODUCTION, label::COLOUR, label::USED_BY];
        let mut table = Table::new(&context.output, &heads.each_ref().map(|head| head.get(lang)));
        for one in &environments {
            let production: Cell = match one.production {
                true => Cell::painted(messages::yes().get(lang), Colour::Red),
                false => "".into(),
            };
            let colour = if one.production { "" } else { one.colour.id() };
            let users = used_by(&one.id).join(", ");
            table.row([one.id.as_str().into(), one.name.get(lang).into(), production, colour.into(), users.into()]);
        }
        table.text()
    })?;
    Ok(exit::DONE)
}

async fn add(context: &Context, asked: EnvironmentAdd) -> Done {
    let production = Some(asked.fields.production);
    let added = context.open_or_make().await?.add_environment(&asked.env, draft(asked.fields, production)).await?;
    told(context, &added)
}

async fn edit(context: &Context, asked: EnvironmentEdit) -> Done {
    let production = match (asked.fields.production, asked.no_production) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    };
    let (hallpass, draft) = (context.open().await?, draft(asked.fields, production));
    let edit = |confirmed| hallpass.edit_environment(&asked.env, draft.clone(), confirmed);
    let edited = match edit(asked.allow_prod).await {
        Err(error) if agreed(context, &error)? => edit(true).await?,
        edited => edited?,
    };
    told(context, &edited)
}

async fn remove(context: &Context, asked: EnvironmentRemove) -> Done {
    let hallpass = context.open().await?;
    known(&hallpass, &asked.env).await?;
    confirm_removal(context, &Remove { name: asked.env.clone(), yes: asked.yes })?;
    let remove = |confirmed| hallpass.remove_environment(&asked.env, asked.move_to.clone(), confirmed);
    let removed = match remove(asked.allow_prod).await {
        Err(error) if agreed(context, &error)? => remove(true).await?,
        removed => removed?,
    };
    let said = messages::environment_removed(&removed.id, removed.moved.len());
    let document = json!({ "removed": removed.id, "moved": removed.moved });
    context.output.result(&document, || said.get(context.lang()).to_owned())?;
    Ok(exit::DONE)
}

/// Says that there is no such environment before it is asked whether to remove it.
async fn known(hallpass: &Hallpass, id: &str) -> Result<()> {
    if hallpass.environments().await?.iter().any(|one| one.id == id) {
        return Ok(());
    }
    hallpass.remove_environment(id, None, false).await.map(drop)
}

/// Whether the user at the terminal agrees to what requires the confirmation of production.
fn agreed(context: &Context, error: &Error) -> Result<bool> {
    if error.code != ErrorCode::ProductionNotConfirmed || !context.output.asks {
        return Ok(false);
    }
    context.output.confirm(messages::go_on_all_the_same(error).get(context.lang()))
}

fn draft(fields: EnvironmentFields, production: Option<bool>) -> EnvironmentDraft {
    let after = if fields.first { Some(String::new()) } else { fields.after };
    EnvironmentDraft { name_zh: fields.name_zh, name_en: fields.name_en, colour: fields.colour, production, after }
}

fn told(context: &Context, one: &EnvironmentView) -> Done {
    let said = messages::environment_saved(&one.id);
    context.output.result(&json!({ "environment": one }), || said.get(context.lang()).to_owned())?;
    Ok(exit::DONE)
}

fn with_users(one: &EnvironmentView, users: &[String]) -> Value {
    let mut json = json!(one);
    if let Value::Object(members) = &mut json {
        members.insert("profiles".to_owned(), json!(users));
    }
    json
}
