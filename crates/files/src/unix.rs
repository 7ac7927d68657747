//! Rights as modes.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::access::Access;

const FILE: u32 = 0o600;
const FOLDER: u32 = 0o700;

/// Makes an empty file that only its owner can read, whatever the umask is.
///
/// # Errors
/// Returns an error if there is one already or it cannot be made.
pub fn create(path: &Path) -> io::Result<File> {
    options().create_new(true).open(path)
}

/// Opens a file for reading and writing. Where there is none it is made so that only its owner can read it; one that is
/// there keeps its rights and its contents.
///
/// # Errors
/// Returns an error if it can be neither opened nor made.
pub fn open_or_create(path: &Path) -> io::Result<File> {
    options().create(true).truncate(false).open(path)
}

/// Opens a file for reading. A pipe is opened without a writer too, so that nobody is waited for.
///
/// # Errors
/// Returns an error if it cannot be opened.
pub fn open_at_once(path: &Path) -> io::Result<File> {
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(FILE);
    options
}

/// Makes a folder, and those that lead to it, for its owner alone; one that is there is left as it is.
///
/// # Errors
/// Returns an error if it cannot be made.
pub fn create_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER).create(path)
}

/// Takes every right of others to a file or folder away.
///
/// # Errors
/// Returns an error if it is not ours to change.
pub fn close(path: &Path) -> io::Result<()> {
    let mode = if fs::metadata(path)?.is_dir() { FOLDER } else { FILE };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// What others may do with a file or folder.
///
/// # Errors
/// Returns an error if there is no such file.
pub fn access(path: &Path) -> io::Result<Access> {
    let found = fs::metadata(path)?;
    let (me, mode) = (rustix::process::geteuid().as_raw(), found.mode());
    Ok(Access {
        others_read: mode & 0o055 != 0,
        others_write: mode & 0o022 != 0,
        foreign: found.uid() != 0 && found.uid() != me,
    })
}
