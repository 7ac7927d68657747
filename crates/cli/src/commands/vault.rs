//! `hallpass vault ...`

use std::time::Duration;

use hallpass_core::vault::{KeySource, NewVault, Vault, VaultError, VaultStatus, forget_unlock, request_lock, status};
use hallpass_core::{Error, MIGRATIONS, Result, shown};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Done, secret};
use crate::args::{NewKeyPlace, Vault as Asked};
use crate::context::Context;
use crate::i18n::{label, messages, time};
use crate::output::Table;
use crate::{exit, key};

pub(super) async fn run(context: &Context, asked: Asked) -> Done {
    match asked {
        Asked::Init(place) => init(context, &place).await,
        Asked::Status => show(context),
        Asked::Lock => lock(context),
        Asked::Unlock(asked) => unlock(context, asked.time).await,
        Asked::Recover(place) => recover(context, &place).await,
    }
}

async fn init(context: &Context, place: &NewKeyPlace) -> Done {
    let there = status(&context.home)?;
    if there.exists {
        return Err(VaultError::Exists { path: context.home.join("envelope.json") }.into());
    }
    let place = key::new_place(context, place.keyring, place.passphrase).await?;
    let vault = context.make(place, |new| show_recovery(context, new)).await?;
    vault.close().await;
    if !context.output.json {
        context.output.out(&format!("\n{}", context.output.success(&messages::vault_made(&context.home))))?;
    }
    Ok(exit::DONE)
}

/// Shows the recovery key to the user; the document is that of the vault that is about to be there.
fn show_recovery(context: &Context, new: &NewVault) -> Result<()> {
    // Reason: the one time that it is shown.
    let clear = new.recovery_key().expose();
    let document = json!({ "vault": vault_json(context, &new.status()), "recovery_key": clear.as_str() });
    context
        .output
        .result(&document, || format!("{}\n\n  {}\n", messages::recovery_key().get(context.lang()), clear.as_str()))
}

fn show(context: &Context) -> Done {
    let state = status(&context.home)?;
    let lang = context.lang();
    context.output.result(&json!({ "vault": vault_json(context, &state) }), || {
        let mut table = Table::new(&context.output, &[]);
        let mut row = |name: &hallpass_core::providers::Text, value: String| {
            table.row([name.get(lang).into(), value.into()]);
        };
        row(&label::FOLDER, shown(&context.home));
        row(&label::VAULT, label::there(state.exists).get(lang).to_owned());
        if let Some(source) = state.source {
            row(&label::KEY, label::key_source(source).get(lang).to_owned());
        }
        if let Some(item) = &state.keyring_item {
            row(&label::KEYRING_ITEM, item.clone());
        }
        if let Some(until) = unlocked_until(&state) {
            row(&label::UNLOCKED_UNTIL, time::local(until));
        }
        table.text()
    })?;
    Ok(exit::DONE)
}

fn vault_json(context: &Context, state: &VaultStatus) -> Value {
    json!({
        "home": shown(&context.home), "exists": state.exists, "id": state.vault_id,
        "key": state.source.map(label::key_source_id), "keyring_item": state.keyring_item,
        "schema": state.schema, "unlocked_until": unlocked_until(state),
    })
}

fn unlocked_until(state: &VaultStatus) -> Option<Timestamp> {
    Timestamp::try_from(state.unlocked_until?).ok()
}

fn lock(context: &Context) -> Done {
    let state = status(&context.home)?;
    if !state.exists {
        return Err(VaultError::NoVault { path: context.home.clone() }.into());
    }
    forget_unlock(&context.home);
    request_lock(&context.home)?;
    let text = messages::locked(state.source == Some(KeySource::Passphrase));
    context.output.result(&json!({ "vault": vault_json(context, &status(&context.home)?) }), || {
        text.get(context.lang()).to_owned()
    })?;
    Ok(exit::DONE)
}

async fn unlock(context: &Context, time: Duration) -> Done {
    if status(&context.home)?.source == Some(KeySource::Keyring) {
        return Err(messages::nothing_to_unlock());
    }
    if !cfg!(target_os = "linux") {
        return Err(messages::unlock_on_linux_only());
    }
    let hallpass = context.open_unlocking(time).await?;
    hallpass.vault().unlock_for(time)?;
    let state = status(&context.home)?;
    let until = unlocked_until(&state).ok_or_else(|| Error::internal("the unlock does not hold"))?;
    context.output.result(&json!({ "vault": vault_json(context, &state) }), || {
        messages::unlocked_until(&time::local(until)).get(context.lang()).to_owned()
    })?;
    Ok(exit::DONE)
}

async fn recover(context: &Context, place: &NewKeyPlace) -> Done {
    if !status(&context.home)?.exists {
        return Err(VaultError::NoVault { path: context.home.clone() }.into());
    }
    let recovery = secret::of_input(context, &messages::recovery_question(), "recovery-key")?;
    let place = key::new_place(context, place.keyring, place.passphrase).await?;
    let recovering = Vault::recover(&context.home, key::clear(&recovery), place, MIGRATIONS);
    let vault = key::patiently(context, recovering).await?;
    vault.close().await;
    let state = status(&context.home)?;
    context.output.result(&json!({ "vault": vault_json(context, &state) }), || {
        messages::recovered().get(context.lang()).to_owned()
    })?;
    Ok(exit::DONE)
}
