//! When the keys of a job expire.

use std::time::Duration;

use hallpass_providers::{KeyEnd, Text, authkey::NEVER};
use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Result};

/// When keys expire, as the user says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expires {
    /// At a moment.
    At(Timestamp),
    /// That long from now.
    In(Duration),
    /// At once: the keys are revoked.
    Now,
    /// Never.
    Never,
    /// A bare number, of which nobody knows what it counts until the user says so.
    Number(i64),
}

/// What a bare number may count since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// March 1973 in seconds: what is less is no moment that anyone means.
const LEAST_SECONDS: i64 = 100_000_000;
/// The same in milliseconds: what is less can only be meant as seconds.
const LEAST_MILLISECONDS: i64 = 1000 * LEAST_SECONDS;

impl Expires {
    /// The unit that a bare number seems to count in, and the moment it would then be; none for other ends and for
    /// numbers that are no moment in any unit.
    pub fn guess(self) -> Option<(Unit, Timestamp)> {
        match self {
            Self::Number(..LEAST_SECONDS) => None,
            Self::Number(number) if number < LEAST_MILLISECONDS => {
                Timestamp::from_second(number).ok().map(|at| (Unit::Seconds, at))
            }
            Self::Number(number) => Timestamp::from_millisecond(number).ok().map(|at| (Unit::Milliseconds, at)),
            _ => None,
        }
    }

    /// The one end that every call of the job will name.
    ///
    /// # Errors
    /// Returns an error that names `expires` if it is past, too far away or ambiguous.
    pub fn resolve(self, now: Timestamp) -> Result<KeyEnd> {
        let at = match self {
            Self::Never => return Ok(KeyEnd::Never),
            Self::Now => return Ok(KeyEnd::At(now)),
            Self::Number(_) => return Err(invalid(&self.unclear())),
            Self::At(at) => at,
            Self::In(duration) => {
                let later = SignedDuration::try_from(duration).ok().and_then(|duration| now.checked_add(duration).ok());
                later.ok_or_else(|| {
                    invalid(&Text::new("太晚，最晚到9999年", "is too far in the future: 9999 is the last year"))
                })?
            }
        };
        if at <= now {
            return Err(invalid(&Text::new(
                "已经过去；要立即作废请用now",
                "is in the past; use `now` to revoke the keys immediately",
            )));
        }
        Ok(KeyEnd::At(at))
    }

    fn unclear(self) -> Text {
        match self.guess() {
            Some((unit, at)) => {
                let (zh, en) = match unit {
                    Unit::Seconds => ("秒", "seconds"),
                    Unit::Milliseconds => ("毫秒", "milliseconds"),
                };
                Text::made(
                    format!("是一个没有单位的数字；如果是1970年以来的{zh}数，请写{at}"),
                    format!("is a number without a unit; if it counts {en} since 1970, write {at}"),
                )
            }
            None if self == Self::Number(NEVER) => {
                Text::new("永不过期请写never", "must be `never` for keys that never expire")
            }
            None => Text::new(
                "是一个没有单位的数字；时长请写成30d",
                "is a number without a unit; write a duration such as 30d",
            ),
        }
    }
}

fn invalid(why: &Text) -> Error {
    Error::invalid("expires", why)
}

/// The API's number for an end: milliseconds since 1970, or -1.
pub(in crate::authkeys) fn milliseconds(end: KeyEnd) -> i64 {
    match end {
        KeyEnd::At(at) => at.as_millisecond(),
        KeyEnd::Never => NEVER,
    }
}

/// The end that such a number is.
pub(in crate::authkeys) fn end(milliseconds: i64) -> Option<KeyEnd> {
    match milliseconds {
        NEVER => Some(KeyEnd::Never),
        other => Timestamp::from_millisecond(other).ok().map(KeyEnd::At),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-03-01T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn what_people_say_becomes_one_moment() {
        let at = |text: &str| Ok(KeyEnd::At(text.parse().unwrap()));
        assert_eq!(Expires::In(Duration::from_secs(30 * 86_400)).resolve(now()), at("2026-03-31T08:00:00Z"));
        let later = "2026-12-31T23:59:59+08:00".parse().unwrap();
        assert_eq!(Expires::At(later).resolve(now()), Ok(KeyEnd::At(later)));
        assert_eq!(Expires::Now.resolve(now()), Ok(KeyEnd::At(now())));
        assert_eq!(Expires::Never.resolve(now()), Ok(KeyEnd::Never));
    }

    #[test]
    fn past_far_and_bare_numbers_are_refused() {
        let past = "2026-03-01T07:59:59Z".parse().unwrap();
        for refused in [
            Expires::At(past),
            Expires::At(now()),
            Expires::In(Duration::ZERO),
            Expires::In(Duration::from_secs(u64::MAX)),
            Expires::Number(1_800_000_000),
            Expires::Number(1_800_000_000_000),
            Expires::Number(-1),
            Expires::Number(30),
            Expires::Number(i64::MAX),
        ] {
            let error = refused.resolve(now()).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("expires"), "{refused:?}");
        }
    }

    #[test]
    fn a_bare_number_is_guessed_at_and_named() {
        let same: Timestamp = "2027-01-15T08:00:00Z".parse().unwrap();
        assert_eq!(Expires::Number(1_800_000_000).guess(), Some((Unit::Seconds, same)));
        assert_eq!(Expires::Number(1_800_000_000_000).guess(), Some((Unit::Milliseconds, same)));
        let error = Expires::Number(1_800_000_000).resolve(now()).unwrap_err();
        for number in [-1, 30, 99_999_999] {
            assert_eq!(Expires::Number(number).guess(), None);
        }
        assert!(error.message.en.contains("2027-01-15T08:00:00Z") && error.message.en.contains("seconds"));
    }

    #[test]
    fn numbers_of_the_api_there_and_back() {
        for each in [KeyEnd::Never, KeyEnd::At(now())] {
            assert_eq!(end(milliseconds(each)), Some(each));
        }
        assert_eq!(end(i64::MAX), None);
    }
}
