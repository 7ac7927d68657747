//! `vault.lock`: an empty file that is replaced to ask the programs that have the vault open to lock it.

use std::path::Path;
use std::time::SystemTime;

use crate::error::VaultError;
use crate::layout::paths;

const TEMPORARY: &str = ".lock-";

/// Asks every program that has the vault in `home` open and watches [`last_lock_request`] to lock it.
/// Fails where the folder cannot be written to.
pub fn request_lock(home: &Path) -> Result<(), VaultError> {
    let file = paths(home).lock_request;
    hallpass_files::temporary(home, TEMPORARY, "")
        .and_then(|empty| hallpass_files::replace(empty, &file))
        .map_err(|error| VaultError::io(&file, &error))
}

/// A value that is another after each [`request_lock`]; `None` if there was none.
pub fn last_lock_request(home: &Path) -> Option<SystemTime> {
    std::fs::metadata(paths(home).lock_request).and_then(|file| file.modified()).ok()
}
