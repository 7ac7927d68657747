//! Leases: a sign-in, an answer or a renewal runs only once at a time, across the window and any number of processes.
//!
//! An operation takes a lease on its account, its pending sign-in or its session before its first request, in the same
//! transaction that reserves the attempt. A second operation sends nothing: it waits and uses the first one's result.
//! So does one that was requested before that result arrived and only checks now. The lease ends in the commit that
//! stores the result; the lease of a killed process expires, and what it had sent is an unknown outcome.

mod came;
mod claim;
#[expect(clippy::module_inception, reason = "the lease itself")]
mod lease;
mod process;
mod stop;
mod store;
mod turn;

pub(crate) use came::Came;
pub use came::SignedOut;
pub(crate) use claim::{Claim, print_of, print_of_answers};
pub(crate) use lease::Lease;
pub(crate) use stop::{Elsewhere, Stop};
pub(crate) use turn::Turn;
