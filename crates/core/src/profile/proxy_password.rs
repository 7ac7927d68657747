//! The password for a profile's proxy, in the vault's table of secrets.

use hallpass_providers::Secret;
use hallpass_vault::secrets;
use rusqlite::Connection;

use super::id::ProfileId;
use super::profile::Profile;
use crate::error::Result;
use crate::network::Proxy;

/// The owner kind, and the name, of the password for a profile's proxy in the vault.
pub(crate) const SECRETS: &str = "proxy";
const PASSWORD: &str = "password";

/// The password for a profile's proxy.
pub(crate) fn password(db: &Connection, profile: &Profile) -> Result<Option<Secret>> {
    if !profile.network.proxy.names_a_user() {
        return Ok(None);
    }
    Ok(secrets::get(db, SECRETS, profile.id.as_str(), PASSWORD)?.map(|text| Secret::new(text.as_str())))
}

/// Keeps the password that came with a new address. One without a password leaves what is kept for the same address.
pub(crate) fn keep(db: &Connection, before: Option<&Profile>, after: &Profile, typed: Option<&Secret>) -> Result<()> {
    // Reason: it is read for the password in it, which goes into the vault and nowhere else.
    let password = typed.map(|text| Proxy::parse(text.expose())).transpose()?.and_then(|(_, password)| password);
    match password {
        Some(password) if after.network.proxy.names_a_user() => {
            // Reason: into the vault's table of secrets.
            secrets::put(db, SECRETS, after.id.as_str(), PASSWORD, password.expose())?;
        }
        _ if before.is_some_and(|before| before.network.proxy == after.network.proxy) => {}
        _ => forget(db, &after.id)?,
    }
    Ok(())
}

/// Removes what is kept for a profile's proxy.
pub(crate) fn forget(db: &Connection, profile: &ProfileId) -> Result<()> {
    secrets::remove_all(db, SECRETS, profile.as_str())?;
    Ok(())
}
