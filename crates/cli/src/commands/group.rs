//! `hallpass group list` and `hallpass use`.

use hallpass_core::providers::Text;
use hallpass_core::{Environment, GroupView};
use serde_json::json;

use super::Done;
use crate::args::UseEnvironment;
use crate::exit;
use crate::i18n::{label, say};
use crate::screen::{Cell, Colour, Table};
use crate::surface::Surface;

pub(super) async fn list(surface: &Surface) -> Done {
    let (groups, lang) = (surface.open().await?.groups().await?, surface.lang());
    surface.screen.result(&json!({ "groups": groups }), || {
        if groups.is_empty() {
            return say::no_groups().get(lang).to_owned();
        }
        let heads: Vec<Text> = [label::GROUP].into_iter().chain(Environment::ALL.map(label::environment)).collect();
        let heads: Vec<&str> = heads.iter().map(|head| head.get(lang)).collect();
        let mut table = Table::new(&surface.screen, &heads);
        for group in &groups {
            let places = Environment::ALL.map(|environment| place(group, environment));
            table.row(std::iter::once(Cell::from(group.name.as_str())).chain(places));
        }
        table.text()
    })?;
    Ok(exit::DONE)
}

/// The profile of one environment; the chosen one is marked.
fn place(group: &GroupView, environment: Environment) -> Cell {
    match group.profiles.get(&environment) {
        Some(profile) if group.current == Some(environment) => Cell::painted(format!("● {profile}"), Colour::Green),
        Some(profile) => format!("  {profile}").into(),
        None => "".into(),
    }
}

pub(super) async fn choose(surface: &Surface, asked: &UseEnvironment) -> Done {
    let environment = Environment::from_id(&asked.environment)?;
    let group = surface.open().await?.use_environment(&asked.group, environment).await?;
    let profile = group.profiles.get(&environment).cloned().unwrap_or_default();
    let said = say::group_means(&group.name, environment.id(), &profile);
    surface.screen.result(&json!({ "group": group }), || said.get(surface.lang()).to_owned())?;
    Ok(exit::DONE)
}
