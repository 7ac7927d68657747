//! The rules against a model that knows the true time: 10 000 sequences of clicks, with a wall clock that is moved.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::account_key::AccountKey;
use super::{AttemptKey, CodeStep, Kind, Verdict, reserve};
use crate::clock::{Moment, Uptime};
use crate::error::ErrorCode;
use crate::schema::MIGRATIONS;

impl AttemptKey {
    pub(super) fn test(host: &str, account: &str) -> Self {
        let (name, account) = (account.to_owned(), AccountKey::of_parts(&[account]));
        Self { host: host.to_owned().into(), name, account, secret: Some([1; 32]), code: None }
    }
}

/// A small generator, seeded, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.roll(from.len() as u64)).unwrap()]
    }
}

/// What the rules promise, by the true time in seconds.
#[derive(Default)]
struct Model {
    account_until: i64,
    host_until: i64,
    messages_until: i64,
    /// When tries, and codes, failed or may have failed since the last success.
    failed: [Vec<i64>; 2],
    refused: [bool; 3],
}

impl Model {
    fn failed(&mut self, kind: Kind) -> &mut Vec<i64> {
        &mut self.failed[usize::from(kind == Kind::Code)]
    }

    fn blocks(&mut self, kind: Kind, password: usize, anyway: bool, now: i64) -> bool {
        let spent = |failed: &[i64]| failed.iter().filter(|at| now - **at < 900).count() >= 3;
        let cooling = now < self.account_until || now < self.host_until;
        match kind {
            Kind::Sms => now < self.messages_until || (cooling && !anyway),
            Kind::Code => !anyway && (cooling || spent(self.failed(kind))),
            Kind::Attempt => !anyway && (cooling || self.refused[password] || spent(self.failed(kind))),
        }
    }

    /// Sent at `now`; without a verdict nobody has seen the end.
    fn sent(&mut self, kind: Kind, password: usize, verdict: Option<Verdict>, now: i64) {
        let wait = |wait: Option<u64>, usual: i64| now + wait.map_or(usual, |wait| i64::try_from(wait).unwrap());
        if kind == Kind::Sms && verdict != Some(Verdict::NotSent) {
            self.messages_until = self.messages_until.max(now + 60);
        }
        match verdict {
            Some(Verdict::Accepted) => {
                self.failed(kind).clear();
                (self.account_until, self.host_until) = (0, 0);
                self.refused[password] &= kind != Kind::Attempt;
            }
            Some(Verdict::AccountLocked { wait: stated }) => self.account_until = wait(stated, 900),
            Some(Verdict::HostLocked { wait: stated }) => self.host_until = wait(stated, 600),
            Some(Verdict::Throttled { wait: stated }) if kind == Kind::Sms => {
                self.messages_until = wait(stated, 60).max(now + 60);
            }
            Some(Verdict::Throttled { wait: stated }) => self.account_until = wait(stated, 60),
            Some(Verdict::MessageSent { interval }) => {
                self.messages_until = now + i64::try_from(interval.unwrap_or(60).max(60)).unwrap();
            }
            Some(Verdict::Wrong { .. }) => {
                self.failed(kind).push(now);
                self.refused[password] = true;
            }
            None | Some(Verdict::WrongCode | Verdict::Unknown) if kind != Kind::Sms => self.failed(kind).push(now),
            _ => {}
        }
    }
}

fn verdicts(kind: Kind) -> &'static [Option<Verdict>] {
    match kind {
        Kind::Attempt => &[
            Some(Verdict::Accepted),
            Some(Verdict::Wrong { left: None }),
            Some(Verdict::Wrong { left: None }),
            Some(Verdict::AccountLocked { wait: None }),
            Some(Verdict::HostLocked { wait: Some(1200) }),
            Some(Verdict::Throttled { wait: Some(90) }),
            Some(Verdict::Unknown),
            Some(Verdict::NotCounted),
            Some(Verdict::NotSent),
            None,
        ],
        Kind::Code => &[
            Some(Verdict::Accepted),
            Some(Verdict::WrongCode),
            Some(Verdict::WrongCode),
            Some(Verdict::Unknown),
            Some(Verdict::NotSent),
            None,
        ],
        Kind::Sms => &[
            Some(Verdict::MessageSent { interval: None }),
            Some(Verdict::MessageSent { interval: Some(300) }),
            Some(Verdict::Throttled { wait: Some(120) }),
            Some(Verdict::Unknown),
            Some(Verdict::NotSent),
            None,
        ],
    }
}

