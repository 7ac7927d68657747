//! Commands of the page: one-line adapters to the core, by subject.

pub mod app;
pub mod authkeys;
pub mod desktop;
pub mod environments;
pub mod inbox;
mod list;
pub mod profile;
pub mod session;
pub mod sign_in;
pub mod team;
pub mod team_join;
pub mod token;
pub mod upkeep;

#[cfg(test)]
mod tests;

pub use list::COMMANDS;

use std::collections::BTreeMap;

use crate::page::changed;
use hallpass_core::Answers;
use hallpass_core::providers::Secret;

/// The open window's vault, by Tauri's hand.
pub(crate) type AppState<'a> = tauri::State<'a, crate::state::AppState>;

fn of_page(typed: BTreeMap<String, Secret>) -> Answers {
    typed.into_iter().fold(Answers::new(), |answers, (field, value)| answers.with(field, value))
}
