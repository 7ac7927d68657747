//! `hallpass group list` and `hallpass use`.

use std::collections::BTreeSet;

use hallpass_core::providers::Text;
use hallpass_core::{Environment, GroupView};
use serde_json::json;

use super::Done;
use crate::args::UseEnvironment;
use crate::context::Context;
use crate::exit;
use crate::i18n::{label, messages};
use crate::output::{Cell, Colour, Table};

pub(super) async fn list(context: &Context) -> Done {
    let (groups, lang) = (context.open().await?.groups().await?, context.lang());
    context.output.result(&json!({ "groups": groups }), || {
        if groups.is_empty() {
            return messages::no_groups().get(lang).to_owned();
        }
        // The four that everyone has, and those of the own ones in which a group has a profile.
        let used: BTreeSet<&Environment> = groups.iter().flat_map(|group| group.profiles.keys()).collect();
        let own = used.into_iter().filter(|one| one.is_own()).cloned();
        let environments: Vec<Environment> = Environment::BUILT_IN.into_iter().chain(own).collect();
        let heads: Vec<Text> = [label::GROUP].into_iter().chain(environments.iter().map(label::environment)).collect();
        let heads: Vec<&str> = heads.iter().map(|head| head.get(lang)).collect();
        let mut table = Table::new(&context.output, &heads);
        for group in &groups {
            let places = environments.iter().map(|environment| place(group, environment));
            table.row(std::iter::once(Cell::from(group.name.as_str())).chain(places));
        }
        table.text()
    })?;
    Ok(exit::DONE)
}

/// The profile of one environment; the chosen one is marked.
fn place(group: &GroupView, environment: &Environment) -> Cell {
    match group.profiles.get(environment) {
        Some(profile) if group.current.as_ref() == Some(environment) => {
            Cell::painted(format!("● {profile}"), Colour::Green)
        }
        Some(profile) => format!("  {profile}").into(),
        None => "".into(),
    }
}

pub(super) async fn choose(context: &Context, asked: &UseEnvironment) -> Done {
    let environment = Environment::from_id(&asked.environment)?;
    let group = context.open().await?.use_environment(&asked.group, environment.clone()).await?;
    let profile = group.profiles.get(&environment).cloned().unwrap_or_default();
    let said = messages::group_means(&group.name, environment.id(), &profile);
    context.output.result(&json!({ "group": group }), || said.get(context.lang()).to_owned())?;
    Ok(exit::DONE)
}
