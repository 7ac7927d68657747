//! What the window works with: the vault once it is open, the settings, the sandbox of the demo.

mod cover;
mod recovery;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hallpass_core::providers::Text;
use hallpass_core::{Aside, Background, Error, ErrorCode, Hallpass, Result, StopSignal};
use tokio::sync::watch;

use crate::clipboard::Holder;
use crate::demo::Demo;
use crate::desktop::Desktop;
use crate::dto::{KeyPlace, VaultState, VaultView};
use crate::jobs::Jobs;
use crate::settings::Settings;
use recovery::RecoveryKey;

/// For how long a removal can be undone: what the page offers, and the time of a slow press.
const UNDO: Duration = Duration::from_secs(12);

/// Everything behind the window; clones share it.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

struct Inner {
    home: PathBuf,
    settings: Mutex<Settings>,
    stage: Mutex<VaultStage>,
    demo: Mutex<Option<Demo>>,
    /// It was asked for at the start and is being made.
    demo_awaited: AtomicBool,
    recovery: Mutex<RecoveryKey>,
    clipboard: Holder,
    /// What was removed in the last seconds, by the profile's name.
    aside: Mutex<BTreeMap<String, Aside>>,
    /// The sign-ins of several profiles that are under way, by the page's number.
    runs: Mutex<BTreeMap<u32, StopSignal>>,
    /// Lists, places and jobs at work.
    jobs: Jobs,
    /// Background work on the open vault, and which try opened that.
    background: Mutex<Option<(u64, Background)>>,
    desktop: Desktop,
    /// Counts the tries to open the vault: the answer of an older one no longer counts.
    tries: AtomicU64,
    /// Counts the locks: what was being opened or unlocked when one came is not shown. Changes under the lock of the stage.
    locks: AtomicU64,
    /// Hears of every change of the stage.
    stages: watch::Sender<()>,
}

/// How far the vault is.
#[derive(Default)]
struct VaultStage {
    opening: bool,
    /// It is open and locked: the page is told nothing of it.
    covered: bool,
    hallpass: Option<Hallpass>,
    place: Option<KeyPlace>,
    failure: Option<Error>,
}

impl VaultStage {
    async fn close(self) {
        if let Some(hallpass) = self.hallpass {
            hallpass.vault().close().await;
        }
    }
}

