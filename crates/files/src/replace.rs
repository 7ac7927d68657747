//! Renames a complete file into place.

use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// Makes an empty file with a name of its own in `folder`, which only its owner can read and which goes when it is dropped.
///
/// # Errors
/// Returns an error if no file can be made there.
pub fn temporary(folder: &Path, prefix: &str, suffix: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).suffix(suffix);
    // On Unix its files have mode 0600 from the start.
    #[cfg(unix)]
    return builder.tempfile_in(folder);
    #[cfg(windows)]
    return builder.make_in(folder, crate::system::create);
}

/// Gives the file its name, in place of one that has it: opening that name always yields either the complete old file
/// or the complete new one. A scanner or an indexer may have the old one open for a moment on Windows, so there it is
/// tried for two seconds.
///
/// # Errors
/// Returns an error if the name cannot be taken; the file is removed. [`crate::held::is_held`] tells whether another program
/// has the old one open.
pub fn replace(file: NamedTempFile, path: &Path) -> io::Result<()> {
    hallpass_failpoint::point("rename-before");
    #[cfg(unix)]
    let replaced = file.persist(path).map(drop).map_err(|error| error.error);
    #[cfg(windows)]
    let replaced = retried::replace(file, path);
    hallpass_failpoint::point("rename-after");
    replaced
}

/// Looks whether a file could take this name now: on Windows another program that has a file of that name open may not let
/// it be replaced. Nothing is changed.
///
/// # Errors
/// Returns an error if the file that is there cannot be replaced.
pub fn check_replaceable(path: &Path) -> io::Result<()> {
    #[cfg(windows)]
    retried::open_to_remove(path)?;
    let _ = path;
    Ok(())
}

#[cfg(windows)]
mod retried {
    use std::fs::OpenOptions;
    use std::io;
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::Path;
    use std::time::Duration;

    use tempfile::NamedTempFile;
    use windows_sys::Win32::Storage::FileSystem::DELETE;

    const TRIES: u32 = 20;
    const BETWEEN: Duration = Duration::from_millis(100);

    pub(super) fn replace(mut file: NamedTempFile, path: &Path) -> io::Result<()> {
        for _ in 1..TRIES {
            match file.persist(path) {
                Ok(_) => return Ok(()),
                Err(failed) if open_to_remove(path).is_err_and(|error| crate::held::is_held(&error)) => {
                    file = failed.file
                }
                Err(failed) => return Err(failed.error),
            }
            std::thread::sleep(BETWEEN);
        }
        let failed = file.persist(path).map(drop).map_err(|failed| failed.error);
        // Windows says "access denied" of a file that is in use, and of one that is not ours.
        failed.map_err(|error| open_to_remove(path).err().unwrap_or(error))
    }

    /// Opens what is there as replacing it would.
    pub(super) fn open_to_remove(path: &Path) -> io::Result<()> {
        match OpenOptions::new().access_mode(DELETE).open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            opened => opened.map(drop),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{check_replaceable, replace, temporary};
    use crate::system::{access, close, create, create_folder, open_or_create};

    #[test]
    fn what_is_made_here_is_its_owners_alone() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/b");
        create_folder(&folder).unwrap();
        let file = folder.join("file");
        create(&file).unwrap().write_all(b"text").unwrap();
        assert!(create(&file).is_err(), "one that is there is not made again");
        drop(open_or_create(&folder.join("other")).unwrap());
        let temporary = temporary(&folder, ".made-", ".part").unwrap();
        for path in [&place.path().join("a"), &folder, &file, &folder.join("other"), temporary.path()] {
            let found = access(path).unwrap();
            assert!(found.is_private() && !found.foreign, "{}: {found:?}", path.display());
        }
        assert_eq!(std::fs::read(&file).unwrap(), b"text");
    }

    #[test]
    fn what_was_open_to_others_is_closed_with_its_contents_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "text").unwrap();
        open_to_all(&file);
        let found = access(&file).unwrap();
        assert!(found.others_read && found.others_write, "{found:?}");
        drop(open_or_create(&file).unwrap());
        assert!(!access(&file).unwrap().is_private(), "opening changes no rights");
        close(&file).unwrap();
        assert!(access(&file).unwrap().is_private());
        assert_eq!(std::fs::read(&file).unwrap(), b"text");
    }

    #[test]
    fn a_whole_file_takes_the_name_of_another_and_stays_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.csv");
        std::fs::write(&path, "before").unwrap();
        let mut file = temporary(folder.path(), ".made-", "").unwrap();
        file.write_all(b"after").unwrap();
        check_replaceable(&path).unwrap();
        replace(file, &path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"after");
        assert!(access(&path).unwrap().is_private());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        check_replaceable(&folder.path().join("absent")).unwrap();
    }

    #[cfg(unix)]
    fn open_to_all(file: &std::path::Path) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o666)).unwrap();
    }

    /// By the tool that a person would use.
    #[cfg(windows)]
    fn open_to_all(file: &std::path::Path) {
        crate::acl::tests::open_to_all(file);
    }

    #[cfg(windows)]
    #[test]
    fn a_file_that_another_program_has_open_is_named_as_such_and_stays() {
        use std::os::windows::fs::OpenOptionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.csv");
        std::fs::write(&path, "before").unwrap();
        // As a spreadsheet has it: others may read it, and neither write nor remove it.
        let held = std::fs::OpenOptions::new().read(true).share_mode(1).open(&path).unwrap();
        assert!(crate::held::is_held(&check_replaceable(&path).unwrap_err()));
        let file = temporary(folder.path(), ".made-", "").unwrap();
        assert!(crate::held::is_held(&replace(file, &path).unwrap_err()));
        assert_eq!(std::fs::read(&path).unwrap(), b"before");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        // One that lets go in time is replaced.
        let file = temporary(folder.path(), ".made-", "").unwrap();
        let letting_go = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(300));
            drop(held);
        });
        replace(file, &path).unwrap();
        letting_go.join().unwrap();
        assert!(std::fs::read(&path).unwrap().is_empty());
    }
}
