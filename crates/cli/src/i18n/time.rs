//! Formats points in time for people.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A moment in the zone of this machine, to the minute.
pub(crate) fn local(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A moment in the zone of this machine, to the second and with its offset.
pub(crate) fn exact(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}
