//! Changes that a person makes to what is saved: each is checked against everything else in the vault, and against what
//! teams share.

mod aside;
mod environment;
mod profile;
mod together;

pub use aside::Aside;
pub use environment::RemovedEnvironment;
pub use profile::SavedProfile;
pub(crate) use profile::{add, edit, preview, remove};
pub use together::ProfilesChange;
