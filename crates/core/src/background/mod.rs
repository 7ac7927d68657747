//! What falls due while nobody is looking: renewals, keep-alive, notices, the lock.
//!
//! [`Schedule`] decides, with the time, the sessions and the random seed passed in; [`Background`] runs it on a vault
//! and tells a surface through one function. A surface shows what it is told and forwards what the desktop tells it;
//! it decides nothing about time.

mod due;
mod event;
mod idle;
mod notice;
mod renewal;
mod runner;
mod schedule;
mod settings;
#[cfg(test)]
mod tests;
mod watched;

pub use event::{BackgroundEvent, Glance, LockReason};
pub use notice::{Notice, NoticeAction, NoticeId, NoticeKind};
pub use runner::Background;
pub use settings::{AutoRenew, BackgroundSettings, Renewal};
