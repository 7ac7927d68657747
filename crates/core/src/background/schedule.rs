//! The schedule, pure: time and sessions in, what is due out.

use jiff::Timestamp;

use super::due::{RenewalEnd, Task, Touch, after, earlier};
use super::event::{Glance, LockReason};
use super::idle::{Idle, IdleDue};
use super::notice::{Candidate, Notice, NoticeDue, NoticeId, Notices};
use super::renewal::{Conditions, Renewals};
use super::settings::BackgroundSettings;
use super::team_sync::TeamSyncs;
use super::watched::Watched;
use crate::clock::Moment;

/// One thing that is due now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Due {
    Renew(Task),
    KeepAlive(Task, Touch),
    Show(Notice),
    Withdraw(NoticeId),
    WarnOfLock { at: Timestamp },
    WithdrawLockWarning,
    Lock(LockReason),
    Unlock,
    SyncTeams,
}

/// What is due, and when to look again where nothing happens before.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) due: Vec<Due>,
    pub(crate) again_at: Option<Timestamp>,
}

/// What was decided so far.
pub(crate) struct Schedule {
    settings: BackgroundSettings,
    window_open: bool,
    /// A full-screen application has the focus.
    quiet: bool,
    idle: Idle,
    renewals: Renewals,
    notices: Notices,
    teams: TeamSyncs,
    glance: Glance,
}

impl Schedule {
    /// From now on. `seed`: random bytes that spread renewals.
    pub(crate) fn new(settings: BackgroundSettings, seed: [u8; 16], now: Moment) -> Self {
        Self {
            settings,
            window_open: true,
            quiet: false,
            idle: Idle::new(now),
            renewals: Renewals::new(seed),
            notices: Notices::default(),
            teams: TeamSyncs::default(),
            glance: Glance::default(),
        }
    }

    pub(crate) fn set_settings(&mut self, settings: BackgroundSettings) {
        self.settings = settings;
    }

    pub(crate) fn set_window_open(&mut self, open: bool) {
        self.window_open = open;
    }

    pub(crate) fn set_quiet(&mut self, quiet: bool) {
        self.quiet = quiet;
    }

    /// Someone used it at this moment. Says whether a lock was announced, which that may take back.
    pub(crate) fn used_at(&mut self, at: Moment) -> bool {
        self.idle.used_at(at);
        self.idle.is_warned()
    }

    /// The machine woke up, or its network came back.
    pub(crate) fn woke(&mut self, now: Timestamp) {
        self.renewals.woke(now);
    }

    /// Whether a team was joined.
    pub(crate) fn set_teams(&mut self, joined: bool, now: &Moment) {
        self.teams.set_joined(joined, now);
    }

    /// The window got the focus.
    pub(crate) fn focused(&mut self) {
        self.teams.focused();
    }

    /// A sync of the teams has ended; `wait` is what a server asked for, in seconds.
    pub(crate) fn teams_synced(&mut self, wait: Option<u64>) {
        self.teams.ended(wait);
    }

    pub(crate) fn lock(&mut self, reason: LockReason, now: &Moment) -> Vec<Due> {
        let due = self.idle.lock(reason);
        self.of_idle(due, now)
    }

    pub(crate) fn unlock(&mut self, now: Moment) -> Vec<Due> {
        let due = self.idle.unlock(now.clone());
        self.of_idle(due, &now)
    }

    pub(crate) fn glance(&self) -> Glance {
        Glance { locked: self.idle.is_locked(), ..self.glance }
    }

    /// The ids of the profiles that a shown notice is about.
    pub(crate) fn noticed(&self, id: &NoticeId) -> Vec<String> {
        self.notices.profiles(id)
    }

    /// A person has closed a notice.
    pub(crate) fn close_notice(&mut self, id: &NoticeId) {
        self.notices.close(id);
    }

