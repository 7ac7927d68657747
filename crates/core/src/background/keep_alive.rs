//! When a session is verified or renewed so that it does not expire unused.

use jiff::Timestamp;

use super::due::{JITTER, RenewalEnd, Task, Touch, after, earlier, share, task};
use super::renewal::{Conditions, Renewals};
use super::watched::Watched;
use crate::activity::By;

impl Renewals {
    /// Begins what is to be kept alive; says when to look again.
    pub(super) fn keep_alive(
        &mut self,
        sessions: &[Watched],
        conditions: &Conditions<'_>,
    ) -> (Vec<(Task, Touch)>, Option<Timestamp>) {
        let (mut begun, mut next) = (Vec::new(), None);
        for session in sessions {
            let Some((at, touch)) = self.kept_at(session, conditions) else { continue };
            if self.is_running(&session.id) {
                continue;
            }
            if at > conditions.now {
                next = earlier(next, Some(at));
            } else if self.take(session) {
                self.kept.insert(session.id.clone(), conditions.now);
                begun.push((task(session, By::Schedule), touch));
            }
        }
        (begun, next)
    }

    /// When a session is next kept alive, and how. It is renewed only where it may be renewed automatically.
    fn kept_at(&self, session: &Watched, conditions: &Conditions<'_>) -> Option<(Timestamp, Touch)> {
        let (now, interval) = (conditions.now, i64::from(session.renewal.keep_alive?) * 60);
        let renews = self.may_renew(session, conditions);
        let over = session.dead || session.expires_at.is_some_and(|at| at <= now) && !renews;
        let touch = match (session.verifiable, renews) {
            _ if over => return None,
            (true, _) if session.use_extends => Touch::Verify,
            (_, true) => Touch::Renew,
            (true, false) => Touch::Verify,
            (false, false) => return None,
        };
        // What lies ahead was noted by a clock that has been set back since.
        let known = [self.kept.get(&session.id).copied(), Some(session.touched_at)];
        let last = known.into_iter().flatten().filter(|at| *at <= now).max();
        let early = |last| interval * JITTER / 1000 * share(&self.seed, &session.id, last) / 1000;
        let at = last.map_or(now, |last| after(last, interval - early(last)));
        Some((self.waits_until(session, now).map_or(at, |until| until.max(at)), touch))
    }

    /// Whether anything is being done for a session, or will be without a person.
    pub(super) fn has_work(&self, sessions: &[Watched], conditions: &Conditions<'_>) -> bool {
        sessions.iter().any(|session| {
            self.is_running(&session.id)
                || self.asked.contains_key(&session.id)
                || self.due_at(session, conditions).is_some()
                || self.kept_at(session, conditions).is_some()
        })
    }

    /// Notes how a keep-alive has ended. A renewal that failed is one like any other; of one that succeeded nothing follows
    /// for the expiry, since many a server moves that only in a session's last part.
    pub(super) fn kept(&mut self, task: &Task, touch: Touch, end: RenewalEnd, now: Timestamp) {
        match (touch, end) {
            (Touch::Renew, end) if end != RenewalEnd::Renewed => self.ended(task, end, now),
            (_, RenewalEnd::Wait(seconds)) => {
                self.touched(&task.id);
                self.wait(&task.host, seconds, now);
            }
            _ => self.touched(&task.id),
        }
    }
}
