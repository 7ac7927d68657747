//! The schedule on a vault: looks when something is due, does it, and tells the surface.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::due::{RenewalEnd, Task, Touch};
use super::event::{BackgroundEvent, Glance, LockReason};
use super::notice::{NoticeAction, NoticeId};
use super::schedule::{Due, Schedule};
use super::settings::BackgroundSettings;
use super::watched::watched;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::team;

/// At the latest it looks again after this long: timers stop while the machine sleeps, and other programs change
/// sessions.
const LONGEST: Duration = Duration::from_secs(30);
/// A pause that took so many seconds longer was the machine's sleep.
const SLEPT: u64 = 20;

type Sink = Box<dyn Fn(BackgroundEvent) + Send + Sync>;

/// Background work on one vault: renews, keeps alive, tells what expires, and locks. Clones share it; it ends with
/// [`Background::stop`], or with the runtime.
#[derive(Clone)]
pub struct Background(Arc<Inner>);

struct Inner {
    hallpass: Hallpass,
    schedule: Mutex<Schedule>,
    sink: Sink,
    look: Notify,
    stopped: crate::stop::StopSignal,
}

impl Background {
    /// Begins, with the window open and unlocked. `sink` receives the events; it is called on threads of the runtime and
    /// on those that call this, and must not block nor call back.
    ///
    /// To be called inside a Tokio runtime.
    pub fn start(
        hallpass: Hallpass,
        settings: BackgroundSettings,
        sink: impl Fn(BackgroundEvent) + Send + Sync + 'static,
    ) -> Self {
        let mut seed = [0; 16];
        hallpass.random().fill(&mut seed);
        let schedule = Mutex::new(Schedule::new(settings, seed, hallpass.now()));
        let (look, stopped) = (Notify::new(), crate::stop::StopSignal::default());
        let this = Self(Arc::new(Inner { hallpass, schedule, sink: Box::new(sink), look, stopped }));
        tokio::spawn(this.clone().run());
        this
    }

    /// Ends it: nothing further is begun or told. A renewal that is on its way is still written down.
    pub fn stop(&self) {
        self.0.stopped.stop();
        self.0.look.notify_one();
    }

    /// Other settings from now on.
    pub fn set_settings(&self, settings: BackgroundSettings) {
        self.schedule().set_settings(settings);
        self.look();
    }

    /// Whether the window is open, or hidden.
    pub fn set_window_open(&self, open: bool) {
        self.schedule().set_window_open(open);
        self.look();
    }

    /// Whether a full-screen application has the focus: no notice is shown meanwhile.
    pub fn set_quiet(&self, quiet: bool) {
        self.schedule().set_quiet(quiet);
        self.look();
    }

    /// Someone uses Hallpass now, or pressed "stay unlocked".
    pub fn used(&self) {
        self.idle_for(Duration::ZERO);
    }

    /// Nobody has used the desktop for this long, as the platform tells.
    pub fn idle_for(&self, time: Duration) {
        let now = self.0.hallpass.now();
        let time = jiff::SignedDuration::try_from(time).unwrap_or(jiff::SignedDuration::MAX);
        // Every key press calls this: the sessions are read only where that can change something.
        if self.schedule().used_at(now.before(time)) {
            self.look();
        }
    }

    /// The machine woke up, or its network came back: what is overdue is done within two minutes, not all at once.
    pub fn woke(&self) {
        let now = self.0.hallpass.now().wall;
        self.schedule().woke(now);
        self.look();
    }

    /// The window got the focus: what the teams share is brought, once a minute at most and not while it is locked.
    pub fn focused(&self) {
        self.schedule().focused();
        self.look();
    }

    /// Looks now: sessions, profiles or the clock have changed. Not needed for what this itself has done.
    pub fn look(&self) {
        self.0.look.notify_one();
    }

    /// Locks at once; [`BackgroundEvent::Locked`] was told when this returns, unless it was locked already.
    pub fn lock(&self, reason: LockReason) {
        let now = self.0.hallpass.now();
        let due = self.schedule().lock(reason, &now);
        self.tell(due);
    }

    /// Unlocks, after a person has proved themselves to the surface.
    pub fn unlock(&self) {
        let now = self.0.hallpass.now();
        let due = self.schedule().unlock(now);
        self.tell(due);
        self.look();
    }

    /// Whether some session is renewed or kept alive without user action, now or later: for that the vault's key is
    /// needed while it is locked. `true` where the vault cannot be read now.
    pub async fn has_work(&self) -> bool {
        let now = self.0.hallpass.now().wall;
        let Ok(sessions) = self.0.hallpass.vault().read(move |db| watched(db, now)).await else { return true };
        self.schedule().has_work(&sessions, now)
    }

    /// Whether it is locked.
    pub fn is_locked(&self) -> bool {
        self.glance().locked
    }

    /// What a tray or lock screen shows, as of the last look.
    pub fn glance(&self) -> Glance {
        self.schedule().glance()
    }

    /// A button of a notice was pressed. [`NoticeAction::Open`] is the surface's to do; here it only closes the notice.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read. The result of a renewal is an event.
    pub async fn act(&self, id: NoticeId, action: NoticeAction) -> Result<()> {
        let profiles = self.schedule().noticed(&id);
        self.schedule().close_notice(&id);
        if action == NoticeAction::Renew {
            let now = self.0.hallpass.now().wall;
            let sessions = self.0.hallpass.vault().read(move |db| watched(db, now)).await?;
            let asked = sessions.into_iter().filter(|one| one.renewable && profiles.contains(&one.id));
            for task in self.schedule().asked(asked.collect()) {
                tokio::spawn(self.clone().renew(task));
            }
        }
        Ok(())
    }

