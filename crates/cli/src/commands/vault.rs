//! `hallpass vault ...`

use std::time::Duration;

use hallpass_core::vault::{KeySource, NewVault, Vault, VaultError, VaultStatus, forget_unlock, status};
use hallpass_core::{Error, MIGRATIONS, Result, shown};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Done, secret};
use crate::args::{NewKeyPlace, Vault as Asked};
use crate::i18n::{label, say, time};
use crate::screen::Table;
use crate::surface::Surface;
use crate::{exit, key};

pub(super) async fn run(surface: &Surface, asked: Asked) -> Done {
    match asked {
        Asked::Init(place) => init(surface, &place).await,
        Asked::Status => show(surface),
        Asked::Lock => lock(surface),
        Asked::Unlock(asked) => unlock(surface, asked.time).await,
        Asked::Recover(place) => recover(surface, &place).await,
    }
}

async fn init(surface: &Surface, place: &NewKeyPlace) -> Done {
    let there = status(&surface.home)?;
    if there.exists {
        return Err(VaultError::Exists { path: surface.home.join("envelope.json") }.into());
    }
    let place = key::new_place(surface, place.keyring, place.passphrase).await?;
    let vault = surface.make(place, |new| show_recovery(surface, new)).await?;
    vault.close().await;
    if !surface.screen.json {
        surface.screen.out(&format!("\n{}", surface.screen.done(&say::vault_made(&surface.home))))?;
    }
    Ok(exit::DONE)
}

/// Shows the recovery key to the person who keeps it; the document is that of the vault that is about to be there.
fn show_recovery(surface: &Surface, new: &NewVault) -> Result<()> {
    // Reason: the one time that it is shown.
    let clear = new.recovery_key().expose();
    let document = json!({ "vault": vault_json(surface, &new.status()), "recovery_key": clear.as_str() });
    surface
        .screen
        .result(&document, || format!("{}\n\n  {}\n", say::recovery_key().get(surface.lang()), clear.as_str()))
}

fn show(surface: &Surface) -> Done {
    let state = status(&surface.home)?;
    let lang = surface.lang();
    surface.screen.result(&json!({ "vault": vault_json(surface, &state) }), || {
        let mut table = Table::new(&surface.screen, &[]);
        let mut row = |name: &hallpass_core::providers::Text, value: String| {
            table.row([name.get(lang).into(), value.into()]);
        };
        row(&label::FOLDER, shown(&surface.home));
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

fn vault_json(surface: &Surface, state: &VaultStatus) -> Value {
    json!({
        "home": shown(&surface.home), "exists": state.exists, "id": state.vault_id,
        "key": state.source.map(label::key_source_id), "keyring_item": state.keyring_item,
        "schema": state.schema, "unlocked_until": unlocked_until(state),
    })
}

fn unlocked_until(state: &VaultStatus) -> Option<Timestamp> {
    Timestamp::try_from(state.unlocked_until?).ok()
}

fn lock(surface: &Surface) -> Done {
    let state = status(&surface.home)?;
    if !state.exists {
        return Err(VaultError::NoVault { path: surface.home.clone() }.into());
    }
    forget_unlock(&surface.home);
    let text = say::locked(state.source == Some(KeySource::Passphrase));
    surface.screen.result(&json!({ "vault": vault_json(surface, &status(&surface.home)?) }), || {
        text.get(surface.lang()).to_owned()
    })?;
    Ok(exit::DONE)
}

async fn unlock(surface: &Surface, time: Duration) -> Done {
    if status(&surface.home)?.source == Some(KeySource::Keyring) {
        return Err(say::nothing_to_unlock());
    }
    let hallpass = surface.open().await?;
    hallpass.vault().unlock_for(time)?;
    let state = status(&surface.home)?;
    let until = unlocked_until(&state).ok_or_else(|| Error::internal("the unlock does not hold"))?;
    surface.screen.result(&json!({ "vault": vault_json(surface, &state) }), || {
        say::unlocked_until(&time::local(until)).get(surface.lang()).to_owned()
    })?;
    Ok(exit::DONE)
}

async fn recover(surface: &Surface, place: &NewKeyPlace) -> Done {
    if !status(&surface.home)?.exists {
        return Err(VaultError::NoVault { path: surface.home.clone() }.into());
    }
    let recovery = secret::of_input(surface, &say::recovery_question(), "recovery-key")?;
    let place = key::new_place(surface, place.keyring, place.passphrase).await?;
    let recovering = Vault::recover(&surface.home, key::clear(&recovery), place, MIGRATIONS);
    let vault = key::patiently(surface, recovering).await?;
    vault.close().await;
    let state = status(&surface.home)?;
    surface
        .screen
        .result(&json!({ "vault": vault_json(surface, &state) }), || say::recovered().get(surface.lang()).to_owned())?;
    Ok(exit::DONE)
}
