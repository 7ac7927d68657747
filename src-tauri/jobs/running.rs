//! Jobs run by this process: started, paused, and awaited.

use std::time::Duration;

use hallpass_core::{Hallpass, JobRun, JobStop, Progress, Result};
use tokio::sync::watch;

use super::Jobs;
use super::dto::JobEnded;
use crate::mutex::lock;

/// A running job.
pub(super) struct Running {
    pub(super) stop: JobStop,
    pub(super) seen: watch::Receiver<Progress>,
}

/// How long requests that were sent are waited for when the vault is locked or the program ends.
const PATIENCE: Duration = Duration::from_secs(5);

impl Jobs {
    /// Works on a job in the background; `over` hears when it has ended. One that runs here already runs on.
    pub(crate) fn run(&self, hallpass: Hallpass, job: String, how: JobRun, over: impl FnOnce() + Send + 'static) {
        let (stop, (sender, seen)) = (JobStop::default(), watch::channel(Progress::default()));
        let mut running = lock(&self.0.running);
        if running.contains_key(&job) {
            return;
        }
        running.insert(job.clone(), Running { stop: stop.clone(), seen });
        drop(running);
        self.0.channel.send_modify(|_| ());
        let jobs = self.clone();
        tauri::async_runtime::spawn(async move {
            let end = hallpass.run_job_with(&job, stop, sender, how).await;
            jobs.ended(job, end.map(|end| end.error));
            over();
        });
    }

    fn ended(&self, job: String, end: Result<Option<hallpass_core::Error>>) {
        lock(&self.0.running).remove(&job);
        let failure = end.unwrap_or_else(Some);
        lock(&self.0.ended).push(JobEnded { job, failure });
        self.0.channel.send_modify(|_| ());
        self.0.over.notify_waiters();
    }

    /// Nothing more is sent for a job. `at_once` does not wait for requests already sent either.
    pub(crate) fn pause(&self, job: &str, at_once: bool) {
        if let Some(running) = lock(&self.0.running).get(job) {
            if at_once { running.stop.stop() } else { running.stop.pause() }
        }
    }

    /// Whether this process works on a job.
    pub(crate) fn is_running(&self, job: &str) -> bool {
        lock(&self.0.running).contains_key(job)
    }

    /// Whether this process works on any.
    pub(crate) fn any_running(&self) -> bool {
        !lock(&self.0.running).is_empty()
    }

    /// Pauses all of them and waits until they have ended: their answers are kept.
    pub(crate) async fn pause_all(&self) {
        lock(&self.0.running).values().for_each(|running| running.stop.pause());
        if tokio::time::timeout(PATIENCE, self.all_over()).await.is_err() {
            lock(&self.0.running).values().for_each(|running| running.stop.stop());
            let _ = tokio::time::timeout(PATIENCE, self.all_over()).await;
        }
    }

    /// Waits until no job runs here.
    pub(crate) async fn all_over(&self) {
        loop {
            let over = self.0.over.notified();
            if !self.any_running() {
                return;
            }
            over.await;
        }
    }
}
