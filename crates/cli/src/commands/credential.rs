//! `hallpass credential ...`

use hallpass_core::Error;
use serde_json::json;

use super::profile::confirm_removal;
use super::{Done, secret};
use crate::args::{Credential as Asked, CredentialAdd, Remove, Source};
use crate::exit;
use crate::i18n::{label, say, time};
use crate::screen::Table;
use crate::surface::Surface;

pub(super) async fn run(surface: &Surface, asked: Asked) -> Done {
    match asked {
        Asked::Add(asked) => add(surface, &asked).await,
        Asked::List => list(surface).await,
        Asked::Remove(asked) => remove(surface, &asked).await,
    }
}

async fn add(surface: &Surface, asked: &CredentialAdd) -> Done {
    let secret = match &asked.secret {
        Some(Source::File(file)) => secret::of_file(file)?,
        Some(Source::Input) => secret::of_input(surface, &label::SECRET, "secret")?,
        None if surface.screen.asks => secret::of_input(surface, &label::SECRET, "secret")?,
        None => return Err(Error::missing("secret")),
    };
    surface.open_or_make().await?.save_credential(&asked.name, secret).await?;
    let said = say::credential_saved(&asked.name);
    surface.screen.result(&json!({ "credential": { "name": asked.name } }), || said.get(surface.lang()).to_owned())?;
    Ok(exit::DONE)
}

async fn list(surface: &Surface) -> Done {
    let (credentials, lang) = (surface.open().await?.credentials().await?, surface.lang());
    surface.screen.result(&json!({ "credentials": credentials }), || {
        if credentials.is_empty() {
            return say::no_credentials().get(lang).to_owned();
        }
        let heads = [label::NAME, label::SET_AT, label::USED_BY];
        let mut table = Table::new(&surface.screen, &heads.each_ref().map(|head| head.get(lang)));
        for credential in &credentials {
            let users = credential.profiles.join(", ");
            table.row([credential.name.as_str().into(), time::local(credential.set_at).into(), users.into()]);
        }
        table.text()
    })?;
    Ok(exit::DONE)
}

async fn remove(surface: &Surface, asked: &Remove) -> Done {
    let (hallpass, name) = (surface.open().await?, &asked.name);
    confirm_removal(surface, asked)?;
    hallpass.remove_credential(name).await?;
    surface.screen.result(&json!({ "removed": name }), || say::removed(name).get(surface.lang()).to_owned())?;
    Ok(exit::DONE)
}
