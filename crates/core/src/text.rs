//! Reads all text from outside: files, standard input, user input. Windows writes some of it with a byte order mark, in
//! UTF-16 or in GBK; used unchanged, a password would be wrong and cost an attempt.

use encoding_rs::GBK;
use hallpass_providers::{Secret, Text};
use zeroize::Zeroizing;

/// The text of a file or a typed line: a byte order mark is dropped, and UTF-16 is read where one announces it.
///
/// # Errors
/// Returns the end of a sentence that begins with the file's name if the bytes are in another encoding, or are no text.
pub fn read_text(bytes: &[u8]) -> Result<Zeroizing<String>, Text> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        bytes => utf8(bytes),
    }
}

/// The secret that a file or standard input holds, without one line break at its end.
///
/// # Errors
/// As [`read_text`], and if it contains control characters.
pub fn read_secret(bytes: &[u8]) -> Result<Secret, Text> {
    let text = read_text(bytes)?;
    let line = text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
    check_secret(line)?;
    Ok(Secret::new(line))
}

/// Refuses what no password and no token holds, before it is kept or sent.
///
/// # Errors
/// Returns the end of a sentence that begins with the field's name.
pub fn check_secret(secret: &str) -> Result<(), Text> {
    if secret.contains(char::is_control) {
        return Err(Text::new(
            "含有控制字符（如换行、制表符），不能作为机密",
            "contains control characters, such as a line break or a tab, and cannot be a secret",
        ));
    }
    Ok(())
}

/// [`check_secret`] for the value of a field.
///
/// # Errors
/// Returns an error that names the field.
pub(crate) fn check_field(name: &str, secret: &Secret) -> crate::error::Result<()> {
    // Reason: checked for characters that it must not have.
    check_secret(secret.expose()).map_err(|why| crate::error::Error::invalid(name, &why))
}

fn utf8(bytes: &[u8]) -> Result<Zeroizing<String>, Text> {
    match std::str::from_utf8(bytes) {
        _ if bytes.contains(&0) => Err(if is_bare_utf16(bytes) { BARE_UTF_16 } else { NUL }),
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) if GBK.decode_without_bom_handling_and_without_replacement(bytes).is_some() => Err(IN_GBK),
        Err(_) => Err(NO_TEXT),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Zeroizing<String>, Text> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = Zeroizing::new(pairs.iter().map(|pair| unit(*pair)).collect::<Vec<u16>>());
    let text = String::from_utf16(&units).map(Zeroizing::new).map_err(|_| NO_TEXT)?;
    match (rest, text.contains('\0')) {
        ([], false) => Ok(text),
        ([], true) => Err(NUL),
        _ => Err(NO_TEXT),
    }
}

/// Latin letters in UTF-16 have a zero in every other byte.
fn is_bare_utf16(bytes: &[u8]) -> bool {
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    bytes.len().is_multiple_of(2) && (zeros(0) * 2 > bytes.len() / 2) != (zeros(1) * 2 > bytes.len() / 2)
}

const BARE_UTF_16: Text =
    Text::new("是没有字节序标记的UTF-16；请另存为UTF-8", "is in UTF-16 without a byte order mark; save it as UTF-8");
const NUL: Text = Text::new("含有NUL字符，不是文本", "contains NUL characters and is not text");
const IN_GBK: Text = Text::new("不是UTF-8，像是GBK；请改用UTF-8", "is not UTF-8 but probably GBK; use UTF-8");
const NO_TEXT: Text = Text::new("不是UTF-8文本", "is not UTF-8 text");

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_of(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_form_of_windows_is_read_or_named() {
        let word = "密码 Päß-🔑";
        for bytes in [
            word.as_bytes().to_vec(),
            format!("\u{feff}{word}").into_bytes(),
            utf16_of(&format!("\u{feff}{word}"), u16::to_le_bytes),
            utf16_of(&format!("\u{feff}{word}"), u16::to_be_bytes),
        ] {
            assert_eq!(read_text(&bytes).unwrap().as_str(), word, "{bytes:?}");
        }
        let mut odd = utf16_of("\u{feff}ab", u16::to_le_bytes);
        odd.push(b'c');
        for (bytes, why) in [
            (utf16_of("hunter2\r\n", u16::to_le_bytes), BARE_UTF_16),
            (utf16_of("hunter2\r\n", u16::to_be_bytes), BARE_UTF_16),
            (b"hun\0ter2".to_vec(), NUL),
            (utf16_of("\u{feff}a\0b", u16::to_le_bytes), NUL),
            (GBK.encode("密码").0.into_owned(), IN_GBK),
            (vec![b'a', 0xff], NO_TEXT),
            (vec![0xff, 0xfe, 0x00, 0xd8], NO_TEXT),
            (odd, NO_TEXT),
        ] {
            assert_eq!(read_text(&bytes).unwrap_err(), why, "{bytes:?}");
        }
        assert_eq!(read_text(b"").unwrap().as_str(), "");
    }

    #[test]
    fn of_a_secret_one_line_break_goes_and_control_characters_are_refused() {
        for (read, kept) in [("a\n", "a"), ("a\r\n", "a"), (" a ", " a "), ("", ""), ("\n", ""), ("\u{feff}a\r\n", "a")]
        {
            assert!(read_secret(read.as_bytes()).unwrap().matches(&Secret::new(kept)), "{read:?}");
        }
        for read in ["a\n\n", "a\nb\n", "a\tb", "a\u{7f}", "a\u{1b}[A", "a\u{85}b", "\r"] {
            assert!(read_secret(read.as_bytes()).is_err(), "{read:?}");
        }
    }
}
