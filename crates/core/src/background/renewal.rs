//! When a session is renewed or kept alive, and the result.

use std::collections::{HashMap, HashSet};

use hallpass_providers::Host;
use jiff::Timestamp;

use super::due::{Failure, PAUSE, RenewalEnd, Task, after, can_renew, earlier, planned, same_expiry, share, task};
use super::settings::BackgroundSettings;
use super::watched::Watched;
use crate::activity::By;

/// So many calls go to a host at once.
const AT_ONCE: usize = 2;
/// Seconds over which renewals are spread after sleep or when the network returns.
const SPREAD: i64 = 2 * 60;
/// A session that expired longer ago, in seconds, is not renewed automatically: nobody has missed it.
const STALE: i64 = 24 * 60 * 60;
/// Seconds before a renewal that could not be sent is tried again, doubled each time.
const UNSENT: i64 = 60;
/// And at most.
const UNSENT_MAX: i64 = 15 * 60;
/// A server that asks to wait is asked again so often.
const WAITS: u32 = 3;

/// What was done about one expiry of one session.
#[derive(Debug, Default)]
struct Attempt {
    expires_at: Option<Timestamp>,
    not_before: Option<Timestamp>,
    unsent: u32,
    waits: u32,
    unknown: bool,
    failed: Option<Failure>,
    /// Until when it could be renewed, when it last was: a server that does not move this is not asked to.
    renewed_until: Option<Timestamp>,
    /// The session that was renewed, until the one in its place is seen: that has to expire later.
    renewed: Option<Timestamp>,
}

/// What was renewed, what is on its way and which host asks to wait.
pub(super) struct Renewals {
    pub(super) seed: [u8; 16],
    attempts: HashMap<String, Attempt>,
    /// Calls on their way, with their hosts.
    running: HashMap<String, Host>,
    pub(super) hosts: HashMap<Host, Timestamp>,
    woke_at: Option<Timestamp>,
    /// When a keep-alive was last begun.
    pub(super) kept: HashMap<String, Timestamp>,
    /// Sessions whose renewal a person asked for, by their version, and that found no room at their host yet.
    pub(super) asked: HashMap<String, Timestamp>,
}

/// What is needed to decide.
#[derive(Clone, Copy)]
pub(super) struct Conditions<'a> {
    pub(super) now: Timestamp,
    pub(super) settings: &'a BackgroundSettings,
    pub(super) window_open: bool,
}

impl Attempt {
    /// Another expiry starts again. One that a renewal did not make later is not renewed again: the server would be
    /// asked once a minute, and each time say yes.
    fn follow(&mut self, session: &Watched, now: Timestamp) {
        let expires_at = session.expires_at;
        let renewed = self.renewed.is_some_and(|version| version != session.version);
        let later = expires_at > self.expires_at && expires_at.is_none_or(|at| at > now);
        if renewed && self.expires_at.is_some() && expires_at.is_some() {
            self.renewed = None;
            if !later || same_expiry(self.expires_at, expires_at) {
                (self.expires_at, self.failed) = (expires_at, Some(Failure::NotExtended));
            }
        }
        if !same_expiry(self.expires_at, expires_at) {
            // However short the new life is, the next renewal is not at once.
            let not_before = self.not_before.filter(|_| self.failed.is_none());
            *self = Self { expires_at, not_before, renewed_until: self.renewed_until, ..Self::default() };
        }
    }
}

impl Renewals {
    pub(super) fn new(seed: [u8; 16]) -> Self {
        Self {
            seed,
            attempts: HashMap::new(),
            running: HashMap::new(),
            hosts: HashMap::new(),
            woke_at: None,
            kept: HashMap::new(),
            asked: HashMap::new(),
        }
    }

    /// The machine woke up, or its network came back: what could not be sent may be sent now, and not all at once.
    pub(super) fn woke(&mut self, now: Timestamp) {
        self.woke_at = Some(now);
        for attempt in self.attempts.values_mut().filter(|attempt| attempt.unsent > 0) {
            attempt.not_before = None;
            attempt.unsent = 0;
        }
    }

