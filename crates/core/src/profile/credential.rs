//! Credentials: saved secrets that several profiles share.

use hallpass_providers::{Secret, Text};
use hallpass_team::SecretReference;
use hallpass_vault::secrets;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::store;
use crate::clock::nearest;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::name::check_name;

const SECRETS: &str = "credential";
const NAME: &str = "secret";
/// Under which name a reference is kept instead of a secret.
const REFERENCE: &str = "reference";

/// A credential as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CredentialView {
    /// Its name.
    pub name: String,
    /// When its secret was last set.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub set_at: Timestamp,
    /// The profiles that share it.
    pub profiles: Vec<String>,
    /// Where its secret is read from each time, `vault://ALIAS/MOUNT/PATH#FIELD`; none where it is saved here.
    pub reference: Option<String>,
}

impl Hallpass {
    /// Saves a credential; one of that name gets the new secret.
    ///
    /// # Errors
    /// Returns an error if the name is invalid, or if the secret is empty or contains control characters.
    pub async fn save_credential(&self, name: &str, secret: Secret) -> Result<()> {
        if secret.is_empty() {
            return Err(Error::missing("secret"));
        }
        crate::text::check_field("secret", &secret)?;
        self.keep_credential(name, NAME, secret).await
    }

    /// Saves a credential whose secret is elsewhere at a team's server, and is read from there for each sign-in. One of that
    /// name gets the new source.
    ///
    /// # Errors
    /// Returns an error if the name or the reference is invalid, or no team was joined under its alias.
    pub async fn save_credential_reference(&self, name: &str, reference: &str) -> Result<()> {
        let parsed: SecretReference =
            reference.trim().parse().map_err(|why: Text| Error::invalid("reference", &why))?;
        // The alias is the person's own: nothing that was imported leads to another server.
        let settings = self.team_settings(Some(parsed.alias.as_str())).await;
        settings.map_err(|error| error.field("reference"))?;
        self.keep_credential(name, REFERENCE, Secret::new(parsed.to_string())).await
    }

    /// Keeps the one source that a credential has from now on.
    async fn keep_credential(&self, name: &str, source: &'static str, value: Secret) -> Result<()> {
        let (now, name) = (self.wall(), check_name("name", name)?);
        self.vault()
            .write(move |tx| {
                tx.prepare_cached(
                    "INSERT INTO credential (name, created_at) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET created_at = excluded.created_at",
                )?
                .execute(params![name, now.as_millisecond()])?;
                let owner = name.to_lowercase();
                secrets::remove_all(tx, SECRETS, &owner)?;
                // Reason: into the vault's table of secrets.
                secrets::put(tx, SECRETS, &owner, source, value.expose())?;
                Ok(())
            })
            .await
    }

    /// Every credential, by name.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read or written.
    pub async fn credentials(&self) -> Result<Vec<CredentialView>> {
        self.vault().read(credentials).await
    }

    /// Removes a credential.
    ///
    /// # Errors
    /// Returns an error if there is no such credential, or if profiles still share it.
    pub async fn remove_credential(&self, name: &str) -> Result<()> {
        let name = name.to_owned();
        self.vault()
            .write(move |tx| {
                must_exist(tx, &name)?;
                let users = users(tx, &name)?;
                if !users.is_empty() {
                    let users = users.join(", ");
                    return Err(Error::made(
                        ErrorCode::Usage,
                        format!("凭据“{name}”仍被这些配置使用：{users}"),
                        format!("Credential {name} is still used by {users}"),
                    ));
                }
                tx.prepare_cached("DELETE FROM credential WHERE name = ?1")?.execute([&name])?;
                secrets::remove_all(tx, SECRETS, &name.to_lowercase())?;
                Ok(())
            })
            .await
    }
}

pub(crate) fn credentials(db: &Connection) -> Result<Vec<CredentialView>> {
    let mut query = db.prepare_cached("SELECT name, created_at FROM credential ORDER BY name")?;
    let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    rows.map(|row| {
        let (name, at) = row?;
        let set_at = nearest(Timestamp::from_millisecond(at), at);
        let reference = reference(db, &name)?.map(|reference| reference.to_string());
        Ok(CredentialView { profiles: users(db, &name)?, name, set_at, reference })
    })
    .collect()
}

fn users(db: &Connection, name: &str) -> Result<Vec<String>> {
    let uses = |credential: &Option<String>| credential.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(name));
    Ok(store::all(db)?.into_iter().filter(|profile| uses(&profile.credential)).map(|profile| profile.name).collect())
}

pub(crate) fn must_exist(db: &Connection, name: &str) -> Result<()> {
    let found: Option<i64> = db
        .prepare_cached("SELECT 1 FROM credential WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    found.map(drop).ok_or_else(|| Error::no_such("凭据", "credential", name).field("credential"))
}

/// Where a credential's secret is read from, where it is not saved here.
pub(crate) fn reference(db: &Connection, name: &str) -> Result<Option<SecretReference>> {
    let text = secrets::get(db, SECRETS, &name.to_lowercase(), REFERENCE)?;
    let parse = |text: &str| text.parse().map_err(|_| Error::internal("a stored reference cannot be read"));
    text.map(|text| parse(text.as_str())).transpose()
}

pub(super) fn secret(db: &Connection, name: &str) -> Result<Option<Secret>> {
    Ok(secrets::get(db, SECRETS, &name.to_lowercase(), NAME)?.map(|text| Secret::new(text.as_str())))
}
