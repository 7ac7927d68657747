//! Formats profiles for output.

use std::collections::BTreeMap;

use hallpass_core::providers::Text;
use hallpass_core::{Environment, Profile, ProfileId};
use serde_json::{Value, json};

use crate::i18n::{label, messages};
use crate::output::{Cell, Colour, Output, Table, facts};

/// The team of every shared profile, by the profile's id.
type Teams = BTreeMap<ProfileId, String>;

/// A profile with the team that shares it.
pub(super) fn json(profile: &Profile, teams: &Teams) -> Value {
    let mut json = json!(profile);
    if let Value::Object(members) = &mut json {
        members.insert("team".to_owned(), json!(teams.get(&profile.id)));
    }
    json
}

/// Every profile on a line.
pub(super) fn table(output: &Output, profiles: &[Profile], teams: &Teams) -> String {
    let lang = output.lang;
    if profiles.is_empty() {
        return messages::no_profiles().get(lang).to_owned();
    }
    let account = profiles.iter().any(|profile| account(profile).is_some());
    let mut heads = vec![label::PROFILE, label::PROVIDER, label::ENVIRONMENT, label::GROUP];
    heads.extend(account.then_some(label::ACCOUNT));
    let shared = profiles.iter().any(|profile| teams.contains_key(&profile.id));
    heads.extend(shared.then_some(label::TEAM));
    heads.push(label::SERVER);
    let heads: Vec<&str> = heads.iter().map(|head| head.get(lang)).collect();
    let mut table = Table::new(output, &heads);
    for profile in profiles {
        let group = profile.group.as_deref().unwrap_or("—");
        let mut cells: Vec<Cell> = vec![
            Cell::painted(&profile.name, Colour::Bold),
            profile.provider.as_str().into(),
            environment(&profile.environment, output),
            group.into(),
        ];
        cells.extend(account.then(|| Cell::from(self::account(profile).unwrap_or("—"))));
        cells.extend(shared.then(|| Cell::from(teams.get(&profile.id).map_or("—", String::as_str))));
        cells.push(profile.server.as_str().into());
        table.row(cells);
    }
    table.text()
}

/// An environment; production is marked by its word and its colour.
pub(super) fn environment(environment: &Environment, output: &Output) -> Cell {
    let words = label::environment(environment).get(output.lang).to_owned();
    if environment.is_production() { Cell::painted(words, Colour::Red) } else { words.into() }
}

fn account(profile: &Profile) -> Option<&str> {
    let known = ["account", "phone", "client_id"];
    known.into_iter().find_map(|name| profile.values.get(name)).map(String::as_str)
}

/// One profile, whole; of its secrets the names.
pub(super) fn page(output: &Output, profile: &Profile, teams: &Teams) -> String {
    let lang = output.lang;
    let mut rows: Vec<(Text, Cell)> = Vec::new();
    let mut row = |name: &Text, cell: Cell| rows.push((name.clone(), cell));
    row(&label::PROFILE_NAME, Cell::painted(&profile.name, Colour::Bold));
    row(&label::SYSTEM, profile.provider.as_str().into());
    row(&label::ADDRESS, profile.server.as_str().into());
    row(&label::PLACE, environment(&profile.environment, output));
    let optional =
        [(label::IN_GROUP, &profile.group), (label::WAY, &profile.method), (label::CREDENTIAL, &profile.credential)];
    for (name, value) in optional {
        if let Some(value) = value {
            row(&name, value.as_str().into());
        }
    }
    if let Some(team) = teams.get(&profile.id) {
        row(&label::SHARED_BY, team.as_str().into());
    }
    if !profile.tags.is_empty() {
        row(&label::LABELS, profile.tags.join(", ").into());
    }
    row(&label::PROXY, profile.network.proxy.text().into());
    if profile.network.ca.is_some() {
        row(&label::CA, "PEM".into());
    }
    if profile.network.allow_http {
        row(&label::PLAIN_HTTP, Cell::painted(messages::plain_http().get(lang), Colour::Yellow));
    }
    row(&label::AUTO_RENEW, profile.renewal.auto_renew.words().get(lang).into());
    if let Some(minutes) = profile.renewal.keep_alive {
        row(&label::KEEP_ALIVE, messages::every(minutes).get(lang).into());
    }
    for (name, value) in &profile.values {
        row(&Text::same(name.as_str()), value.as_str().into());
    }
    for name in &profile.saved_secrets {
        row(&Text::same(name.as_str()), "••••••••".into());
    }
    facts(output, rows)
}
