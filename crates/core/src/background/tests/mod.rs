//! The schedule over hours, locks and sleeps, with the clock passed in.

mod bounds;
mod day;
mod rules;
mod teams;

use jiff::{SignedDuration, Timestamp};

use super::due::{RenewalEnd, Task, Touch};
use super::schedule::{Due, Schedule};
use super::watched::Watched;
use super::{BackgroundSettings, Notice, NoticeId};
use crate::clock::{Moment, Uptime};
use crate::environment::Environment;
use crate::profile::Renewal;

const START: i64 = 1_800_000_000;
const SEED: [u8; 16] = [7; 16];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(START + second).unwrap()
}

fn moment(second: i64) -> Moment {
    let boot = Uptime { boot_id: "boot".into(), elapsed: SignedDuration::from_secs(second + 1000) };
    Moment { wall: at(second), boot: Some(boot) }
}

fn session(id: &str, life: i64) -> Watched {
    Watched {
        id: id.to_owned(),
        profile: format!("name of {id}"),
        environment: Environment::Dev,
        host: "host".to_owned().into(),
        began: at(0),
        expires_at: Some(at(life)),
        renewable: true,
        renewable_until: None,
        dead: false,
        expiring: false,
        verifiable: true,
        use_extends: false,
        version: at(0),
        touched_at: at(0),
        renewal: Renewal::default(),
    }
}

fn settings() -> BackgroundSettings {
    BackgroundSettings { lock_minutes: None, ..BackgroundSettings::default() }
}

/// What becomes of a renewal at a second.
type Server = Box<dyn FnMut(&Task, i64) -> RenewalEnd>;

/// A schedule, its sessions and what it asked for, moved on second by second of an invented clock.
struct Desk {
    schedule: Schedule,
    sessions: Vec<Watched>,
    now: i64,
    /// What is asked for at each moment, in order.
    seen: Vec<(i64, Due)>,
    /// Renewals on their way, by when they end.
    under_way: Vec<(i64, Task, Option<Touch>)>,
    /// What becomes of a renewal of this session at this second.
    server: Server,
    /// How long it takes, in seconds.
    latency: i64,
    /// Whether a renewal makes an expiry later by a whole life, or by so many seconds.
    extends_by: Option<i64>,
}

impl Desk {
    fn new(settings: BackgroundSettings, sessions: Vec<Watched>) -> Self {
        Self {
            schedule: Schedule::new(settings, SEED, moment(0)),
            sessions,
            now: 0,
            seen: Vec::new(),
            under_way: Vec::new(),
            server: Box::new(|_, _| RenewalEnd::Renewed),
            latency: 2,
            extends_by: None,
        }
    }

    /// Runs until a second, looking as the runner does: when something is due, has ended, or half a minute has passed.
    fn until(&mut self, end: i64) {
        while self.now <= end {
            self.settle();
            let look = self.schedule.look(&moment(self.now), &self.sessions);
            for due in look.due {
                self.note(due);
            }
            let again = look.again_at.map_or(30, |at| (at.as_second() - START - self.now).clamp(1, 30));
            let ending = self.under_way.iter().map(|(at, ..)| (*at - self.now).max(1)).min();
            self.now += again.min(ending.unwrap_or(30));
        }
        self.now = end;
    }

    fn note(&mut self, due: Due) {
        let call = match &due {
            Due::Renew(task) => Some((task, None)),
            Due::KeepAlive(task, touch) => Some((task, Some(*touch))),
            _ => None,
        };
        if let Some((task, touch)) = call {
            self.under_way.push((self.now + self.latency, task.clone(), touch));
            let busiest = self.schedule.renewals().busy().into_values().max().unwrap_or(0);
            assert!(busiest <= 2, "{busiest} calls at once at one host");
        }
        self.seen.push((self.now, due));
    }

    fn settle(&mut self) {
        let (ended, rest) = std::mem::take(&mut self.under_way).into_iter().partition(|(at, ..)| *at <= self.now);
        self.under_way = rest;
        let ended: Vec<(i64, Task, Option<Touch>)> = ended;
        for (_, task, touch) in ended {
            let end = (self.server)(&task, self.now);
            match (end, touch) {
                (RenewalEnd::Renewed, Some(Touch::Verify)) => self.session(&task.id).touched_at = at(self.now),
                (RenewalEnd::Renewed, _) => self.renew(&task.id),
                _ => {}
            }
            match touch {
                None => self.schedule.renewal_ended(&task, end, at(self.now)),
                Some(touch) => self.schedule.kept(&task, touch, end, at(self.now)),
            }
        }
    }

    fn session(&mut self, id: &str) -> &mut Watched {
        self.sessions.iter_mut().find(|session| session.id == id).unwrap()
    }

    /// A session has its whole life again.
    fn renew(&mut self, id: &str) {
        let (now, extends_by) = (self.now, self.extends_by);
        let session = self.session(id);
        let before = session.expires_at;
        let life = session.expires_at.unwrap().duration_since(session.began);
        (session.began, session.version, session.touched_at) = (at(now), at(now), at(now));
        session.expires_at = match extends_by {
            Some(by) => before.map(|before| before + SignedDuration::from_secs(by)),
            None => Some(at(now) + life),
        };
    }

    /// How a session was kept alive, and when.
    fn touches(&self, id: &str) -> Vec<(i64, Touch)> {
        let of = |(at, due): &(i64, Due)| match due {
            Due::KeepAlive(task, touch) if task.id == id => Some((*at, *touch)),
            _ => None,
        };
        self.seen.iter().filter_map(of).collect()
    }

    fn lock(&mut self) {
        let due = self.schedule.lock(super::LockReason::Asked, &moment(self.now));
        due.into_iter().for_each(|due| self.note(due));
    }

    fn unlock(&mut self) {
        let due = self.schedule.unlock(moment(self.now));
        due.into_iter().for_each(|due| self.note(due));
    }

    fn renewals(&self) -> Vec<(i64, &Task)> {
        let renewals = self.seen.iter().filter_map(|(at, due)| match due {
            Due::Renew(task) => Some((*at, task)),
            _ => None,
        });
        renewals.collect()
    }

    fn notices(&self) -> Vec<(i64, &Notice)> {
        let notices = self.seen.iter().filter_map(|(at, due)| match due {
            Due::Show(notice) => Some((*at, notice)),
            _ => None,
        });
        notices.collect()
    }

    fn withdrawn(&self) -> Vec<(i64, NoticeId)> {
        let withdrawn = self.seen.iter().filter_map(|(at, due)| match due {
            Due::Withdraw(id) => Some((*at, id.clone())),
            _ => None,
        });
        withdrawn.collect()
    }
}
