//! What the packages for Windows hold: listed, and compared with what they should.

use crate::command::answer;
use crate::i18n::words;
use crate::task::Done;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The loader of the system's browser, without which the window does not start.
pub(super) const LOADER: &str = "WebView2Loader.dll";

/// What a program may weigh, in bytes.
const MAX_PROGRAM: u64 = 16 * 1024 * 1024;

/// The files, and what each begins with or has in it.
const FILES: [(&str, &str); 7] = [
    ("LICENSE-APACHE.txt", "Apache License"),
    ("LICENSE-MIT.txt", "Permission is hereby granted"),
    ("THIRD-PARTY-NOTICES.txt", "windows-sys"),
    (LOADER, "MZ"),
    ("hallpass-desktop.exe", "MZ"),
    ("hallpass.exe", "MZ"),
    ("hallpass.ps1", "Register-ArgumentCompleter"),
];

/// The names of the files.
pub(super) fn names() -> Vec<&'static str> {
    FILES.iter().map(|(name, _)| *name).collect()
}

/// Prints what is in the packages.
///
/// # Errors
/// Returns an error if a file is missing, too big, not what its name says, or not expected.
pub(super) fn check(stage: &Path, zip: &Path, setup: &Path) -> Done {
    let expected = names();
    let mut zipped: Vec<String> =
        answer(Command::new("unzip").args(["-Z1"]).arg(zip), "")?.lines().map(str::to_owned).collect();
    zipped.sort();
    if zipped != expected {
        return Err(format!("{}: {zipped:?}, {}{expected:?}", zip.display(), words("应为", "expected ").pick()));
    }
    for (name, start) in FILES {
        let file = stage.join(name);
        let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        println!("{:>12}  {name}", bytes.len());
        complaint(name, start, &bytes).map_or(Ok(()), |what| Err(format!("{}: {what}", file.display())))?;
    }
    for package in [zip, setup] {
        let size = fs::metadata(package).map_err(|error| format!("{}: {error}", package.display()))?.len();
        println!("{size:>12}  {}", package.display());
    }
    Ok(())
}

/// What is wrong with a file.
fn complaint(name: &str, has: &str, bytes: &[u8]) -> Option<&'static str> {
    let is_program = name.ends_with(".exe");
    let is_binary = is_program || name.ends_with(".dll");
    let found = if is_binary { bytes.starts_with(has.as_bytes()) } else { holds(bytes, has) };
    let sentence = match () {
        () if !found => words("内容不是应有的", "it is not what it should be"),
        () if is_program && bytes.len() as u64 > MAX_PROGRAM => words("大于16 MB", "it is larger than 16 MB"),
        // The names that sections with debugging information have.
        () if is_program && holds(bytes, ".debug_info") => words("含有调试信息", "it has debugging information in it"),
        () if is_program && holds(bytes, env!("CARGO_MANIFEST_DIR")) => {
            words("含有编译所在的路径", "it has the path of the build in it")
        }
        () => return None,
    };
    Some(sentence.pick())
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{MAX_PROGRAM, complaint};

    #[test]
    fn what_does_not_belong_into_a_package_is_named() {
        assert_eq!(complaint("hallpass.exe", "MZ", b"MZ\x90"), None);
        let big = [b"MZ".to_vec(), vec![0; usize::try_from(MAX_PROGRAM).unwrap()]].concat();
        for (name, bytes) in [("hallpass.exe", &b"ELF"[..]), ("hallpass.exe", b"MZ.debug_info"), ("x.exe", &big)] {
            assert!(complaint(name, "MZ", bytes).is_some(), "{name}");
        }
        assert!(complaint("LICENSE-MIT.txt", "Permission", b"No permission").is_some());
        assert_eq!(complaint("LICENSE-MIT.txt", "Permission", b"MIT\r\nPermission"), None);
    }
}
