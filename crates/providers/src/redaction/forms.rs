//! The encodings in which a server may quote a secret: unchanged, or as some layer encoded it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::SHORT;
use crate::secret::Secret;

/// The forms in which programs write a secret, in lower case: as it is, and in URLs, JSON, HTML, hexadecimal and Base64,
/// there also as part of a longer text.
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
    let json = json(clear);
    let slashes = |text: &str| text.replace('/', "\\/");
    let mut forms = vec![
        form_urlencoded::byte_serialize(clear.as_bytes()).collect(),
        percent(clear, "-_.~!*'()"),
        percent(clear, "-_.~"),
        percent(clear, "-_.~/"),
        clear.bytes().map(|byte| format!("{byte:02x}")).collect(),
        json_ascii(&json),
        slashes(&json_ascii(&json)),
        slashes(&json),
        unicode_escapes(&json, "<>&"),
        unicode_escapes(&json, "<>&='"),
        json,
        html(clear),
    ];
    for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
        forms.push(engine.encode(clear));
        forms.extend((0..3).filter_map(|before| base64_within(engine, clear, before)));
    }
    forms
}

/// What Base64 makes of it within a longer text, whatever that is: after so many bytes more than a multiple of three, and
/// without the letters that also depend on what is around it. Shorter ones are found by chance.
fn base64_within(engine: &GeneralPurpose, clear: &str, before: usize) -> Option<String> {
    const MIN: usize = 8;
    let around = Zeroizing::new([b"\0\0".get(..before)?, clear.as_bytes()].concat());
    let whole = Zeroizing::new(engine.encode(&*around));
    let certain = (before * 8).div_ceil(6)..around.len() * 8 / 6;
    whole.get(certain).filter(|form| form.len() >= MIN).map(str::to_owned)
}

/// Percent-encoded, except for ASCII letters, digits and these. As `encodeURIComponent`, RFC 3986 and Python write it.
fn percent(clear: &str, kept: &str) -> String {
    let mut out = String::new();
    for byte in clear.bytes() {
        let letter = char::from(byte);
        if byte.is_ascii_alphanumeric() || kept.contains(letter) {
            out.push(letter);
        } else {
            let _ = write!(out, "%{byte:02x}");
        }
    }
    out
}

/// As it is between the quotes of a JSON text that is quoted itself.
fn json(clear: &str) -> String {
    let quoted = serde_json::to_string(clear).unwrap_or_default();
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_owned()
}

/// The same by a writer that is careful about HTML, as those of Go and Gson are.
fn unicode_escapes(json: &str, escaped: &str) -> String {
    let mut out = String::new();
    for letter in json.chars() {
        match escaped.contains(letter) {
            true => drop(write!(out, "\\u{:04x}", u32::from(letter))),
            false => out.push(letter),
        }
    }
    out
}

/// The same by a writer that leaves nothing but ASCII.
fn json_ascii(json: &str) -> String {
    let mut out = String::new();
    for unit in json.encode_utf16() {
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
