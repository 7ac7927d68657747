//! A running job: its data, its state, and who is notified of progress.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use hallpass_vault::SideDatabase;
use tokio::sync::{Semaphore, watch};

use crate::authkeys::run::cancel::JobStop;
use crate::authkeys::run::progress::{Pace, Progress, Step};
use crate::authkeys::store::outcome::Settled;
use crate::authkeys::store::record::{Counts, JobRecord, JobState};
use crate::authkeys::store::vault_rows;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::session::Taken;

/// A running job.
pub(in crate::authkeys) struct Runner {
    pub(in crate::authkeys) hallpass: Hallpass,
    pub(in crate::authkeys) taken: Taken,
    pub(in crate::authkeys) annex: SideDatabase,
    pub(in crate::authkeys) stop: JobStop,
    pub(in crate::authkeys) lanes: Arc<Semaphore>,
    pub(in crate::authkeys) facts: JobRecord,
    pub(in crate::authkeys) mint_wait: Duration,
    /// The one account that is asked for again, where it is one alone.
    pub(in crate::authkeys) only: Option<i64>,
    pub(in crate::authkeys) progress: watch::Sender<Progress>,
    pub(in crate::authkeys) state: Mutex<State>,
}

/// What changes while it works.
#[derive(Default)]
pub(in crate::authkeys) struct State {
    /// Why nothing more is sent.
    pub(in crate::authkeys) halted: Option<Error>,
    /// The server asked Hallpass to wait until then.
    pub(in crate::authkeys) held_until: Option<Instant>,
    /// Failures since the last answer.
    pub(in crate::authkeys) failures: u32,
    /// Waits that the server asked for since the last answer.
    pub(in crate::authkeys) waits: u32,
    pub(in crate::authkeys) last_failure: Option<Error>,
    /// There is a server.
    pub(in crate::authkeys) reached: bool,
    pub(in crate::authkeys) counts: Counts,
    pub(in crate::authkeys) seen: Progress,
    /// When this process last wrote down that keys are about to be made.
    pub(in crate::authkeys) minted_at: Option<Instant>,
    pace: Option<Pace>,
    saved_at: Option<Instant>,
}

/// How often the vault hears of the counts, for another process that lists jobs.
const SAVE_EVERY: Duration = Duration::from_secs(5);

impl Runner {
    /// Saves the job's state in the vault.
    pub(in crate::authkeys) async fn save(
        &self,
        state: JobState,
        note: Option<hallpass_providers::Text>,
    ) -> Result<JobRecord> {
        let counts = self.state().counts;
        let facts = JobRecord { state, note, counts, ..self.facts.clone() };
        let kept = facts.clone();
        self.hallpass.vault().write(move |tx| vault_rows::save(tx, &kept)).await?;
        Ok(facts)
    }

    pub(in crate::authkeys) async fn save_now_and_then(&self) -> Result<()> {
        let due = {
            let mut state = self.state();
            let due = state.saved_at.is_none_or(|at| at.elapsed() >= SAVE_EVERY);
            if due {
                state.saved_at = Some(Instant::now());
            }
            due
        };
        if due { self.save(JobState::Running, None).await.map(drop) } else { Ok(()) }
    }

    pub(in crate::authkeys) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing more is to be sent.
    pub(in crate::authkeys) fn is_halting(&self) -> bool {
        self.stop.is_pausing() || self.state().halted.is_some()
    }

    pub(in crate::authkeys) fn begin_step(&self, step: Step, of: u64) {
        let mut state = self.state();
        // The first round counts all accounts, also those of earlier runs.
        let (done, of) =
            if step == Step::Reading { (self.facts.asked.saturating_sub(of), self.facts.asked) } else { (0, of) };
        state.pace = Some(Pace::new(done));
        state.seen = Progress { step, done, of, ..Progress::default() };
        drop(state);
        self.publish();
    }

    /// Takes what was kept into the counts.
    pub(in crate::authkeys) fn count(&self, settled: &[Settled]) {
        let mut state = self.state();
        for settled in settled {
            state.counts.requests += settled.requests;
            state.seen.done += settled.outcomes.len() as u64;
            for outcome in &settled.outcomes {
                state.counts.shift(outcome.was, outcome.status);
            }
        }
        drop(state);
        self.publish();
    }

    pub(in crate::authkeys) fn publish(&self) {
        let state = self.state();
        let mut seen = Progress { counts: state.counts, ..state.seen };
        if let Some(pace) = state.pace {
            (seen.per_second, seen.left) = pace.at(seen.done, seen.of);
        }
        let held = state.held_until.map(|until| until.saturating_duration_since(Instant::now()));
        seen.waits = seen.waits.or(held.filter(|held| !held.is_zero()));
        drop(state);
        self.progress.send_replace(seen);
    }
}