    async fn run(self) {
        while !self.0.stopped.is_stopped() {
            let pause = self.once().await.min(LONGEST);
            let began = self.0.hallpass.now();
            tokio::select! {
                () = self.0.look.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
            let now = self.0.hallpass.now();
            if now.seconds_since(&began) > pause.as_secs() + SLEPT {
                self.schedule().woke(now.wall);
            }
        }
    }

    /// Looks once; says how long nothing is due.
    async fn once(&self) -> Duration {
        let now = self.0.hallpass.now();
        let wall = now.wall;
        // A vault that cannot be read now can be in a while.
        let read = self.0.hallpass.vault().read(move |db| Ok::<_, Error>((watched(db, wall)?, team::aliases(db)?)));
        let Ok((sessions, teams)) = read.await else { return LONGEST };
        let look = {
            let mut schedule = self.schedule();
            schedule.set_teams(!teams.is_empty(), &now);
            schedule.look(&now, &sessions)
        };
        self.tell(look.due);
        let left = look.again_at.map(|at| at.duration_since(self.0.hallpass.now().wall));
        left.map_or(LONGEST, |left| Duration::try_from(left).unwrap_or_default() + Duration::from_millis(20))
    }

    fn tell(&self, due: Vec<Due>) {
        for one in due {
            match one {
                Due::Renew(task) => drop(tokio::spawn(self.clone().renew(task))),
                Due::KeepAlive(task, touch) => drop(tokio::spawn(self.clone().keep_alive(task, touch))),
                Due::Show(notice) => self.emit(BackgroundEvent::NoticeShown(notice)),
                Due::Withdraw(id) => self.emit(BackgroundEvent::NoticeWithdrawn(id)),
                Due::WarnOfLock { at } => self.emit(BackgroundEvent::LockWarning { at }),
                Due::WithdrawLockWarning => self.emit(BackgroundEvent::LockWarningWithdrawn),
                Due::Lock(reason) => self.emit(BackgroundEvent::Locked(reason)),
                Due::Unlock => self.emit(BackgroundEvent::Unlocked),
                Due::SyncTeams => drop(tokio::spawn(self.clone().sync_teams())),
            }
        }
    }

    async fn renew(self, task: Task) {
        if self.0.stopped.is_stopped() {
            return;
        }
        let end = self.0.hallpass.renew_unless_renewed(&task.profile, task.version, task.by).await;
        let now = self.0.hallpass.now().wall;
        self.schedule().renewal_ended(&task, ended(&end), now);
        let profile = task.profile;
        match end {
            Ok(_) => self.emit(BackgroundEvent::Renewed { profile }),
            Err(error) => self.emit(BackgroundEvent::RenewalFailed { profile, error }),
        }
        self.look();
    }

    /// Brings what each team shares. A failure is kept with the team, and tried again when the next sync is due.
    async fn sync_teams(self) {
        let hallpass = &self.0.hallpass;
        let mut wait = None;
        for settings in hallpass.teams().await.unwrap_or_default() {
            if self.0.stopped.is_stopped() || self.is_locked() {
                break;
            }
            let team = settings.alias.to_string();
            if let Err(error) = hallpass.sync_team(Some(&team)).await {
                wait = wait.max(error.retry_after_seconds);
            }
            self.emit(BackgroundEvent::TeamSynced { team });
        }
        self.schedule().teams_synced(wait);
        self.look();
    }

    async fn keep_alive(self, task: Task, touch: Touch) {
        if self.0.stopped.is_stopped() {
            return;
        }
        let (hallpass, name) = (&self.0.hallpass, &task.profile);
        let end = match touch {
            Touch::Verify => hallpass.verify_by(name, task.by).await.map(|verified| verified.session),
            Touch::Renew => hallpass.renew_unless_renewed(name, task.version, task.by).await,
        };
        self.schedule().kept(&task, touch, ended(&end), self.0.hallpass.now().wall);
        if end.is_ok() {
            self.emit(BackgroundEvent::KeptAlive { profile: task.profile });
        }
        self.look();
    }

    fn emit(&self, event: BackgroundEvent) {
        if !self.0.stopped.is_stopped() {
            (self.0.sink)(event);
        }
    }

    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.0.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ended(end: &Result<crate::session::SessionView>) -> RenewalEnd {
    let Err(error) = end else { return RenewalEnd::Renewed };
    what_it_means(error)
}

fn what_it_means(error: &Error) -> RenewalEnd {
    match (error.code, error.retry_after_seconds) {
        _ if error.unknown => RenewalEnd::Unknown,
        (_, Some(seconds)) => RenewalEnd::Wait(seconds),
        (ErrorCode::UnknownOutcome, _) => RenewalEnd::Unknown,
        (
            ErrorCode::Unreachable
            | ErrorCode::Timeout
            | ErrorCode::Tls
            | ErrorCode::Stopped
            | ErrorCode::VaultUnusable
            | ErrorCode::VaultLocked,
            _,
        ) => RenewalEnd::NotSent,
        _ => RenewalEnd::Refused,
    }
}
