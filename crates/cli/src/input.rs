//! Reads text and secrets from files and standard input, bounded, through the core's text reader.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use hallpass_core::providers::{Secret, Text};
use hallpass_core::{Result, read_secret, read_text};
use zeroize::Zeroizing;

use crate::i18n::messages;

/// More is no password, no token, and no list of names.
pub(crate) const SMALL: usize = 64 * 1024;
/// More is no certificate and no pack.
pub(crate) const LARGE: usize = 1024 * 1024;

/// What standard input is called in messages.
const INPUT: &str = "stdin";

/// The secret on standard input, without one line break at its end.
///
/// # Errors
/// Returns an error if it cannot be read, is too long or is no secret.
pub(crate) fn secret_of_input() -> Result<Secret> {
    let name = Path::new(INPUT);
    read_secret(&take(std::io::stdin().lock(), name, SMALL)?).map_err(|why| messages::no_text(name, &why))
}

/// The secret in a file, without one line break at its end.
///
/// # Errors
/// Returns an error if it cannot be read, is too long or is no secret.
pub(crate) fn secret_of_file(file: &Path) -> Result<Secret> {
    read_secret(&bytes_of_file(file, SMALL)?).map_err(|why| messages::no_text(file, &why))
}

/// The text in a file.
///
/// # Errors
/// Returns an error if it cannot be read, is longer than `most` bytes or is no text.
pub(crate) fn text_of_file(file: &Path, most: usize) -> Result<Zeroizing<String>> {
    text(&bytes_of_file(file, most)?, file)
}

/// The bytes of a file.
///
/// # Errors
/// Returns an error if it cannot be read or is longer than `most` bytes.
pub(crate) fn bytes_of_file(file: &Path, most: usize) -> Result<Zeroizing<Vec<u8>>> {
    take(File::open(file).map_err(|error| messages::cannot_read(file, &error))?, file, most)
}

/// What is read from an open file, under its name.
///
/// # Errors
/// As [`text_of_file`].
pub(crate) fn text_of(from: impl Read, name: &Path, most: usize) -> Result<Zeroizing<String>> {
    text(&take(from, name, most)?, name)
}

fn text(bytes: &[u8], name: &Path) -> Result<Zeroizing<String>> {
    read_text(bytes).map_err(|why: Text| messages::no_text(name, &why))
}

fn take(from: impl Read, name: &Path, most: usize) -> Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    from.take(limit).read_to_end(&mut bytes).map_err(|error| messages::cannot_read(name, &error))?;
    if bytes.len() > most { Err(messages::too_big(name, most)) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_or_no_text_is_refused_by_the_files_name() {
        let name = Path::new("odd.txt");
        assert_eq!(take([1; 5].as_slice(), name, 5).unwrap().len(), 5);
        assert!(take([1; 6].as_slice(), name, 5).unwrap_err().message.en.contains("odd.txt"));
        let error = text_of([0xff].as_slice(), name, SMALL).unwrap_err();
        assert!(error.message.en.starts_with("odd.txt is not UTF-8 text"), "{error:?}");
    }
}
