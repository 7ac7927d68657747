//! Reads small files of our own whose folder others may still be able to write to.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::system::open_at_once;

/// No file of settings is longer.
const MOST: u64 = 64 * 1024;

/// The contents of a regular file of at most 64 KiB. A pipe or a device that someone put in its place is not waited for.
///
/// # Errors
/// Returns an error if it cannot be read; [`io::ErrorKind::InvalidData`] if it is no regular file or longer.
pub fn read_small(path: &Path) -> io::Result<Vec<u8>> {
    // Before it is opened, since opening a device may do something.
    check(&std::fs::metadata(path)?)?;
    let file = open_at_once(path)?;
    // Of the file that is open, since another one may have its name by now.
    check(&file.metadata()?)?;
    read(file)
}

fn check(found: &std::fs::Metadata) -> io::Result<()> {
    if found.is_file() { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

fn read(file: File) -> io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    file.take(MOST + 1).read_to_end(&mut whole)?;
    if whole.len() as u64 > MOST { Err(io::ErrorKind::InvalidData.into()) } else { Ok(whole) }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::read_small;

    #[test]
    fn what_is_no_small_file_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("window.json");
        assert_eq!(read_small(&path).unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(read_small(folder.path()).unwrap_err().kind(), ErrorKind::InvalidData);
        for (length, kind) in [(0, None), (65_536, None), (65_537, Some(ErrorKind::InvalidData))] {
            std::fs::write(&path, vec![b' '; length]).unwrap();
            assert_eq!(read_small(&path).err().map(|error| error.kind()), kind, "{length}");
        }
    }

    /// Without the check it would wait for a writer, and the test with it.
    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(read_small(&pipe).unwrap_err().kind(), ErrorKind::InvalidData);
        // One that took the name behind the first look.
        assert!(!super::open_at_once(&pipe).unwrap().metadata().unwrap().is_file());
    }
}
