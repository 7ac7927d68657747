//! When a session is renewed or kept alive, and what became of it.

use std::collections::HashMap;

use jiff::Timestamp;

use super::BackgroundSettings;
use super::due::{Failure, JITTER, PAUSE, RenewalEnd, Task, Touch, after, can_renew, earlier, planned, share, task};
use super::watched::Watched;

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
}

/// What was renewed, what is on its way and which host asks to wait.
pub(super) struct Renewals {
    seed: [u8; 16],
    attempts: HashMap<String, Attempt>,
    /// Calls on their way, with their hosts.
    running: HashMap<String, String>,
    hosts: HashMap<String, Timestamp>,
    woke_at: Option<Timestamp>,
    /// When a keep-alive was last begun.
    kept: HashMap<String, Timestamp>,
    /// Sessions whose renewal a person asked for, by their version, and that found no room at their host yet.
    asked: HashMap<String, Timestamp>,
}

/// What is needed to decide.
#[derive(Clone, Copy)]
pub(super) struct Conditions<'a> {
    pub(super) now: Timestamp,
    pub(super) settings: &'a BackgroundSettings,
    pub(super) window_open: bool,
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
        let there: HashMap<&str, Option<Timestamp>> =
            sessions.iter().map(|session| (&*session.id, session.expires_at)).collect();
        self.attempts.retain(|id, _| there.contains_key(&**id));
        self.kept.retain(|id, _| there.contains_key(&**id));
        self.hosts.retain(|_, until| *until > now);
        for (id, attempt) in &mut self.attempts {
            let expires_at = there.get(&**id).copied().flatten();
            if attempt.expires_at != expires_at {
                // However short the new life is, the next renewal is not at once.
                let not_before = attempt.not_before.filter(|_| attempt.failed.is_none());
                *attempt =
                    Attempt { expires_at, not_before, renewed_until: attempt.renewed_until, ..Attempt::default() };
            }
        }
    }

    /// When a session is renewed automatically; `None` where it is not.
    pub(super) fn due_at(&self, session: &Watched, conditions: &Conditions<'_>) -> Option<Timestamp> {
        let Conditions { now, settings, window_open } = *conditions;
        let allowed = session.renewal.auto_renew.allows(settings.auto_renew, window_open);
        if !allowed || !can_renew(session, now) || self.failed(&session.id).is_some() {
            return None;
        }
        let expires_at = session.expires_at?;
        if now.duration_since(expires_at).as_secs() > STALE {
            return None;
        }
        let attempt = self.attempts.get(&session.id);
        let renewed_until = attempt.and_then(|attempt| attempt.renewed_until);
        let due = self.spread(session, planned(session, expires_at, renewed_until, &self.seed));
        let not_before = attempt.and_then(|attempt| attempt.not_before);
        let host = self.hosts.get(&session.host).copied();
        Some([not_before, host].into_iter().flatten().fold(due, Timestamp::max))
    }

    /// A moment moved into the two minutes after the machine woke up, where it lies before their end.
    fn spread(&self, session: &Watched, due: Timestamp) -> Timestamp {
        let Some(woke) = self.woke_at.filter(|woke| due < after(*woke, SPREAD)) else { return due };
        let left = session.expires_at.map_or(SPREAD, |at| at.duration_since(woke).as_secs());
        let room = if (1..SPREAD).contains(&left) { left } else { SPREAD };
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

    /// Whether it is being renewed, or will be without anybody's doing: no notice is needed for it. One that could not be
    /// renewed at its time may still be, but a person should know.
    pub(super) fn will_renew(&self, session: &Watched, conditions: &Conditions<'_>) -> bool {
        let untried = |attempt: &Attempt| attempt.unsent == 0 && attempt.waits == 0 && !attempt.unknown;
        let hopeful = self.attempts.get(&session.id).is_none_or(untried);
        self.is_running(&session.id) || hopeful && self.due_at(session, conditions).is_some()
    }

    /// Begins what a person asked for, as far as there is room.
    pub(super) fn asked(&mut self, sessions: Vec<Watched>) -> Vec<Task> {
        self.asked.extend(sessions.iter().map(|session| (session.id.clone(), session.version)));
        self.go_on(&sessions)
    }

    /// Begins what a person asked for and had no room; what was renewed meanwhile is done.
    pub(super) fn go_on(&mut self, sessions: &[Watched]) -> Vec<Task> {
        let mut begun = Vec::new();
        for session in sessions {
            let Some(version) = self.asked.get(&session.id).copied() else { continue };
            let done = version != session.version || self.is_running(&session.id);
            if !done && !self.take(session) {
                continue;
            }
            self.asked.remove(&session.id);
            begun.extend((!done).then(|| task(session)));
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
                begun.push(task(session));
            }
        }
        (begun, next)
    }

    /// Begins what is to be kept alive; says when to look again.
    pub(super) fn keep_alive(
        &mut self,
        sessions: &[Watched],
        now: Timestamp,
    ) -> (Vec<(Task, Touch)>, Option<Timestamp>) {
        let (mut begun, mut next) = (Vec::new(), None);
        for session in sessions {
            let Some((at, touch)) = self.kept_at(session, now) else { continue };
            if self.is_running(&session.id) {
                continue;
            }
            if at > now {
                next = earlier(next, Some(at));
            } else if self.take(session) {
                self.kept.insert(session.id.clone(), now);
                begun.push((task(session), touch));
            }
        }
        (begun, next)
    }

    fn kept_at(&self, session: &Watched, now: Timestamp) -> Option<(Timestamp, Touch)> {
        let interval = i64::from(session.renewal.keep_alive?) * 60;
        let renews = can_renew(session, now);
        let over = session.dead || session.expires_at.is_some_and(|at| at <= now) && !renews;
        let touch = match (session.verifiable, renews) {
            _ if over => return None,
            (true, _) if session.use_extends => Touch::Verify,
            (_, true) => Touch::Renew,
            (true, false) => Touch::Verify,
            (false, false) => return None,
        };
        let last = self.kept.get(&session.id).map_or(session.touched_at, |kept| session.touched_at.max(*kept));
        let early = interval * JITTER / 1000 * share(&self.seed, &session.id, last) / 1000;
        let at = after(last, interval - early).max(self.hosts.get(&session.host).copied().unwrap_or(last));
        Some((at, touch))
    }

    fn take(&mut self, session: &Watched) -> bool {
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
                let until = after(now, i64::try_from(seconds).unwrap_or(STALE).min(STALE));
                let host = self.hosts.entry(task.host.clone()).or_insert(until);
                *host = until.max(*host);
            }
        }
    }

    /// Notes that a keep-alive has ended.
    pub(super) fn touched(&mut self, task: &Task, wait: Option<u64>, now: Timestamp) {
        self.running.remove(&task.id);
        if let Some(seconds) = wait {
            self.hosts.insert(task.host.clone(), after(now, i64::try_from(seconds).unwrap_or(STALE).min(STALE)));
        }
    }

    /// The hosts that are called now, with the number of calls.
    #[cfg(test)]
    pub(super) fn busy(&self) -> HashMap<&str, usize> {
        let mut busy = HashMap::new();
        self.running.values().for_each(|host| *busy.entry(&**host).or_default() += 1);
        busy
    }
}
