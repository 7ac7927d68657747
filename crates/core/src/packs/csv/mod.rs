//! Packs as CSV: one row per profile.

mod columns;
mod read;
mod write;

pub(super) use read::read;
pub(super) use write::{template, write};