    /// Forgets sessions that are gone, and what is known about an expiry that has changed.
    pub(super) fn forget(&mut self, sessions: &[Watched], now: Timestamp) {
        let there: HashSet<&str> = sessions.iter().map(|session| &*session.id).collect();
        self.attempts.retain(|id, _| there.contains(&**id));
        self.kept.retain(|id, _| there.contains(&**id));
        self.hosts.retain(|_, until| *until > now);
        for session in sessions {
            if let Some(attempt) = self.attempts.get_mut(&session.id) {
                attempt.follow(session, now);
            }
        }
    }

    /// When a session is renewed automatically; `None` where it is not.
    pub(super) fn due_at(&self, session: &Watched, conditions: &Conditions<'_>) -> Option<Timestamp> {
        let expires_at = session.expires_at.filter(|_| self.may_renew(session, conditions))?;
        let attempt = self.attempts.get(&session.id);
        let renewed_until = attempt.and_then(|attempt| attempt.renewed_until);
        let due = self.spread(session, planned(session, expires_at, renewed_until, &self.seed), conditions.now);
        Some(self.waits_until(session, conditions.now).map_or(due, |until| until.max(due)))
    }

    /// Whether a session may be renewed without anyone's asking, whenever that is due.
    pub(super) fn may_renew(&self, session: &Watched, conditions: &Conditions<'_>) -> bool {
        let Conditions { now, settings, window_open } = *conditions;
        let stale = session.expires_at.is_some_and(|at| now.duration_since(at).as_secs() > STALE);
        let allowed = session.renewal.auto_renew.allows(settings.auto_renew, window_open);
        allowed && !stale && can_renew(session, now) && self.failed(&session.id).is_none()
    }

    /// Until when a session or its host is left alone. A pause that is longer than any was made by a clock that was ahead.
    pub(super) fn waits_until(&self, session: &Watched, now: Timestamp) -> Option<Timestamp> {
        let not_before = self.attempts.get(&session.id).and_then(|attempt| attempt.not_before);
        let not_before = not_before.filter(|until| *until <= after(now, UNSENT_MAX));
        let host = self.hosts.get(&session.host).copied().filter(|until| *until <= after(now, STALE));
        not_before.into_iter().chain(host).max()
    }

    /// A moment moved into the two minutes after the machine woke up, where it lies before their end; into the first half of
    /// what is left, where that is less. A wake that lies ahead was noted by a clock that has been set back since.
    fn spread(&self, session: &Watched, due: Timestamp, now: Timestamp) -> Timestamp {
        let woke = self.woke_at.filter(|woke| *woke <= now && due < after(*woke, SPREAD));
        let Some(woke) = woke else { return due };
        let ends = [session.expires_at, session.renewable_until].into_iter().flatten().filter(|at| *at > woke).min();
        let room = ends.map_or(SPREAD, |at| SPREAD.min(at.duration_since(woke).as_secs() / 2));
        due.max(after(woke, room * share(&self.seed, &session.id, woke) / 1000))
    }

    /// Why a session is not renewed automatically any more.
    pub(super) fn failed(&self, id: &str) -> Option<Failure> {
        self.attempts.get(id).and_then(|attempt| attempt.failed)
    }

    /// Whether a renewal of it is on its way.
    pub(super) fn is_running(&self, id: &str) -> bool {
        self.running.contains_key(id)
    }

    /// Whether it is being renewed, or will be without anyone's doing: no notice is needed for it. One that could not
    /// be renewed at its time may still be, but a person should know.
    pub(super) fn will_renew(&self, session: &Watched, conditions: &Conditions<'_>) -> bool {
        let untried = |attempt: &Attempt| attempt.unsent == 0 && attempt.waits == 0 && !attempt.unknown;
        let hopeful = self.attempts.get(&session.id).is_none_or(untried);
        self.is_running(&session.id) || hopeful && self.due_at(session, conditions).is_some()
    }

