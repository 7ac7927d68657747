//! Which files are believed: those that nobody else can have written.
//!
//! A file is believed where it is a regular one, belongs to this user or to root, and nobody else may write to it or
//! replace it in its folder: the folder belongs to this user or to root as well, and whoever else may write to it may not
//! touch other people's files there (the sticky bit, as in `/tmp`). A group that is the owner's own, which many systems
//! make with each user, is not somebody else. Windows keeps such rights in another form, and only the kind and the size
//! of the file count there.

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
    /// Its folder belongs to another user, or others may replace files in it.
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
    let opened = open_at_once(file)?;
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

/// Such rights are kept in another form here.
#[cfg(not(unix))]
pub(crate) fn is_exposed(_: &Path) -> bool {
    false
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(unix)]
fn open_at_once(file: &Path) -> io::Result<File> {
    // A pipe that takes its name in between is not waited for.
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default();
    let mut options = File::options();
    std::os::unix::fs::OpenOptionsExt::custom_flags(options.read(true), flags);
    options.open(file)
}

#[cfg(not(unix))]
fn open_at_once(file: &Path) -> io::Result<File> {
    File::open(file)
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
fn distrust(opened: &File, _: &Path) -> io::Result<Option<Distrust>> {
    Ok((!opened.metadata()?.is_file()).then_some(Distrust::NoFile))
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
