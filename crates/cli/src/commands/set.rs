//! `hallpass set list` and `hallpass use`.

use hallpass_core::providers::Text;
use hallpass_core::{Environment, SetView};
use serde_json::json;

use super::Done;
use crate::args::UseEnvironment;
use crate::exit;
use crate::i18n::{label, say};
use crate::screen::{Cell, Colour, Table};
use crate::surface::Surface;

pub(super) async fn list(surface: &Surface) -> Done {
    let (sets, lang) = (surface.open().await?.sets().await?, surface.lang());
    surface.screen.result(&json!({ "sets": sets }), || {
        if sets.is_empty() {
            return say::no_sets().get(lang).to_owned();
        }
        let heads: Vec<Text> = [label::SET].into_iter().chain(Environment::ALL.map(label::environment)).collect();
        let heads: Vec<&str> = heads.iter().map(|head| head.get(lang)).collect();
        let mut table = Table::new(&surface.screen, &heads);
        for set in &sets {
            let places = Environment::ALL.map(|environment| place(set, environment));
            table.row(std::iter::once(Cell::from(set.name.as_str())).chain(places));
        }
        table.text()
    })?;
    Ok(exit::DONE)
}

/// The profile of one environment; the chosen one is marked.
fn place(set: &SetView, environment: Environment) -> Cell {
    match set.profiles.get(&environment) {
        Some(profile) if set.current == Some(environment) => Cell::painted(format!("● {profile}"), Colour::Green),
        Some(profile) => format!("  {profile}").into(),
        None => "".into(),
    }
}

pub(super) async fn choose(surface: &Surface, asked: &UseEnvironment) -> Done {
    let environment = Environment::from_id(&asked.environment)?;
    let set = surface.open().await?.use_environment(&asked.set, environment).await?;
    let profile = set.profiles.get(&environment).cloned().unwrap_or_default();
    let said = say::set_means(&set.name, environment.id(), &profile);
    surface.screen.result(&json!({ "set": set }), || said.get(surface.lang()).to_owned())?;
    Ok(exit::DONE)
}
