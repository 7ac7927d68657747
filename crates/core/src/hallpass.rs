//! The single value through which the window and the command use the core.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use hallpass_providers::{Lang, Random};
use hallpass_vault::Vault;
use jiff::Timestamp;
use tokio::sync::Semaphore;

use crate::clock::{Clock, Moment, SystemClock};
use crate::key_ends::KeyEnds;
use crate::network::{Http, TOTAL};
use crate::production::OpenProduction;

/// The greatest number of calls at once, of all jobs together, at one host.
pub const MAX_CONCURRENT_CALLS: usize = 16;
/// For one exchange with a node of a team's server: one that hangs is left for another, within the deadline of the whole.
const TEAM_NODE_TIMEOUT: Duration = Duration::from_secs(10);

/// Everything the product can do, on one open vault. Clones share it.
#[derive(Clone)]
pub struct Hallpass(Arc<Inner>);

struct Inner {
    parts: Parts,
    http: Http,
    /// With less time for one exchange: a node that hangs is left for another.
    team_http: Http,
    production: OpenProduction,
    lanes: Mutex<HashMap<String, Arc<Semaphore>>>,
    asked_at: OnceLock<Moment>,
    jobs: OnceLock<PathBuf>,
    key_ends: KeyEnds,
}

/// What a [`Hallpass`] is made of; tests put their own clock in.
pub struct Parts {
    /// The open vault.
    pub vault: Vault,
    /// The time.
    pub clock: Box<dyn Clock>,
    /// Random bytes.
    pub random: Box<dyn Random + Send>,
    /// The reader's language, for servers that speak several.
    pub lang: Lang,
    /// For a whole answer of a server.
    pub patience: Duration,
}

impl Hallpass {
    /// On an open vault, with the system's clock and random source.
    pub fn new(vault: Vault, lang: Lang) -> Self {
        Self::with(Parts { vault, clock: Box::new(SystemClock), random: Box::new(SystemRandom), lang, patience: TOTAL })
    }

    /// With parts of the caller's.
    pub fn with(parts: Parts) -> Self {
        let (http, asked_at, jobs) = (Http::new(parts.patience), OnceLock::new(), OnceLock::new());
        let team_http = Http::new(TEAM_NODE_TIMEOUT.min(parts.patience)).reading(hallpass_team::MAX_REPLY);
        Self(Arc::new(Inner {
            parts,
            http,
            team_http,
            production: OpenProduction::default(),
            lanes: Mutex::default(),
            asked_at,
            jobs,
            key_ends: KeyEnds::default(),
        }))
    }

    /// For a program that does what it was started for: when that was, before the vault was open. A session that another
    /// program has signed in since then is what was asked for, so that nothing is sent for it again.
    #[must_use]
    pub fn since(self, asked_at: Moment) -> Self {
        // Only the first value counts: a program is started once.
        let _ = self.0.asked_at.set(asked_at);
        self
    }

    /// For a vault in memory: jobs are kept in files in this folder, which only this vault can read.
    #[must_use]
    pub fn with_jobs_in(self, folder: PathBuf) -> Self {
        // Only the first value counts: jobs do not move.
        let _ = self.0.jobs.set(folder);
        self
    }

    /// The folder of the files of jobs; none for a vault in memory, unless it was given one.
    pub fn jobs_folder(&self) -> Option<PathBuf> {
        let given = self.0.jobs.get().cloned();
        given.or_else(|| self.vault().home().map(|home| home.join("jobs")))
    }

    pub(crate) fn key_ends(&self) -> &KeyEnds {
        &self.0.key_ends
    }

    pub(crate) fn asked_at(&self) -> Option<&Moment> {
        self.0.asked_at.get()
    }

    /// For a whole answer of a server.
    pub(crate) fn timeout(&self) -> Duration {
        self.0.parts.patience
    }

    /// The vault.
    pub fn vault(&self) -> &Vault {
        &self.0.parts.vault
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.0.parts.lang
    }

    /// Now.
    pub fn now(&self) -> Moment {
        self.0.parts.clock.now()
    }

    pub(crate) fn wall(&self) -> Timestamp {
        self.now().wall
    }

    pub(crate) fn random(&self) -> &(dyn Random + Send) {
        self.0.parts.random.as_ref()
    }

    pub(crate) fn http(&self) -> &Http {
        &self.0.http
    }

    pub(crate) fn team_http(&self) -> &Http {
        &self.0.team_http
    }

    /// The lanes of a server: however many jobs there are, it gets no more calls at once.
    pub(crate) fn lanes(&self, server: &str) -> Arc<Semaphore> {
        let mut lanes = self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || Arc::new(Semaphore::new(MAX_CONCURRENT_CALLS));
        lanes.entry(server.to_owned()).or_insert_with(made).clone()
    }

    pub(crate) fn production(&self) -> &OpenProduction {
        &self.0.production
    }
}

/// The system's source of random bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::expect_used, reason = "without random bytes nothing here may go on")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives random bytes");
    }
}
