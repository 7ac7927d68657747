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
        () if is_program && is_debug(bytes) => words("含有调试信息", "it has debugging information in it"),
        () if is_program && holds(bytes, env!("CARGO_MANIFEST_DIR")) => {
            words("含有编译所在的路径", "it has the path of the build in it")
        }
        () => return None,
    };
    Some(sentence.pick())
}

/// Whether a program has sections for a debugger. Their names are longer than the eight bytes that Windows has room for, so
/// that a slash and a number stand for them; the names themselves prove nothing, since Rust's library looks for them.
fn is_debug(program: &[u8]) -> bool {
    sections(program).is_some_and(|mut names| names.any(|name| name.starts_with(b"/")))
}

/// The names of a program's sections: "PE Format", at learn.microsoft.com.
fn sections(program: &[u8]) -> Option<impl Iterator<Item = &[u8]>> {
    let number = |at: usize| Some(usize::from(u16::from_le_bytes(program.get(at..at + 2)?.try_into().ok()?)));
    let header = number(0x3c)?;
    let (count, first) = (number(header + 6)?, header + 24 + number(header + 20)?);
    Some(program.get(first..)?.chunks(40).take(count).filter_map(|section| section.get(..8)))
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
        // Two sections, behind a header at 64 without the optional part.
        let with = |second: &[u8; 8]| {
            let mut program = [b"MZ".to_vec(), vec![0; 62 + 24 + 80]].concat();
            (program[0x3c], program[64 + 6]) = (64, 2);
            program[88..96].copy_from_slice(b".text\0\0\0");
            program[128..136].copy_from_slice(second);
            program
        };
        assert_eq!(complaint("hallpass.exe", "MZ", &[&with(b".data\0\0\0")[..], b".debug_info"].concat()), None);
        let debug = with(b"/4\0\0\0\0\0\0");
        for (name, bytes) in [("hallpass.exe", &b"ELF"[..]), ("hallpass.exe", &debug), ("x.exe", &big)] {
            assert!(complaint(name, "MZ", bytes).is_some(), "{name}");
        }
        assert!(complaint("LICENSE-MIT.txt", "Permission", b"No permission").is_some());
        assert_eq!(complaint("LICENSE-MIT.txt", "Permission", b"MIT\r\nPermission"), None);
    }
}
