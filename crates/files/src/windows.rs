//! Rights as access control lists.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::path::Path;

use windows_sys::Win32::Foundation::GENERIC_WRITE;
use windows_sys::Win32::Storage::FileSystem::{FILE_FLAG_BACKUP_SEMANTICS, READ_CONTROL, WRITE_DAC};

use crate::access::Access;
use crate::acl;

/// Makes an empty file that only its owner can read.
///
/// # Errors
/// Returns an error if there is one already, it cannot be made, or its disk keeps no rights.
pub fn create(path: &Path) -> io::Result<File> {
    // Nobody else can open it until its list is in place.
    let mut first = OpenOptions::new();
    first.write(true).access_mode(GENERIC_WRITE | READ_CONTROL | WRITE_DAC).share_mode(0);
    let file = first.create_new(true).open(path)?;
    let closed = acl::close(&file, false);
    drop(file);
    let opened = closed.and_then(|()| OpenOptions::new().read(true).write(true).open(path));
    opened.inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}

/// Opens a file for reading and writing. Where there is none it is made so that only its owner can read it; one that is
/// there keeps its rights and its contents.
///
/// # Errors
/// Returns an error if it can be neither opened nor made.
pub fn open_or_create(path: &Path) -> io::Result<File> {
    let open = || OpenOptions::new().read(true).write(true).open(path);
    match create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => open(),
        // Another process makes it at this moment, or it is ours no longer.
        Err(error) if crate::held::is_held(&error) || error.kind() == io::ErrorKind::PermissionDenied => {
            open().map_err(|_| error)
        }
        made => made,
    }
}

/// Opens a file for reading; no pipe is waited for here.
///
/// # Errors
/// Returns an error if it cannot be opened.
pub fn open_at_once(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Makes a folder, and those that lead to it, for its owner alone; one that is there is left as it is.
///
/// # Errors
/// Returns an error if it cannot be made.
pub fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        create_folder(parent)?;
    }
    match fs::create_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.and_then(|()| close(path)),
    }
}

/// Takes every right of others to a file or folder away; what is made in the folder later inherits that.
///
/// # Errors
/// Returns an error if it is not ours to change.
pub fn close(path: &Path) -> io::Result<()> {
    acl::close(&rights(path, READ_CONTROL | WRITE_DAC)?, path.is_dir())
}

/// What others may do with a file or folder.
///
/// # Errors
/// Returns an error if there is no such file or its rights cannot be read.
pub fn access(path: &Path) -> io::Result<Access> {
    acl::access(&rights(path, READ_CONTROL)?)
}

/// A handle for a file's or folder's rights alone: that others have the file open does not matter.
fn rights(path: &Path, wanted: u32) -> io::Result<File> {
    OpenOptions::new().access_mode(wanted).custom_flags(FILE_FLAG_BACKUP_SEMANTICS).open(path)
}