    /// Begins what the user asked for, as far as there is room.
    pub(super) fn asked(&mut self, sessions: Vec<Watched>) -> Vec<Task> {
        self.asked.extend(sessions.iter().map(|session| (session.id.clone(), session.version)));
        self.go_on(&sessions)
    }

    /// Begins what the user asked for and had no room; what was renewed meanwhile is done.
    pub(super) fn go_on(&mut self, sessions: &[Watched]) -> Vec<Task> {
        let mut begun = Vec::new();
        for session in sessions {
            let Some(version) = self.asked.get(&session.id).copied() else { continue };
            let done = version != session.version || self.is_running(&session.id);
            if !done && !self.take(session) {
                continue;
            }
            self.asked.remove(&session.id);
            begun.extend((!done).then(|| task(session, By::Person)));
        }
        begun
    }

    /// Begins what is due and has room at its host; says when to look again.
    pub(super) fn begin(
        &mut self,
        sessions: &[Watched],
        conditions: &Conditions<'_>,
    ) -> (Vec<Task>, Option<Timestamp>) {
        let mut due: Vec<(Timestamp, &Watched)> =
            sessions.iter().filter_map(|session| Some((self.due_at(session, conditions)?, session))).collect();
        due.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
        let (mut begun, mut next) = (Vec::new(), None);
        for (at, session) in due {
            if self.is_running(&session.id) {
                continue;
            }
            if at > conditions.now {
                next = earlier(next, Some(at));
                continue;
            }
            if self.take(session) {
                let attempt = self.attempts.entry(session.id.clone()).or_default();
                attempt.expires_at = session.expires_at;
                begun.push(task(session, By::Schedule));
            }
        }
        (begun, next)
    }

    pub(super) fn take(&mut self, session: &Watched) -> bool {
        let at_host = self.running.values().filter(|host| **host == session.host).count();
        if at_host >= AT_ONCE {
            return false;
        }
        self.running.insert(session.id.clone(), session.host.clone());
        true
    }

    /// Notes what became of a renewal.
    pub(super) fn ended(&mut self, task: &Task, end: RenewalEnd, now: Timestamp) {
        self.running.remove(&task.id);
        let attempt = self.attempts.entry(task.id.clone()).or_default();
        attempt.expires_at = task.expires_at;
        match end {
            RenewalEnd::Renewed => {
                attempt.not_before = Some(after(now, PAUSE));
                attempt.renewed_until = task.renewable_until;
                // A person may renew at any time, also a moment after a sign-in.
                attempt.renewed = (task.by == By::Schedule).then_some(task.version);
            }
            RenewalEnd::Refused => attempt.failed = Some(Failure::Refused),
            RenewalEnd::Unknown if attempt.unknown => attempt.failed = Some(Failure::Unknown),
            RenewalEnd::Unknown => {
                attempt.unknown = true;
                attempt.not_before = Some(after(now, PAUSE));
            }
            RenewalEnd::NotSent => {
                let wait = (UNSENT << attempt.unsent.min(10)).min(UNSENT_MAX);
                attempt.unsent += 1;
                attempt.not_before = Some(after(now, wait));
            }
            RenewalEnd::Wait(seconds) => {
                attempt.waits += 1;
                if attempt.waits > WAITS {
                    attempt.failed = Some(Failure::Busy);
                }
                self.wait(&task.host, seconds, now);
            }
        }
    }

    /// A keep-alive has ended.
    pub(super) fn touched(&mut self, id: &str) {
        self.running.remove(id);
    }

    /// A host asks to wait.
    pub(super) fn wait(&mut self, host: &Host, seconds: u64, now: Timestamp) {
        let until = after(now, i64::try_from(seconds).unwrap_or(STALE).min(STALE));
        let host = self.hosts.entry(host.clone()).or_insert(until);
        *host = until.max(*host);
    }

    /// The hosts that are called now, with the number of calls.
    #[cfg(test)]
    pub(super) fn busy(&self) -> HashMap<&Host, usize> {
        let mut busy = HashMap::new();
        self.running.values().for_each(|host| *busy.entry(host).or_default() += 1);
        busy
    }
}
