//! `hallpass credential ...`

use hallpass_core::Error;
use serde_json::json;

use super::profile::confirm_removal;
use super::{Done, secret};
use crate::args::{Credential as Asked, CredentialAdd, Remove, Source};
use crate::context::Context;
use crate::exit;
use crate::i18n::{label, messages, time};
use crate::output::Table;

pub(super) async fn run(context: &Context, asked: Asked) -> Done {
    match asked {
        Asked::Add(asked) => add(context, &asked).await,
        Asked::List => list(context).await,
        Asked::Remove(asked) => remove(context, &asked).await,
    }
}

async fn add(context: &Context, asked: &CredentialAdd) -> Done {
    if let Some(reference) = &asked.reference {
        context.open_or_make().await?.save_credential_reference(&asked.name, reference).await?;
        let said = messages::credential_saved(&asked.name);
        let json = json!({ "credential": { "name": asked.name, "reference": reference } });
        context.output.result(&json, || said.get(context.lang()).to_owned())?;
        return Ok(exit::DONE);
    }
    let secret = match &asked.secret {
        Some(Source::File(file)) => secret::of_file(file)?,
        Some(Source::Input) => secret::of_input(context, &label::SECRET, "secret")?,
        None if context.output.asks => secret::of_input(context, &label::SECRET, "secret")?,
        None => return Err(Error::missing("secret")),
    };
    context.open_or_make().await?.save_credential(&asked.name, secret).await?;
    let said = messages::credential_saved(&asked.name);
    context.output.result(&json!({ "credential": { "name": asked.name } }), || said.get(context.lang()).to_owned())?;
    Ok(exit::DONE)
}

async fn list(context: &Context) -> Done {
    let (credentials, lang) = (context.open().await?.credentials().await?, context.lang());
    context.output.result(&json!({ "credentials": credentials }), || {
        if credentials.is_empty() {
            return messages::no_credentials().get(lang).to_owned();
        }
        let heads = [label::NAME, label::SET_AT, label::USED_BY];
        let mut table = Table::new(&context.output, &heads.each_ref().map(|head| head.get(lang)));
        for credential in &credentials {
            let users = credential.profiles.join(", ");
            let name = match &credential.reference {
                Some(reference) => format!("{} ({reference})", credential.name),
                None => credential.name.clone(),
            };
            table.row([name.into(), time::local(credential.set_at).into(), users.into()]);
        }
        table.text()
    })?;
    Ok(exit::DONE)
}

async fn remove(context: &Context, asked: &Remove) -> Done {
    let (hallpass, name) = (context.open().await?, &asked.name);
    confirm_removal(context, asked)?;
    hallpass.remove_credential(name).await?;
    context.output.result(&json!({ "removed": name }), || messages::removed(name).get(context.lang()).to_owned())?;
    Ok(exit::DONE)
}
