//! Packs: profiles in a file, for another person or machine. Never contain secrets.

mod csv;
mod difference;
mod environments;
mod export;
mod fault;
mod file;
mod import;
mod pack;

pub use difference::Difference;
pub(crate) use difference::{differences, draft};
pub use environments::ImportedEnvironment;
pub use file::PackFormat;
pub use import::{Import, ImportedProfile};
pub use pack::{Pack, Packed, PackedEnvironment, PackedRenewal};
pub(crate) use pack::{device, packed};
