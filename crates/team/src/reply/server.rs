//! What the server says of itself: its errors, its engines, its health.

use std::collections::BTreeMap;

use hallpass_providers::{Reply, Scalar};
use serde::Deserialize;

use super::json::{Data, Errors, json};
use crate::fault::TeamFault;

/// A 404: nothing mounted there, or nothing stored.
pub(crate) fn missing(reply: &Reply) -> TeamFault {
    match json::<Errors>(reply) {
        Ok(Errors { errors }) if errors.is_empty() => TeamFault::NotFound,
        Ok(_) => TeamFault::NoSuchMount,
        Err(_) => TeamFault::NotTheApi,
    }
}

/// Whether a 400 says that a version does not match.
pub(crate) fn says_conflict(reply: &Reply) -> bool {
    let errors = json::<Errors>(reply).map(|errors| errors.errors).unwrap_or_default();
    errors.iter().any(|error| error.contains("check-and-set") && error.contains("did not match"))
}

/// Whether a mount is the key-value engine, version 2.
pub(crate) fn is_key_value(reply: &Reply) -> bool {
    #[derive(Deserialize)]
    struct Mounted {
        #[serde(rename = "type")]
        kind: String,
        options: Option<BTreeMap<String, Scalar>>,
    }
    json::<Data<Mounted>>(reply).is_ok_and(|Data { data }| {
        data.kind == "kv" && data.options.is_some_and(|options| options.get("version").and_then(Scalar::int) == Some(2))
    })
}

/// Whether an engine's configuration requires check-and-set.
pub(crate) fn requires_cas(reply: &Reply) -> bool {
    #[derive(Deserialize)]
    struct Config {
        #[serde(default)]
        cas_required: Scalar,
    }
    json::<Data<Config>>(reply).is_ok_and(|Data { data }| data.cas_required.is(true))
}

/// Whether a 403 says that the token is good and a policy is missing. A token that is over is refused in other words, by
/// OpenBao and by HashiCorp Vault alike.
pub(crate) fn says_no_policy(reply: &Reply) -> bool {
    let errors = json::<Errors>(reply).map(|errors| errors.errors).unwrap_or_default();
    matches!(errors.as_slice(), [error] if error.starts_with("1 error occurred") && error.contains("permission denied"))
}

/// Whether an answer is what a node says about its own health.
pub(crate) fn is_health(reply: &Reply) -> bool {
    #[derive(Deserialize)]
    struct Health {
        #[serde(rename = "initialized")]
        _initialized: bool,
        #[serde(rename = "sealed")]
        _sealed: bool,
    }
    json::<Health>(reply).is_ok()
}