    /// What is due now.
    pub(crate) fn look(&mut self, now: &Moment, sessions: &[Watched]) -> Look {
        let wall = now.wall;
        self.renewals.forget(sessions, wall);
        self.glance = glance(sessions, wall);
        let conditions = Conditions { now: wall, settings: &self.settings, window_open: self.window_open };
        let asked = self.renewals.go_on(sessions);
        let (renew, renew_at) = self.renewals.begin(sessions, &conditions);
        let (keep, keep_at) = self.renewals.keep_alive(sessions, &conditions);
        let mut due: Vec<Due> = asked.into_iter().chain(renew).map(Due::Renew).collect();
        due.extend(keep.into_iter().map(|(task, touch)| Due::KeepAlive(task, touch)));
        let (idle, idle_in) = self.idle.look(now, self.settings.lock_minutes);
        due.extend(self.of_idle(idle, now));
        let (noticed, notice_at) = self.notice(wall, sessions);
        due.extend(noticed);
        let (sync, sync_in) = self.teams.look(now, self.idle.is_locked());
        due.extend(sync.then_some(Due::SyncTeams));
        let [idle_at, sync_at] =
            [idle_in, sync_in].map(|left| left.map(|seconds| after(wall, i64::try_from(seconds).unwrap_or(i64::MAX))));
        let again_at = [renew_at, keep_at, notice_at, idle_at, sync_at].into_iter().fold(None, earlier);
        Look { due, again_at }
    }

    fn notice(&mut self, now: Timestamp, sessions: &[Watched]) -> (Vec<Due>, Option<Timestamp>) {
        let conditions = Conditions { now, settings: &self.settings, window_open: self.window_open };
        let candidates: Vec<Candidate<'_>> = sessions
            .iter()
            .map(|session| Candidate {
                session,
                failed: self.renewals.failed(&session.id),
                renews: self.renewals.will_renew(session, &conditions),
            })
            .collect();
        let quiet = self.quiet || self.idle.is_locked();
        let (due, next) = self.notices.look(now, self.settings.notice_minutes, quiet, &candidates);
        // The end of a lock or a full screen is an event, so nothing is missed by not looking before.
        (due.into_iter().map(Due::from).collect(), next.filter(|_| !quiet))
    }

    fn of_idle(&mut self, due: Vec<IdleDue>, now: &Moment) -> Vec<Due> {
        let mut all = Vec::new();
        for one in due {
            let due = match one {
                IdleDue::Warn(seconds) => Due::WarnOfLock { at: after(now.wall, i64::try_from(seconds).unwrap_or(0)) },
                IdleDue::Withdraw => Due::WithdrawLockWarning,
                IdleDue::Unlock => Due::Unlock,
                IdleDue::Lock(reason) => {
                    all.extend(self.notices.withdraw_all().into_iter().map(Due::from));
                    Due::Lock(reason)
                }
            };
            all.push(due);
        }
        all
    }

    /// Renewals that the user asked for; those that find no room at their host now follow as soon as there is some.
    pub(crate) fn asked(&mut self, sessions: Vec<Watched>) -> Vec<Task> {
        self.renewals.asked(sessions)
    }

    /// Notes what became of a renewal.
    pub(crate) fn renewal_ended(&mut self, task: &Task, end: RenewalEnd, now: Timestamp) {
        self.renewals.ended(task, end, now);
    }

    /// Notes how a keep-alive has ended.
    pub(crate) fn kept(&mut self, task: &Task, touch: Touch, end: RenewalEnd, now: Timestamp) {
        self.renewals.kept(task, touch, end, now);
    }

    /// Whether anything is still renewed or kept alive without the user, now or later.
    pub(crate) fn has_work(&self, sessions: &[Watched], now: Timestamp) -> bool {
        let conditions = Conditions { now, settings: &self.settings, window_open: self.window_open };
        self.renewals.has_work(sessions, &conditions)
    }

    #[cfg(test)]
    pub(super) fn renewals(&self) -> &Renewals {
        &self.renewals
    }
}

impl From<NoticeDue> for Due {
    fn from(due: NoticeDue) -> Self {
        match due {
            NoticeDue::Show(notice) => Self::Show(notice),
            NoticeDue::Withdraw(id) => Self::Withdraw(id),
        }
    }
}

fn glance(sessions: &[Watched], now: Timestamp) -> Glance {
    let expiring = sessions
        .iter()
        .filter(|session| session.expiring && session.expires_at.is_some_and(|at| at > now) && !session.dead);
    let next_expiry = sessions.iter().filter(|one| !one.dead).filter_map(|one| one.expires_at).filter(|at| *at > now);
    Glance { locked: false, expiring: expiring.count(), next_expiry: next_expiry.min() }
}
