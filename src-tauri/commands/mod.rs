//! What the page may ask for: one-line adapters to the core, by subject.

pub mod app;
pub mod authkeys;
pub mod desktop;
pub mod inbox;
mod list;
pub mod profile;
pub mod session;
pub mod sign_in;
pub mod token;
pub mod upkeep;

#[cfg(test)]
mod tests;

pub use list::COMMANDS;

use std::collections::BTreeMap;

use hallpass_core::Answers;
use hallpass_core::providers::Secret;
use tauri::{AppHandle, Runtime};

use crate::vault::tell;

/// The open window's vault, by Tauri's hand.
pub(crate) type AppState<'a> = tauri::State<'a, crate::AppState>;

fn of_page(typed: BTreeMap<String, Secret>) -> Answers {
    typed.into_iter().fold(Answers::new(), |answers, (field, value)| answers.with(field, value))
}

/// The vault's content is another one: the page reads it again.
fn changed<R: Runtime>(app: &AppHandle<R>) {
    tell(app, "changed", ());
}
