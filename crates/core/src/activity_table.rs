//! The activity as a table for spreadsheets.

use crate::activity::{Client, Event};
use crate::error::{Error, Result};

/// Characters that begin a formula in a spreadsheet.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Events as CSV with a header line, in the order given. What a spreadsheet would take for a formula gets a quote before
/// it. There is no secret in an event: of a token its last four characters.
///
/// # Errors
/// Returns no error that a person can cause.
pub fn activity_table(events: &[Event]) -> Result<Vec<u8>> {
    // Spreadsheets take a file without a byte order mark for one in the encoding of their country.
    let mut rows = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let written = move || -> std::result::Result<Vec<u8>, csv::Error> {
        rows.write_record(["at", "profile", "kind", "detail", "client"])?;
        for event in events {
            let kind = serde_json::to_value(event.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
            let at = event.at.to_string();
            let client = event.client.map_or("", Client::id);
            let (profile, kind, detail) = (plain(&event.profile), kind.unwrap_or_default(), plain(&event.detail));
            rows.write_record([&*at, &*profile, &*kind, &*detail, client])?;
        }
        rows.into_inner().map_err(|error| error.into_error().into())
    };
    written().map_err(|_| Error::internal("the activity cannot be written"))
}

fn plain(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::EventKind;
    use jiff::Timestamp;

    #[test]
    fn a_name_is_no_formula() {
        let at = Timestamp::from_second(0).unwrap();
        let event = Event {
            at,
            profile: "=cmd()".to_owned(),
            kind: EventKind::Copied,
            detail: "a,b".to_owned(),
            client: Some(Client::Command),
        };
        let table = String::from_utf8(activity_table(&[event]).unwrap()).unwrap();
        assert_eq!(
            table,
            "\u{feff}at,profile,kind,detail,client\n1970-01-01T00:00:00Z,'=cmd(),copied,\"a,b\",command\n"
        );
    }
}
