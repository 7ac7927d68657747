//! The values passed to a provider: defaults, then the profile's values and secrets, its credential, and the answers.

use std::collections::BTreeMap;

use hallpass_providers::{Field, Method, Secret, Values};
use hallpass_vault::secrets;
use rusqlite::Connection;

use super::credential;
use super::profile::Profile;
use crate::answers::Answers;
use crate::error::Result;

/// The owner kind of a profile's own secrets in the vault.
pub(crate) const SECRETS: &str = "profile";

/// Every value of a profile for one method, the answers laid over.
pub(crate) fn values(db: &Connection, profile: &Profile, method: &Method, answers: &Answers) -> Result<Values> {
    let mut values = Values::new();
    for field in profile.provider()?.descriptor().fields {
        if let Some(default) = field.default {
            values.set(field.name, default);
        }
    }
    for (name, value) in &profile.values {
        values.set(name, value);
    }
    for (name, secret) in secrets::list(db, SECRETS, profile.id.as_str())? {
        values.keep(name, Secret::new(secret.as_str()));
    }
    if let (Some(name), Some(field)) = (&profile.credential, method.password)
        && let Some(secret) = credential::secret(db, name)?
    {
        values.keep(field, secret);
    }
    values.over(answers.values());
    Ok(values)
}

/// A secret that is saved for a profile itself.
pub(crate) fn profile_secret(db: &Connection, profile: &Profile, name: &str) -> Result<Option<Secret>> {
    Ok(secrets::get(db, SECRETS, profile.id.as_str(), name)?.map(|text| Secret::new(text.as_str())))
}

/// The fields that this method needs and nothing gives.
pub(crate) fn missing_fields(profile: &Profile, method: &Method, values: &Values) -> Result<Vec<&'static Field>> {
    let fields = profile.provider()?.descriptor().fields_of(method.id);
    Ok(fields.filter(|field| field.is_required(method.id) && !values.has(field.name)).collect())
}

/// What a session belongs to: it is handed out for this and nothing else. Two profiles that mean the same account,
/// client and device at the same server have the same one, however they are written.
pub(crate) fn binding(profile: &Profile) -> Result<String> {
    let identity = |field: &Field| {
        let value = profile.values.get(field.name).map(String::as_str).or(field.default);
        Some((field.name, field.identity.of(value.unwrap_or_default())?))
    };
    let parts: BTreeMap<_, _> = profile.provider()?.descriptor().fields.iter().filter_map(identity).collect();
    Ok(serde_json::json!([profile.provider, profile.server, parts]).to_string())
}
