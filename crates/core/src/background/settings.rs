//! The user's settings for background work.

use serde::{Deserialize, Serialize};

use crate::profile::AutoRenew;

/// What holds for all sessions. A surface stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct BackgroundSettings {
    /// Whether sessions are renewed automatically; a profile can only restrict it further.
    pub auto_renew: AutoRenew,
    /// So many minutes before sessions expire a notice is shown; `None` for no notices.
    pub notice_minutes: Option<u32>,
    /// After so many minutes without use Hallpass locks itself; `None` for never.
    pub lock_minutes: Option<u32>,
}

impl Default for BackgroundSettings {
    fn default() -> Self {
        Self { auto_renew: AutoRenew::On, notice_minutes: Some(5), lock_minutes: Some(15) }
    }
}