impl AppState {
    /// On the folder of `HALLPASS_HOME`, else the platform's data folder.
    ///
    /// # Errors
    /// Returns an error if the system has no data folder.
    pub fn new() -> Result<Self> {
        let given = std::env::var_os("HALLPASS_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
        let home = given.or_else(|| dirs::data_dir().map(|data| data.join("hallpass")));
        home.map(Self::at).ok_or_else(|| {
            let text =
                Text::new("找不到数据文件夹；请设置HALLPASS_HOME", "Could not find the data folder; set HALLPASS_HOME");
            Error::new(ErrorCode::Usage, text)
        })
    }

    /// On a folder.
    pub fn at(home: PathBuf) -> Self {
        Self(Arc::new(Inner {
            settings: Mutex::new(Settings::load(&home)),
            home,
            stage: Mutex::default(),
            demo: Mutex::default(),
            demo_awaited: AtomicBool::new(false),
            recovery: Mutex::default(),
            clipboard: Holder::default(),
            aside: Mutex::default(),
            runs: Mutex::default(),
            jobs: Jobs::default(),
            background: Mutex::default(),
            desktop: Desktop::default(),
            tries: AtomicU64::new(0),
            locks: AtomicU64::new(0),
            stages: watch::Sender::new(()),
        }))
    }

    /// The vault's folder.
    pub(crate) fn home(&self) -> &PathBuf {
        &self.0.home
    }

    /// A number by which this folder is told from others.
    pub(crate) fn home_number(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        std::hash::Hash::hash(&self.0.home, &mut hasher);
        std::hash::Hasher::finish(&hasher)
    }

    /// The open vault.
    ///
    /// # Errors
    /// Returns an error that says why it is not open.
    pub(crate) fn hallpass(&self) -> Result<Hallpass> {
        let stage = lock(&self.0.stage);
        stage.hallpass.clone().filter(|_| !stage.covered).ok_or_else(|| {
            stage.failure.clone().unwrap_or_else(|| {
                Error::new(ErrorCode::VaultLocked, Text::new("保险库未打开", "The vault is not open"))
            })
        })
    }

    /// What the vault answered, if it is not locked by then: nothing read before a lock reaches the page after it.
    ///
    /// # Errors
    /// Returns the error of `asked`, or one that says why the vault is not open.
    pub(crate) async fn answer<T>(&self, asked: impl Future<Output = Result<T>>) -> Result<T> {
        let end = asked.await;
        self.hallpass()?;
        end
    }

    /// A try to open the vault begins; one that is open is closed.
    pub(crate) async fn opening(&self) -> u64 {
        let attempt = self.0.tries.fetch_add(1, Ordering::SeqCst) + 1;
        self.set(VaultStage { opening: true, ..VaultStage::default() }, self.locks()).await;
        attempt
    }

    /// It ended. When a later one has begun since, this one's vault is closed again; so it is when there were other `locks`
    /// before it began, and what was typed for it serves nobody else either.
    pub(crate) async fn opened(&self, attempt: u64, end: Result<(Hallpass, KeyPlace)>, locks: u64) {
        let stage = match end {
            Ok((hallpass, place)) => {
                VaultStage { hallpass: Some(hallpass), place: Some(place), ..VaultStage::default() }
            }
            Err(error) => VaultStage { failure: Some(error), ..VaultStage::default() },
        };
        if attempt == self.0.tries.load(Ordering::SeqCst) {
            self.set(stage, locks).await;
        } else {
            stage.close().await;
        }
    }

    /// What was made or failed elsewhere takes the place of whatever is open.
    pub(crate) async fn put(&self, end: Result<(Hallpass, KeyPlace)>) {
        let (locks, attempt) = (self.locks(), self.opening().await);
        self.opened(attempt, end, locks).await;
    }

    /// The vault is closed and its key forgotten; what was under way in it sends nothing further.
    pub(crate) async fn close(&self) {
        lock(&self.0.runs).values().for_each(StopSignal::stop);
        // What was answered is kept, for the job to be resumed.
        self.0.jobs.pause_all().await;
        self.0.jobs.forget_form();
        self.set(VaultStage::default(), self.locks()).await;
    }

    async fn set(&self, stage: VaultStage, locks: u64) {
        let (before, hidden) = {
            let mut present = lock(&self.0.stage);
            if stage.hallpass.is_some() && locks != self.locks() {
                (std::mem::take(&mut *present), Some(stage))
            } else {
                (std::mem::replace(&mut *present, stage), None)
            }
        };
        lock(&self.0.aside).clear();
        before.close().await;
        if let Some(stage) = hidden {
            stage.close().await;
            hallpass_core::vault::forget_unlock(self.home());
        }
        self.discard_unseen().await;
        self.0.stages.send_replace(());
    }

    /// How the vault stands.
    pub(crate) fn vault(&self) -> VaultView {
        let next_expiry = self.background().and_then(|background| background.glance().next_expiry);
        let stage = lock(&self.0.stage);
        let status = hallpass_core::vault::status(&self.0.home);
        let failure = stage.failure.clone().or_else(|| status.as_ref().err().map(|error| error.clone().into()));
        let state = match (&stage.hallpass, &failure, &status) {
            (Some(_), ..) if stage.covered => VaultState::Locked,
            (Some(_), ..) => VaultState::Open,
            _ if stage.opening => VaultState::Opening,
            (None, None, Ok(status)) if !status.exists => VaultState::Missing,
            (None, Some(error), _) if error.code != ErrorCode::VaultLocked => VaultState::Failed,
            _ => VaultState::Locked,
        };
        VaultView {
            state,
            source: stage.place.or_else(|| status.ok()?.source.map(KeyPlace::from)),
            home: self.0.home.display().to_string(),
            failure,
            next_expiry: next_expiry.filter(|_| stage.covered),
            lost_commits: stage.hallpass.as_ref().and_then(|hallpass| hallpass.vault().lost_commits()),
        }
    }

    /// What a person has chosen.
    pub(crate) fn settings(&self) -> Settings {
        lock(&self.0.settings).clone()
    }

    /// Saves what a person has chosen. Servers are spoken to in the new language from then on.
    pub(crate) fn save_settings(&self, settings: Settings) -> Result<Settings> {
        let settings = settings.save(&self.0.home)?;
        let mut stage = lock(&self.0.stage);
        if let Some(hallpass) = stage.hallpass.take_if(|hallpass| hallpass.lang() != settings.lang()) {
            let folder = hallpass.jobs_folder();
            let speaking = Hallpass::new(hallpass.vault().clone(), settings.lang());
            stage.hallpass = Some(match folder {
                Some(folder) => speaking.with_jobs_in(folder),
                None => speaking,
            });
        }
        *lock(&self.0.settings) = settings.clone();
        Ok(settings)
    }

    /// The built-in sandbox will begin: from its first frame on the page waits for it, rather than to welcome somebody.
    pub(crate) fn await_demo(&self) {
        self.0.demo_awaited.store(true, Ordering::SeqCst);
        lock(&self.0.stage).opening = true;
    }

    /// The built-in sandbox begins, or ends with `None`.
    pub(crate) fn set_demo(&self, demo: Option<Demo>) -> Option<Demo> {
        self.0.demo_awaited.store(false, Ordering::SeqCst);
        std::mem::replace(&mut *lock(&self.0.demo), demo)
    }

    /// Whether the built-in sandbox runs.
    pub(crate) fn is_demo(&self) -> bool {
        self.0.demo_awaited.load(Ordering::SeqCst) || lock(&self.0.demo).is_some()
    }

    /// Something that only the running demo knows.
    pub(crate) fn of_demo<T>(&self, ask: impl FnOnce(&Demo) -> Option<T>) -> Option<T> {
        lock(&self.0.demo).as_ref().and_then(ask)
    }

    /// A sign-in of several profiles begins; the page stops it by this number.
    pub(crate) fn begin_run(&self, run: u32) -> StopSignal {
        lock(&self.0.runs).entry(run).or_default().clone()
    }

    /// Stops it: nothing further is sent.
    pub(crate) fn stop_run(&self, run: u32) {
        if let Some(stop) = lock(&self.0.runs).get(&run) {
            stop.stop();
        }
    }

    /// It has ended.
    pub(crate) fn end_run(&self, run: u32) {
        lock(&self.0.runs).remove(&run);
    }

    /// Keeps what is removed of a profile for as long as it can be put back.
    pub(crate) fn keep_aside(&self, name: String, aside: Aside) {
        lock(&self.0.aside).insert(name.clone(), aside);
        // Locking drops what is kept; what comes after it is not kept either.
        if self.hallpass().is_err() {
            self.take_aside(&name);
            return;
        }
        let state = self.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(UNDO).await;
            state.take_aside(&name);
        });
    }

    /// Hands it out, once.
    pub(crate) fn take_aside(&self, name: &str) -> Option<Aside> {
        lock(&self.0.aside).remove(name)
    }

    /// The jobs of this window.
    pub(crate) fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// What holds a copied token.
    pub(crate) fn clipboard(&self) -> &Holder {
        &self.0.clipboard
    }

    /// Clears a token of ours out of the clipboard.
    pub(crate) fn clear_clipboard(&self) {
        self.0.clipboard.release();
    }
}

/// What a panic elsewhere left is still good: every change is one assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
