//! Pausing a job: first gracefully, then immediately.

use std::sync::Arc;

use tokio::sync::watch;

/// The brake of a running job; clones are the same one.
#[derive(Debug, Clone)]
pub struct JobStop(Arc<watch::Sender<Brake>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Brake {
    Off,
    Pause,
    Stop,
}

impl Default for JobStop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(Brake::Off)))
    }
}

impl JobStop {
    /// Nothing more is sent; what is on its way is waited for and kept.
    pub fn pause(&self) {
        self.raise(Brake::Pause);
    }

    /// What is on its way is not waited for either. A mint among it is read again by `resume`.
    pub fn stop(&self) {
        self.raise(Brake::Stop);
    }

    /// Whether nothing more is to be sent.
    pub fn is_pausing(&self) -> bool {
        *self.0.borrow() >= Brake::Pause
    }

    fn raise(&self, to: Brake) {
        self.0.send_if_modified(|brake| {
            let more = *brake < to;
            if more {
                *brake = to;
            }
            more
        });
    }

    /// Returns once it is pausing.
    pub(in crate::authkeys) async fn paused(&self) {
        self.reached(Brake::Pause).await;
    }

    /// Returns once it is stopping.
    pub(in crate::authkeys) async fn stopped(&self) {
        self.reached(Brake::Stop).await;
    }

    async fn reached(&self, least: Brake) {
        // The sender is ours, so waiting ends only by what is waited for.
        let _ = self.0.subscribe().wait_for(|brake| *brake >= least).await;
    }
}

#[cfg(test)]
mod tests {
    use crate::authkeys::run::cancel::JobStop;

    #[tokio::test(flavor = "current_thread")]
    async fn a_brake_only_tightens() {
        let stop = JobStop::default();
        assert!(!stop.is_pausing());
        stop.stop();
        stop.pause();
        stop.stopped().await;
        stop.paused().await;
        assert!(stop.clone().is_pausing());
    }
}
