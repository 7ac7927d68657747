//! The driver: how every operation of every provider is carried out.

#[expect(clippy::module_inception, reason = "the driver itself")]
mod driver;
mod join;
mod late;
mod operation;
mod status;

pub(crate) use join::Joined;
pub(crate) use operation::{Drive, DriveOutcome, DriveResult};
