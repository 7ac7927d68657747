//! Signing in: from a profile and what the user typed to a session, through the challenges of the server.

mod adopt;
mod batch;
mod begin;
mod blocked;
mod bulk;
mod carry_on;
mod finish;
mod one_time_code;
mod options;
mod pending;
mod plan;
mod ready;

pub use batch::BulkProgress;
pub use blocked::Blocked;
pub use bulk::{BulkChoice, BulkLeftOut, BulkPlan, BulkProduction, BulkReason};
pub use options::{SignIn, SignInOutcome};
pub use pending::PendingView;
pub(crate) use pending::pending;
pub use plan::Plan;
