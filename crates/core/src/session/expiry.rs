//! How much of a session is left, by the server's clock.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::record::SessionRecord;

/// The states a session can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// Over, or no longer accepted by the server.
    Expired,
    /// In its last clamp(10 % of the life, 2 min, 30 min).
    Expiring,
    /// The server lets it do less than usual.
    Limited,
    /// Before that.
    Active,
    /// The server does not state an expiry.
    Unknown,
    /// The server says that it never ends.
    Never,
}

/// The state at `now`, a time of the clock here.
pub(crate) fn state(record: &SessionRecord, now: Timestamp) -> SessionState {
    if record.dead {
        return SessionState::Expired;
    }
    let by_time = by_time(record, now);
    if by_time != SessionState::Expired && !record.facts.limits.is_empty() { SessionState::Limited } else { by_time }
}

fn by_time(record: &SessionRecord, now: Timestamp) -> SessionState {
    let Some(left) = left(record, now) else {
        return if record.facts.expiry.never { SessionState::Never } else { SessionState::Unknown };
    };
    if left <= 0 {
        SessionState::Expired
    } else if left <= last_part(record) {
        SessionState::Expiring
    } else {
        SessionState::Active
    }
}

/// Seconds left at `now`; `None` where no end is stated.
pub(crate) fn left(record: &SessionRecord, now: Timestamp) -> Option<i64> {
    let end = record.facts.expiry.at.filter(|_| !record.facts.expiry.never)?;
    let server_now = now.checked_add(SignedDuration::from_secs(record.clock_offset_seconds)).unwrap_or(now);
    Some(end.as_second().saturating_sub(server_now.as_second()))
}

/// For how many seconds the server gave the session, as far as is known: since it was issued, or since it came here.
pub(crate) fn whole_life(record: &SessionRecord) -> Option<i64> {
    let end = record.facts.expiry.at.filter(|_| !record.facts.expiry.never)?;
    let since_issued = record.facts.issued_at.map(|start| end.as_second().saturating_sub(start.as_second()));
    since_issued.max(left(record, record.signed_in_at))
}

/// How many seconds before its end a session counts as expiring.
fn last_part(record: &SessionRecord) -> i64 {
    let (shortest, longest) = (2 * 60, 30 * 60);
    let life =
        record.facts.expiry.at.zip(record.facts.issued_at).map(|(end, start)| end.as_second() - start.as_second());
    (life.unwrap_or(0) / 10).clamp(shortest, longest)
}

#[cfg(test)]
mod tests {
    use hallpass_providers::{Expiry, ExpirySource, Restriction, RestrictionKind, SessionFacts, Text};
    use jiff::Timestamp;

    use super::{SessionState as State, left, state};
    use crate::session::SessionRecord;

    const START: i64 = 1_700_000_000;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn record(life: Option<i64>, offset: i64) -> SessionRecord {
        let expiry =
            Expiry { at: life.map(|life| at(START + life)), source: ExpirySource::Server, ..Expiry::default() };
        let facts = SessionFacts { issued_at: Some(at(START)), expiry, ..SessionFacts::default() };
        SessionRecord {
            facts,
            hint: String::new(),
            refreshable: false,
            signed_in_at: at(START - offset),
            clock_offset_seconds: offset,
            verified_at: None,
            dead: false,
            unknown_renewals: 0,
        }
    }

    /// The clock here may be wrong by hours: only the server's counts.
    #[test]
    fn states_by_the_servers_clock() {
        for offset in [-7 * 3600, 0, 7 * 3600] {
            let two_hours = record(Some(7200), offset);
            for (passed, want) in [
                (0, State::Active),
                (7200 - 721, State::Active),
                (7200 - 720, State::Expiring),
                (7199, State::Expiring),
                (7200, State::Expired),
                (99_999, State::Expired),
            ] {
                assert_eq!(state(&two_hours, at(START + passed - offset)), want, "{offset} {passed}");
            }
        }
    }

    #[test]
    fn the_last_part_is_two_to_thirty_minutes() {
        for (life, last) in [(600, 120), (3600, 360), (1_209_600, 1800)] {
            let record = record(Some(life), 0);
            assert_eq!(state(&record, at(START + life - last)), State::Expiring, "{life}");
            assert_eq!(state(&record, at(START + life - last - 1)), State::Active, "{life}");
        }
    }

    #[test]
    fn unknown_never_and_far_away_ends_are_not_guessed() {
        assert_eq!(state(&record(None, 0), at(START + 999_999)), State::Unknown);
        let mut never = record(Some(1), 0);
        never.facts.expiry.never = true;
        assert_eq!(state(&never, at(START + 999_999)), State::Never);
        let mut far = record(Some(1), 0);
        far.facts.expiry.at = Some(Timestamp::MAX);
        assert_eq!(state(&far, at(4_102_444_800)), State::Active);
        assert!(left(&far, Timestamp::MIN).unwrap() > 0);
    }

    #[test]
    fn a_dead_session_is_expired_and_a_limited_one_says_so() {
        let mut dead = record(Some(7200), 0);
        dead.dead = true;
        assert_eq!(state(&dead, at(START)), State::Expired);
        let mut limited = record(Some(7200), 0);
        let text = Text::new("", "");
        limited.facts.limits =
            vec![Restriction { kind: RestrictionKind::Restricted, text: text.clone(), advice: text }];
        assert_eq!(state(&limited, at(START)), State::Limited);
        assert_eq!(state(&limited, at(START + 7200)), State::Expired);
    }
}
