//! What the window works with: the vault once it is open, the settings, the sandbox of the demo.

mod browser_log_in;
mod cover;
mod desktop;
mod recovery;
mod stage;
mod undo;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use hallpass_core::providers::Text;
use hallpass_core::{Aside, Background, Error, ErrorCode, Hallpass, Result, StopSignal};
use tokio::sync::watch;

use crate::clipboard::Holder;
use crate::demo_sandbox::Demo;
use crate::jobs::Jobs;
use crate::mutex::lock;
use crate::settings::Settings;
use browser_log_in::BrowserLogIn;
pub(crate) use desktop::Desktop;
use recovery::RecoveryKey;
use stage::VaultStage;

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
    browser_log_in: watch::Sender<BrowserLogIn>,
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
            browser_log_in: watch::Sender::default(),
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
