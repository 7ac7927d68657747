//! Secrets that come from standard input or a file, never from the command line.

use std::io::Read;
use std::path::Path;

use hallpass_core::providers::Secret;
use hallpass_core::{Error, Result};
use zeroize::Zeroizing;

use crate::args::{SecretFrom, Source};
use crate::i18n::say;

/// More is no password and no token.
const MOST: usize = 64 * 1024;

/// Reads a secret from where it was said to be.
pub(crate) fn read(source: &Source) -> Result<Secret> {
    match source {
        Source::Input => of_input(),
        Source::File(file) => of_file(file),
    }
}

/// Reads every `FIELD=-|@FILE`; standard input gives one of them.
pub(crate) fn read_all(asked: &[SecretFrom]) -> Result<Vec<(String, Secret)>> {
    if asked.iter().filter(|secret| matches!(secret.source, Source::Input)).count() > 1 {
        return Err(say::one_input());
    }
    asked.iter().map(|secret| Ok((secret.field.clone(), read(&secret.source)?))).collect()
}

/// Standard input, without one line break at its end.
pub(crate) fn of_input() -> Result<Secret> {
    let name = Path::new("stdin");
    take(std::io::stdin().lock(), name)
}

/// A file, without one line break at its end.
pub(crate) fn of_file(file: &Path) -> Result<Secret> {
    take(std::fs::File::open(file).map_err(|error| say::cannot_read(file, &error))?, file)
}

fn take(from: impl Read, name: &Path) -> Result<Secret> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    let most = u64::try_from(MOST).map_err(|_| Error::internal("a limit"))?;
    from.take(most + 1).read_to_end(&mut bytes).map_err(|error| say::cannot_read(name, &error))?;
    if bytes.len() > MOST {
        return Err(say::too_big(name, MOST));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| say::not_utf8(name))?;
    let text = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    Ok(Secret::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_break_goes_and_everything_else_stays() {
        for (read, kept) in [("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), (" a ", " a "), ("", ""), ("\n", "")] {
            assert!(take(read.as_bytes(), Path::new("x")).unwrap().matches(&Secret::new(kept)), "{read:?}");
        }
    }

    #[test]
    fn what_cannot_be_a_secret_is_refused_by_the_files_name() {
        let error = take([0xff].as_slice(), Path::new("odd.txt")).unwrap_err();
        assert!(error.message.en.contains("odd.txt"));
        assert!(take("x".repeat(MOST + 1).as_bytes(), Path::new("big")).is_err());
    }
}
