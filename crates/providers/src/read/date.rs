//! The one reader of dates.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

/// A moment from seconds or milliseconds since 1970: what is over 10^11 can only be milliseconds.
pub(crate) fn moment(number: i64) -> Option<Timestamp> {
    const FIRST_MILLISECONDS: i64 = 100_000_000_000;
    match number {
        ..=0 => None,
        1..FIRST_MILLISECONDS => Timestamp::from_second(number).ok(),
        _ => Timestamp::from_millisecond(number).ok(),
    }
}

/// A moment from a date as text: ISO 8601 with or without a zone, RFC 2822, or the two older forms of HTTP (RFC 850, and
/// that of C). Without a zone it is UTC, in which these servers write what has one.
pub fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let iso = || text.parse().ok();
    let mail = || rfc2822::parse(text).ok().map(|date| date.timestamp());
    let bare = || utc(text.parse().ok()?);
    let slashes = || utc(text.replace('/', "-").parse().ok()?);
    iso().or_else(mail).or_else(bare).or_else(slashes).or_else(|| old_http(text))
}

fn old_http(text: &str) -> Option<Timestamp> {
    let forms = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    forms.into_iter().find_map(|form| utc(DateTime::strptime(form, text).ok()?))
}

fn utc(date: DateTime) -> Option<Timestamp> {
    date.to_zoned(TimeZone::UTC).ok().map(|date| date.timestamp())
}
