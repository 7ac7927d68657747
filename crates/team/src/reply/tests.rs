//! What is shown of an answer is fit for a screen.

use serde_json::{Value, json};

use super::*;
use crate::documents::ProfileDocument;

fn read(created: &str, by: &str) -> Result<Versioned<ProfileDocument<Value>>, TeamFault> {
    let op = "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b11";
    let body = json!({"data": {"data": {"v": 1, "op": op, "profile": {}, "by": by},
        "metadata": {"version": 1, "created_time": created}}});
    let reply = Reply { status: 200, body: body.to_string().into_bytes().into(), ..Reply::default() };
    document(&reply, Kind::Profile, "a")
}

#[test]
fn the_moment_of_writing_is_a_moment_or_nothing() {
    assert_eq!(read("2026-11-29T10:00:00.123456789Z", "eva").unwrap().written_at, "2026-11-29T10:00:00.123456789Z");
    for bad in ["2026-11-29\u{1b}[2J", "soon", ""] {
        assert_eq!(read(bad, "eva").unwrap().written_at, "", "{bad:?}");
    }
}

#[test]
fn a_name_with_characters_that_a_screen_hides_is_none() {
    assert!(read("", "Eva Lü 李雯").is_ok());
    for hidden in ['\u{7}', '\u{200b}', '\u{2028}', '\u{202e}', '\u{2060}', '\u{2066}', '\u{feff}'] {
        let fault = read("", &format!("eva{hidden}")).unwrap_err();
        assert!(matches!(fault, TeamFault::Document { what: BadDocument::Text, .. }), "{hidden:?}");
    }
}
