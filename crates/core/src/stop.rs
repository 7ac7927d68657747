//! Stops work that consists of several calls: requests already sent finish, no further ones are sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hallpass_providers::Text;

use crate::error::{Error, ErrorCode, Result};

/// Stops work on the user's request; clones share it. Nothing is stopped until [`StopSignal::stop`] is called.
#[derive(Debug, Clone, Default)]
pub struct StopSignal(Arc<AtomicBool>);

impl StopSignal {
    /// Sends nothing further. A call that is on its way is still answered.
    pub fn stop(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Returns an error if it was stopped: asked before each call.
    pub(crate) fn check(&self) -> Result<()> {
        let stopped =
            || Error::new(ErrorCode::Stopped, Text::new("已停止，没有再发送", "Stopped; nothing further was sent"));
        if self.is_stopped() { Err(stopped()) } else { Ok(()) }
    }
}
