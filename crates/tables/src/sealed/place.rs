//! The temporary file during writing, and renaming it into place.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{fault, sync_folder};
use crate::error::{Error, ErrorKind, Result};

const PREFIX: &str = ".hallpass-";
const SUFFIX: &str = ".part";

/// A file beside `out`, for its owner alone from the start. Its lock says that it is in use.
pub(super) fn start(out: &Path) -> Result<NamedTempFile> {
    may_stand(out)?;
    let folder = folder(out);
    sweep(&folder);
    let file = file_in(&folder)?;
    // A file system without locks loses no more than the sweeping.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// Makes a file in the folder of `out` and removes it, since that alone tells that files may be made there.
pub(super) fn check(out: &Path) -> Result<()> {
    may_stand(out)?;
    hallpass_files::check_replaceable(out).map_err(|error| Error::io(ErrorKind::Output, out, &error))?;
    file_in(&folder(out)).map(drop)
}

fn file_in(folder: &Path) -> Result<NamedTempFile> {
    hallpass_files::temporary(folder, PREFIX, SUFFIX).map_err(|error| Error::io(ErrorKind::Output, folder, &error))
}

/// Makes the bytes durable, then the name.
pub(super) fn settle(file: NamedTempFile, out: &Path) -> Result<()> {
    file.as_file().sync_all().map_err(|error| fault(out, &error))?;
    hallpass_files::replace(file, out).map_err(|error| fault(out, &error))?;
    sync_folder(&folder(out)).map_err(|error| fault(out, &error))
}

/// Renaming would put a file in the place of a device, a pipe or a link too, so only a file may be replaced.
fn may_stand(out: &Path) -> Result<()> {
    let refuse = |zh: &str, en: &str| {
        let name = hallpass_files::shown(out);
        Err(Error::new(ErrorKind::Output, format!("{name}：{zh}"), format!("{name}: {en}")))
    };
    match fs::symlink_metadata(out) {
        Ok(there) if there.is_symlink() => {
            refuse("这是一个链接，请写出它指向的文件", "it is a link; specify the file it points to")
        }
        Ok(there) if there.is_dir() => refuse("这是一个文件夹，请写出文件名", "it is a folder; name a file in it"),
        Ok(there) if !there.is_file() => refuse("这不是普通文件", "it is not a regular file"),
        _ if out.file_name().is_none() => refuse("这不是文件名", "it is not a file name"),
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

    use super::{check, settle, start};

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
    fn a_link_is_refused_and_stays_whatever_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("keys.csv"), folder.path().join("link"));
        for target in [file.as_path(), Path::new("/dev/null"), Path::new("nowhere")] {
            std::os::unix::fs::symlink(target, &link).unwrap();
            for error in [check(&link).unwrap_err(), start(&link).unwrap_err()] {
                assert!(error.text.en.contains("it is a link") && error.text.zh.contains("链接"), "{error:?}");
            }
            assert_eq!(fs::read_link(&link).unwrap(), target);
            fs::remove_file(&link).unwrap();
        }
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_look_leaves_nothing_and_finds_a_folder_that_cannot_be_written_to() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("keys.csv");
        fs::write(&out, "before").unwrap();
        check(&out).unwrap();
        assert_eq!((names(folder.path()), fs::read(&out).unwrap()), (vec!["keys.csv".to_owned()], b"before".to_vec()));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
        let locked = check(&out);
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        // Root may write everywhere.
        if let Err(error) = locked {
            assert!(error.text.en.contains("permission denied"), "{error:?}");
        }
        assert!(check(Path::new("/proc/keys.csv")).is_err());
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
        let link = folder.path().join("\u{1b}[2J.csv");
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        let error = start(&link).unwrap_err();
        assert!(
            error.text.en.contains("\u{fffd}[2J.csv: it is a link") && !error.text.zh.contains('\u{1b}'),
            "{error:?}"
        );
    }
}
