//! Access of other users to a vault's folder and files. Permissions that are too open are tightened; if they cannot be,
//! the vault is refused, since anyone who can replace `vault.db` can undo what was written to it.

use std::path::Path;

use crate::cause::Cause;
use crate::error::VaultError;
use crate::layout::{self, Layout};

impl Layout {
    /// Closes the folder and the files of a vault that is about to be opened.
    ///
    /// # Errors
    /// Returns [`VaultError::Exposed`] if other users can write to them and this user cannot change that.
    pub(crate) fn close(&self) -> Result<(), VaultError> {
        close_folder(&self.home, true)?;
        close_file(&self.envelope)?;
        close_file(&self.mark)?;
        close_database(&self.database)
    }
}

/// Closes a database and what SQLite keeps beside it.
pub(crate) fn close_database(file: &Path) -> Result<(), VaultError> {
    ["", "-wal", "-shm", "-journal"].iter().try_for_each(|suffix| close_file(&layout::with_suffix(file, suffix)))
}

/// Closes a folder to which other users can write: one that is `ours` already, or that is empty.
#[cfg(unix)]
pub(crate) fn close_folder(folder: &Path, ours: bool) -> Result<(), VaultError> {
    use std::os::unix::fs::MetadataExt;
    let Ok(found) = std::fs::metadata(folder) else { return Ok(()) };
    let exposed = |why| Err(VaultError::Exposed { path: folder.to_owned(), why });
    if !may_be_of(found.uid()) {
        return exposed(Cause::OtherOwner);
    }
    if found.mode() & 0o022 == 0 {
        return Ok(());
    }
    let empty = || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if found.mode() & 0o1000 != 0 || !(ours || empty()) {
        return exposed(Cause::OthersWrite);
    }
    hallpass_files::close(folder).or_else(|_| exposed(Cause::OthersWrite))
}

/// Closes a file that other users can read or write.
#[cfg(unix)]
fn close_file(file: &Path) -> Result<(), VaultError> {
    use std::os::unix::fs::MetadataExt;
    let Ok(found) = std::fs::metadata(file) else { return Ok(()) };
    if found.mode() & 0o077 == 0 {
        return Ok(());
    }
    let exposed = |_| Err(VaultError::Exposed { path: file.to_owned(), why: Cause::OthersReadOrWrite });
    hallpass_files::close(file).or_else(exposed)
}

/// Root opens the vaults of others, such as one that is mounted into a container.
#[cfg(unix)]
fn may_be_of(owner: u32) -> bool {
    let me = rustix::process::geteuid().as_raw();
    me == 0 || owner == 0 || owner == me
}

/// Closes a folder that other users can read or write: one that is `ours` already, or that is empty. What SQLite makes
/// in it inherits its list.
#[cfg(not(unix))]
pub(crate) fn close_folder(folder: &Path, ours: bool) -> Result<(), VaultError> {
    let Some(found) = access(folder)? else { return Ok(()) };
    let exposed = |why| Err(VaultError::Exposed { path: folder.to_owned(), why });
    if found.foreign {
        return exposed(Cause::OtherOwner);
    }
    let empty = || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if found.is_private() {
        return Ok(());
    }
    if ours || empty() {
        return hallpass_files::close(folder).or_else(|_| exposed(Cause::OthersWrite));
    }
    if found.others_write { exposed(Cause::OthersWrite) } else { Ok(()) }
}

/// Closes a file that other users can read or write.
#[cfg(not(unix))]
fn close_file(file: &Path) -> Result<(), VaultError> {
    if access(file)?.is_none_or(hallpass_files::Access::is_private) {
        return Ok(());
    }
    let exposed = |_| Err(VaultError::Exposed { path: file.to_owned(), why: Cause::OthersReadOrWrite });
    hallpass_files::close(file).or_else(exposed)
}

/// What others may do with it; none where it is absent.
#[cfg(not(unix))]
fn access(path: &Path) -> Result<Option<hallpass_files::Access>, VaultError> {
    match hallpass_files::access(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some).map_err(|error| VaultError::io(path, &error)),
    }
}
