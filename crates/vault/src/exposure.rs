//! Who else gets at a vault's folder and files. What is open too far is closed; what is not ours to close is refused,
//! since whoever can replace `vault.db` can take back what was written into it.

use std::path::Path;

use crate::{Layout, VaultError, layout};

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

/// Closes a folder to which other users can write: one that is `ours` already, or that nothing stands in.
#[cfg(unix)]
pub(crate) fn close_folder(folder: &Path, ours: bool) -> Result<(), VaultError> {
    use std::os::unix::fs::MetadataExt;
    let Ok(found) = std::fs::metadata(folder) else { return Ok(()) };
    let exposed = |why| Err(VaultError::Exposed { path: folder.to_owned(), why });
    if !may_be_of(found.uid()) {
        return exposed("it belongs to another user");
    }
    if found.mode() & 0o022 == 0 {
        return Ok(());
    }
    let empty = || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if found.mode() & 0o1000 != 0 || !(ours || empty()) {
        return exposed("other users can write to it");
    }
    set_mode(folder, 0o700).or_else(|_| exposed("other users can write to it"))
}

/// Closes a file that other users can read or write.
#[cfg(unix)]
fn close_file(file: &Path) -> Result<(), VaultError> {
    use std::os::unix::fs::MetadataExt;
    let Ok(found) = std::fs::metadata(file) else { return Ok(()) };
    if found.mode() & 0o077 == 0 {
        return Ok(());
    }
    let exposed = |_| Err(VaultError::Exposed { path: file.to_owned(), why: "other users can read or write it" });
    set_mode(file, 0o600).or_else(exposed)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> std::io::Result<()> {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
}

/// Root opens the vaults of others, such as one that is mounted into a container.
#[cfg(unix)]
fn may_be_of(owner: u32) -> bool {
    let me = rustix::process::geteuid().as_raw();
    me == 0 || owner == 0 || owner == me
}

/// Windows gives a person's own folders to that person alone.
#[cfg(not(unix))]
pub(crate) fn close_folder(_: &Path, _: bool) -> Result<(), VaultError> {
    Ok(())
}

#[cfg(not(unix))]
fn close_file(_: &Path) -> Result<(), VaultError> {
    Ok(())
}
