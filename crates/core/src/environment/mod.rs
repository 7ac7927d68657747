//! Environments: the four built-in ones and custom ones.

mod draft;
#[expect(clippy::module_inception, reason = "the environment itself")]
mod environment;
mod store;

pub use draft::EnvironmentDraft;
pub(crate) use draft::{add, adopt, check_names, laid_over};
pub use environment::{Environment, EnvironmentColour};
pub use store::EnvironmentView;
pub(crate) use store::{complete, delete, find, known, must_exist, place, update, view, views};
