//! `.hallpass`: a folder's own choice of environments. It binds names and never holds a secret.

use std::io::ErrorKind;
use std::path::Path;

use hallpass_core::{Bindings, Environment, Result};

use crate::i18n::say;

const FILE: &str = ".hallpass";

/// The bindings of the nearest file, from this folder upwards.
///
/// # Errors
/// A line that is neither `set = environment` nor a comment, by file and line.
pub(crate) fn bindings(folder: &Path) -> Result<Bindings> {
    for folder in folder.ancestors() {
        let file = folder.join(FILE);
        match std::fs::read_to_string(&file) {
            Ok(text) => return read(&file, &text),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {}
            Err(error) => return Err(say::cannot_read(&file, &error)),
        }
    }
    Ok(Bindings::new())
}

fn read(file: &Path, text: &str) -> Result<Bindings> {
    let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.split('#').next().unwrap_or("").trim()));
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(n, line)| binding(line).ok_or_else(|| say::binding_line(file, n)))
        .collect()
}

fn binding(line: &str) -> Option<(String, Environment)> {
    let (set, environment) = line.split_once('=')?;
    let (set, environment) = (set.trim(), Environment::from_id(environment.trim()).ok()?);
    (!set.is_empty()).then(|| (set.to_owned(), environment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bindings_are_read_and_anything_else_is_named_by_its_line() {
        let file = Path::new("x/.hallpass");
        let read_it = read(file, "# ours\n云岭 = test # now\n\nharbour=prod\n").unwrap();
        assert_eq!(read_it.get("云岭"), Some(&Environment::Test));
        assert_eq!(read_it.get("harbour"), Some(&Environment::Prod));
        for text in ["ok = dev\npassword = hunter2", "ok = dev\n= dev", "ok=dev\nset"] {
            let error = read(file, text).unwrap_err();
            assert!(error.message.en.contains("Line 2 of x/.hallpass"), "{error}");
            assert!(!error.message.en.contains("hunter2"));
        }
    }
}
