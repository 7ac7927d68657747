//! `.hallpass`: per-folder choice of environments for group names. Never contains secrets.

use std::path::Path;

use hallpass_core::{Bindings, Environment, Result};

use crate::i18n::messages;
use crate::{input, trust};

const FILE: &str = ".hallpass";

/// The bindings of the nearest file, from this folder upwards. A folder of that name is passed by.
///
/// # Errors
/// Returns an error if the nearest file is not to be believed (see [`trust`]), is longer than 64 KiB, is no text, or has
/// a line that is neither a binding nor a comment; the message names the file and the line. Going on without it could
/// mean another environment than the person thinks.
pub(crate) fn bindings(folder: &Path) -> Result<Bindings> {
    for folder in folder.ancestors() {
        let file = folder.join(FILE);
        match trust::open(&file).map_err(|error| messages::cannot_read(&file, &error))? {
            None => {}
            Some(Err(why)) => return Err(messages::not_believed(&file, &why.words())),
            Some(Ok(opened)) => return read(&file, &input::text_of(opened, &file, input::SMALL)?),
        }
    }
    Ok(Bindings::new())
}

fn read(file: &Path, text: &str) -> Result<Bindings> {
    let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.split('#').next().unwrap_or("").trim()));
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(n, line)| binding(line).ok_or_else(|| messages::binding_line(file, n)))
        .collect()
}

fn binding(line: &str) -> Option<(String, Environment)> {
    let (group, environment) = line.split_once('=')?;
    let (group, environment) = (group.trim(), Environment::from_id(environment.trim()).ok()?);
    (!group.is_empty()).then(|| (group.to_owned(), environment))
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
        for text in ["ok = dev\npassword = Hunter2", "ok = dev\n= dev", "ok=dev\nset"] {
            let error = read(file, text).unwrap_err();
            assert!(error.message.en.contains("Line 2 of x/.hallpass"), "{error}");
            assert!(!error.message.en.contains("Hunter2"));
        }
    }
}
