//! Background work: renewals, keep-alive, notifications and locking.
//!
//! [`Schedule`] decides, with the time, the sessions and the random seed passed in; [`Background`] runs it on a vault
//! and sends its events to one function. A surface shows them and forwards the desktop's signals; it decides nothing
//! about time.

mod due;
mod event;
mod idle;
mod keep_alive;
mod notice;
mod renewal;
mod runner;
mod schedule;
mod settings;
mod team_sync;
#[cfg(test)]
mod tests;
mod watched;

pub use event::{BackgroundEvent, Glance, LockReason};
pub use notice::{Notice, NoticeAction, NoticeId, NoticeKind};
pub use runner::Background;
pub use settings::BackgroundSettings;
