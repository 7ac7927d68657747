//! Where a file stands while it is written, and how it takes its name.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{fault, sync_folder};
use crate::{Error, ErrorKind, Result};

const PREFIX: &str = ".hallpass-";
const SUFFIX: &str = ".part";

/// A file beside `out`, mode 0600 from the start. Its lock says that somebody is at work on it.
pub(super) fn start(out: &Path) -> Result<NamedTempFile> {
    may_stand(out)?;
    let folder = folder(out);
    sweep(&folder);
    let named = tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(&folder);
    let file = named.map_err(|error| Error::io(ErrorKind::Output, &folder, &error))?;
    // A file system without locks loses no more than the sweeping.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// Makes the bytes durable, then the name.
pub(super) fn settle(file: NamedTempFile, out: &Path) -> Result<()> {
    file.as_file().sync_all().map_err(|error| fault(out, &error))?;
    file.persist(out).map_err(|error| fault(out, &error.error))?;
    sync_folder(&folder(out)).map_err(|error| fault(out, &error))
}

/// Renaming would put a file in the place of a device or a pipe too, so only a file may be replaced.
fn may_stand(out: &Path) -> Result<()> {
    let refuse = |zh: &str, en: &str| {
        let name = out.display();
        Err(Error::new(ErrorKind::Output, format!("{name}：{zh}"), format!("{name}: {en}")))
    };
    match fs::metadata(out) {
        Ok(there) if there.is_dir() => refuse("这是一个文件夹，请写出文件名", "it is a folder; name a file in it"),
        Ok(there) if !there.is_file() => refuse("这不是普通文件", "it is no ordinary file"),
        _ if out.file_name().is_none() => refuse("这不是文件名", "it is no name of a file"),
        _ => Ok(()),
    }
}

fn folder(out: &Path) -> PathBuf {
    match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Removes what killed processes left: files of ours that hold something and are nobody's. A file that is being started
/// is empty until it is locked, so it is never taken for one. Nothing here may stop an export.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| is_ours(path)) {
        let Ok(file) = File::options().write(true).open(&path) else { continue };
        let left = file.metadata().is_ok_and(|there| there.is_file() && there.len() > 0);
        if left && file.try_lock().is_ok() {
            let _ = fs::remove_file(&path);
        }
    }
}

fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::path::Path;

    use super::{settle, start};

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_name_appears_at_the_end_and_replaces_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("keys.csv");
        fs::write(&out, "before").unwrap();
        let mut file = start(&out).unwrap();
        file.write_all(b"after").unwrap();
        assert_eq!(fs::read(&out).unwrap(), b"before");
        settle(file, &out).unwrap();
        assert_eq!(fs::read(&out).unwrap(), b"after");
        assert_eq!(names(folder.path()), ["keys.csv"]);
    }

    #[test]
    fn dropped_half_way_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = start(&folder.path().join("keys.csv")).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn what_a_killed_process_left_goes_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [(".hallpass-dead.part", "half"), (".hallpass-new.part", ""), ("mine.part", "x")] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let mut first = start(&folder.path().join("a.csv")).unwrap();
        first.write_all(b"half").unwrap();
        let _second = start(&folder.path().join("b.csv")).unwrap();
        let left = names(folder.path());
        assert!(!left.contains(&".hallpass-dead.part".to_owned()), "{left:?}");
        assert_eq!(left.len(), 4, "{left:?}");
        settle(first, &folder.path().join("a.csv")).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn readable_by_the_owner_alone_from_the_start() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("keys.csv");
        fs::write(&out, "").unwrap();
        fs::set_permissions(&out, fs::Permissions::from_mode(0o666)).unwrap();
        let file = start(&out).unwrap();
        assert_eq!(file.as_file().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        settle(file, &out).unwrap();
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn folders_devices_and_absent_folders_are_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        for bad in [folder.path().to_owned(), "/dev/null".into(), folder.path().join("no/keys.csv"), "..".into()] {
            let error = start(&bad).unwrap_err();
            let named = bad.parent().filter(|_| bad.ends_with("keys.csv")).unwrap_or(&bad);
            assert!(error.text.en.contains(&named.display().to_string()), "{error:?}");
            assert!(error.text.zh.contains(&named.display().to_string()), "{error:?}");
        }
        assert!(names(folder.path()).is_empty());
    }
}
