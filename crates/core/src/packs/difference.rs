//! What a person would type to have a packed profile, and how two profiles differ.

use std::collections::BTreeSet;

use hallpass_providers::Secret;
use serde::{Deserialize, Serialize};

use super::pack::{Packed, device};
use crate::profile::{Profile, ProfileDraft};

/// A value that becomes different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Difference {
    /// The field.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it becomes.
    pub after: Option<String>,
    /// Passwords would go another way: to another host, through a proxy, past other trust, or unencrypted. Or what is done
    /// with it would no longer require the confirmation of production.
    pub way: bool,
}

/// What a person would type to have such a profile.
pub(crate) fn draft(packed: Packed) -> ProfileDraft {
    ProfileDraft {
        name: Some(packed.name),
        provider: Some(packed.provider),
        server: Some(packed.server),
        environment: Some(packed.environment),
        group: packed.group,
        tags: Some(packed.tags).filter(|tags| !tags.is_empty()),
        method: packed.method,
        credential: packed.credential,
        values: packed.values.into_iter().collect(),
        proxy: Some(Secret::new(packed.network.proxy.text())),
        ca: packed.network.ca,
        allow_http: Some(packed.network.allow_http),
        auto_renew: packed.renewal.auto_renew,
        keep_alive: packed.renewal.keep_alive,
        ..ProfileDraft::default()
    }
}

/// The values in which two profiles differ.
pub(crate) fn differences(before: Option<&Profile>, after: &Profile) -> Vec<Difference> {
    let old = before.map(facts).unwrap_or_default();
    let new = facts(after);
    let names: BTreeSet<&String> = old.iter().chain(&new).map(|(name, _)| name).collect();
    let value = |facts: &[(String, String)], name: &str| {
        facts.iter().find(|(its, _)| its == name).map(|(_, value)| value.clone())
    };
    let leaves_production = before.is_some_and(Profile::is_production) && !after.is_production();
    let all = names.into_iter().map(|name| Difference {
        field: name.clone(),
        before: value(&old, name),
        after: value(&new, name),
        way: before.is_some() && ["server", "proxy", "ca", "allow_http"].contains(&name.as_str())
            || name == "environment" && leaves_production,
    });
    // The name of a new one is shown above its values.
    let told = |one: &Difference| before.is_some() || one.field != "name";
    all.filter(|one| one.before != one.after && told(one)).collect()
}

/// A profile as names and values. A device's id is nobody's concern.
fn facts(profile: &Profile) -> Vec<(String, String)> {
    let own = |name: &str, value: Option<&str>| value.map(|value| (name.to_owned(), value.to_owned()));
    let network = &profile.network;
    let tags = profile.tags.join(", ");
    let keep_alive = profile.renewal.keep_alive.map(|minutes| minutes.to_string());
    let fixed = [
        own("name", Some(&profile.name)),
        own("provider", Some(&profile.provider)),
        own("server", Some(&profile.server)),
        own("environment", Some(profile.environment.id())),
        own("group", profile.group.as_deref()),
        own("tags", Some(&tags).filter(|tags| !tags.is_empty()).map(String::as_str)),
        own("method", profile.method.as_deref()),
        own("credential", profile.credential.as_deref()),
        own("proxy", Some(network.proxy.text())),
        own("ca", network.ca.as_deref()),
        own("allow_http", network.allow_http.then_some("true")),
        own("auto_renew", Some(profile.renewal.auto_renew.id())),
        own("keep_alive", keep_alive.as_deref()),
    ];
    let device = device(profile);
    let values = profile.values.iter().filter(|(name, _)| Some(name.as_str()) != device);
    fixed.into_iter().flatten().chain(values.map(|(name, value)| (name.clone(), value.clone()))).collect()
}
