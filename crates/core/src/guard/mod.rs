//! The guard: protects accounts from lock-outs.
//!
//! An attempt is reserved in the vault before it is sent and settled afterwards; an unknown outcome counts. The guard
//! warns and blocks; the user can always override it with `anyway`.

mod account_key;
mod attempt;
mod blocked;
mod locks;
mod reservation;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod verdict;

pub(crate) use account_key::AccountKey;
pub(crate) use attempt::{AttemptKey, CodeStep, Kind};
pub(crate) use locks::Locks;
pub(crate) use reservation::{Reservation, Settlement, look, message_wait, reserve};
pub(crate) use rules::Verdict;
pub(crate) use verdict::verdict;
