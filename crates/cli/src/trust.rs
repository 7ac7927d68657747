//! Which files are trusted: those that no other user can have written.
//!
//! A file is trusted if it is a regular file owned by this user or by root, and no other user can write to it or
//! replace it in its folder: the folder is also owned by this user or root, and if others can write to it, its sticky
//! bit keeps them from touching other users' files (as in `/tmp`). The owner's private group, which many systems create
//! with each user, does not count as another user. On Windows the same is read from the access control list of the
//! file; the folder's permissions are not checked, since permission to add files does not include permission to change
//! other users' files.

use std::fs::File;
use std::io;
use std::path::Path;

use hallpass_core::providers::Text;

/// Why a file is not believed; it ends a sentence that begins with the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Distrust {
    /// It is a pipe, a device or the like.
    NoFile,
    /// It belongs to another user.
    OthersFile,
    /// Others may write to it.
    OthersWrite,
    /// Its folder is looked at on Unix: it belongs to another user, or others may replace files in it.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix looks at the folder"))]
    OthersFolder,
}

impl Distrust {
    pub(crate) fn words(self) -> Text {
        match self {
            Self::NoFile => Text::new("不是普通文件", "is not a regular file"),
            Self::OthersFile => Text::new("属于其他用户", "belongs to another user"),
            Self::OthersWrite => Text::new("其他用户可以改写", "can be changed by other users"),
            Self::OthersFolder => Text::new(
                "所在的文件夹里，其他用户可以替换文件",
                "is in a folder in which other users can replace files",
            ),
        }
    }
}

/// Opens a file that is believed; none where there is no such file.
///
/// # Errors
/// Returns an error if it cannot be read; the inner one says why it is not believed.
pub(crate) fn open(file: &Path) -> io::Result<Option<Result<File, Distrust>>> {
    let found = match std::fs::metadata(file) {
        Ok(found) => found,
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    if found.is_dir() {
        return Ok(None);
    }
    // Before it is opened, since opening a device may do something.
    if !found.is_file() {
        return Ok(Some(Err(Distrust::NoFile)));
    }
    // A pipe that takes its name in between is not waited for.
    let opened = hallpass_files::open_at_once(file)?;
    // Of the file that is open, since another one may have its name by now.
    let distrust = distrust(&opened, file)?;
    Ok(Some(distrust.map_or(Ok(opened), Err)))
}

/// Whether other users can read or change a file that is there. The group that is the owner's own is nobody else.
#[cfg(unix)]
pub(crate) fn is_exposed(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(file).is_ok_and(|found| {
        let group = if found.gid() == found.uid() { 0 } else { 0o070 };
        found.is_file() && found.mode() & (0o007 | group) != 0
    })
}

/// Whether other users can read or change a file that is there.
#[cfg(not(unix))]
pub(crate) fn is_exposed(file: &Path) -> bool {
    file.is_file() && hallpass_files::access(file).is_ok_and(|access| !access.is_private())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(unix)]
fn distrust(opened: &File, file: &Path) -> io::Result<Option<Distrust>> {
    use std::os::unix::fs::MetadataExt;
    let found = opened.metadata()?;
    if !found.is_file() {
        return Ok(Some(Distrust::NoFile));
    }
    if !is_ours(found.uid()) {
        return Ok(Some(Distrust::OthersFile));
    }
    if others_write(&found) {
        return Ok(Some(Distrust::OthersWrite));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = std::fs::metadata(folder)?;
    let sticky = folder.mode() & 0o1000 != 0;
    Ok((!is_ours(folder.uid()) || (others_write(&folder) && !sticky)).then_some(Distrust::OthersFolder))
}

#[cfg(not(unix))]
fn distrust(opened: &File, file: &Path) -> io::Result<Option<Distrust>> {
    if !opened.metadata()?.is_file() {
        return Ok(Some(Distrust::NoFile));
    }
    let found = hallpass_files::access(file)?;
    Ok(match () {
        () if found.foreign => Some(Distrust::OthersFile),
        () if found.others_write => Some(Distrust::OthersWrite),
        () => None,
    })
}

#[cfg(unix)]
fn is_ours(owner: u32) -> bool {
    owner == 0 || owner == rustix::process::geteuid().as_raw()
}

#[cfg(unix)]
fn others_write(found: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    let by_group = found.mode() & 0o020 != 0 && found.gid() != found.uid();
    by_group || found.mode() & 0o002 != 0
}