#[test]
fn whatever_the_wall_clock_does_every_wait_is_held_and_none_is_longer() {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE secret (owner_kind, owner_id); BEGIN").unwrap();
    MIGRATIONS.iter().for_each(|step| db.execute_batch(step).unwrap());
    let (mut dice, mut elapsed, mut wall) = (Dice(7), 5_000_i64, 1_700_000_000_i64);
    let (mut sent, mut blocked) = (0, 0);
    for sequence in 0..10_000_u32 {
        let mut model = Model::default();
        let host = format!("host-{sequence}");
        for click in 0..dice.roll(8) + 3 {
            let passes = dice.pick(&[0, 0, 1, 59, 60, 61, 299, 301, 899, 901, 4000]);
            (elapsed, wall) = (elapsed + passes, wall + passes);
            // Somebody sets the clock.
            wall += dice.pick(&[0, 0, -1, 61, -3600, 960, 86_400 * 2, -86_400 * 300]);
            let now = Moment {
                wall: Timestamp::from_second(wall).unwrap(),
                boot: Some(Uptime { boot_id: "boot".to_owned(), elapsed: SignedDuration::from_secs(elapsed) }),
            };
            let (kind, anyway) = (dice.pick(&[Kind::Attempt, Kind::Attempt, Kind::Code, Kind::Sms]), dice.roll(6) == 0);
            let password = dice.pick(&[0, 1, 2]);
            let mut hash = [0; 32];
            hash[..4].copy_from_slice(&sequence.to_be_bytes());
            hash[4] = u8::try_from(password).unwrap();
            let who = AttemptKey { secret: Some(hash), ..AttemptKey::test(&host, "a") };
            let expected = model.blocks(kind, password, anyway, elapsed);
            let reserved = reserve(&db, kind, &who, anyway, &now);
            assert_eq!(
                reserved.is_err(),
                expected,
                "sequence {sequence}, click {click}: {kind:?} anyway {anyway} at {elapsed}: {reserved:?}"
            );
            match reserved {
                Err(error) => {
                    blocked += 1;
                    assert!(
                        error.retry_after_seconds.is_some() || error.code == ErrorCode::PasswordKnownRefused,
                        "{error:?}"
                    );
                }
                Ok(reservation) => {
                    sent += 1;
                    let verdict = dice.pick(verdicts(kind));
                    if let Some(verdict) = verdict {
                        reservation.settled(&who, verdict, now).write(&db).unwrap();
                    }
                    model.sent(kind, password, verdict, elapsed);
                }
            }
        }
    }
    assert!(sent > 20_000 && blocked > 5_000, "the sequences exercise both: {sent} sent, {blocked} blocked");
    println!("proof guard: 0 of {sent}");
}

#[test]
fn a_one_time_code_is_sent_once_unless_it_never_left() {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE secret (owner_kind TEXT, owner_id TEXT)").unwrap();
    MIGRATIONS.iter().for_each(|step| db.execute_batch(step).unwrap());
    let now = Moment { wall: Timestamp::from_second(1_000_000).unwrap(), boot: None };
    let expires_at = Timestamp::from_second(1_000_020).unwrap();
    let who = |account: &str, seed: u8, number: u64| AttemptKey {
        code: Some(CodeStep { seed: [seed; 32], number, expires_at }),
        ..AttemptKey::test("h", account)
    };
    let sent = |who: &AttemptKey, kind, verdict| {
        let reserved = reserve(&db, kind, who, true, &now);
        reserved.map(|reserved| reserved.settled(who, verdict, now.clone()).write(&db).unwrap())
    };
    let first = who("a", 1, 100);
    sent(&first, Kind::Sms, Verdict::MessageSent { interval: None }).unwrap();
    sent(&first, Kind::Attempt, Verdict::NotSent).unwrap();
    sent(&first, Kind::Attempt, Verdict::Unknown).unwrap();
    // Neither to the same account nor to another profile of it, nor in answer to a question.
    for (account, kind) in [("a", Kind::Attempt), ("b", Kind::Attempt), ("a", Kind::Code)] {
        let error = sent(&who(account, 1, 100), kind, Verdict::Accepted).unwrap_err();
        assert_eq!((error.code, error.retry_after_seconds), (ErrorCode::CoolingDown, Some(20)), "{account}");
    }
    sent(&who("a", 2, 100), Kind::Attempt, Verdict::Accepted).unwrap();
    sent(&who("a", 1, 101), Kind::Attempt, Verdict::Accepted).unwrap();
    // A clock that is put back makes no old code new, and what no server accepts any more is forgotten.
    assert!(sent(&first, Kind::Attempt, Verdict::Accepted).is_err());
    sent(&who("a", 1, 200), Kind::Attempt, Verdict::Accepted).unwrap();
    let kept: i64 = db.query_row("SELECT count(*) FROM sent_code", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 2);
}
