//! The forms in which a server quotes a secret: as it is, or as some layer on the way had it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::SHORT;
use crate::Secret;

/// Every form in which a program may write a secret, in lower case.
pub fn secret_forms(secret: &Secret) -> Vec<Zeroizing<String>> {
    let mut forms = Vec::new();
    add(secret, &mut forms);
    forms
}

/// Adds every form of a secret, in lower case.
pub(super) fn add(secret: &Secret, forms: &mut Vec<Zeroizing<String>>) {
    // Reason: looked for in a server's words, to be taken out of them.
    let clear = secret.expose();
    let bare = clear.strip_prefix("Bearer ").unwrap_or(clear).trim();
    if bare.is_empty() {
        return;
    }
    let encoded = if bare.len() < SHORT { Vec::new() } else { encodings(bare) };
    for form in [clear.to_owned(), bare.to_owned()].into_iter().chain(encoded) {
        let form = Zeroizing::new(form);
        let lower = Zeroizing::new(form.to_ascii_lowercase());
        if !forms.contains(&lower) {
            forms.push(lower);
        }
    }
}

fn encodings(clear: &str) -> Vec<String> {
    vec![
        form_urlencoded::byte_serialize(clear.as_bytes()).collect(),
        percent(clear),
        STANDARD_NO_PAD.encode(clear),
        URL_SAFE_NO_PAD.encode(clear),
        json(clear),
        json_ascii(clear),
        html(clear),
    ]
}

/// As `encodeURIComponent` writes it.
fn percent(clear: &str) -> String {
    let mut out = String::new();
    for byte in clear.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'!' | b'*' | b'\'' | b'(' | b')' => {
                out.push(char::from(byte));
            }
            _ => drop(write!(out, "%{byte:02x}")),
        }
    }
    out
}

/// As it stands between the quotes of a JSON text that is quoted itself.
fn json(clear: &str) -> String {
    let quoted = serde_json::to_string(clear).unwrap_or_default();
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned()
}

/// The same by a writer that leaves nothing but ASCII.
fn json_ascii(clear: &str) -> String {
    let mut out = String::new();
    for unit in json(clear).encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => out.push(char::from(byte)),
            _ => drop(write!(out, "\\u{unit:04x}")),
        }
    }
    out
}

fn html(clear: &str) -> String {
    let escape = |c| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        other => String::from(other),
    };
    clear.chars().map(escape).collect()
}
