//! Where the files of a vault are, and how they are written: readable by their owner only, completely or not at all.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::VaultError;

/// The files of one vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The folder, for its owner alone when we make it.
    pub home: PathBuf,
    /// The SQLCipher database; SQLite keeps `-wal` and `-shm` beside it.
    pub database: PathBuf,
    /// Where the key comes from; nothing secret.
    pub envelope: PathBuf,
    /// The mark of the last counted commit.
    pub mark: PathBuf,
    /// Replaced to ask open windows to lock.
    pub lock_request: PathBuf,
}

/// The files of the vault in `home`; touches nothing.
pub fn paths(home: &Path) -> Layout {
    Layout {
        home: home.to_owned(),
        database: home.join("vault.db"),
        envelope: home.join("envelope.json"),
        mark: home.join("vault.seq"),
        lock_request: home.join("vault.lock"),
    }
}

impl Layout {
    /// Exists from before the first byte of `vault.db` until `envelope.json` is in place: the files next to it are an
    /// unfinished vault that was never used.
    pub(crate) fn unfinished(&self) -> PathBuf {
        self.home.join("envelope.json.unfinished")
    }

    /// Keeps other processes from replacing the envelope until it is dropped (also by a kill), and
    /// removes the temporary files of one that was killed while replacing it.
    pub(crate) fn lock(&self) -> Result<File, VaultError> {
        let lock = || {
            let file = hallpass_files::open_or_create(&self.mark)?;
            file.lock()?;
            self.sweep()?;
            Ok(file)
        };
        lock().map_err(|e: std::io::Error| VaultError::io(&self.mark, &e))
    }

    fn sweep(&self) -> std::io::Result<()> {
        for entry in fs::read_dir(&self.home)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Removes the database and what SQLite keeps beside it; only for one that was never finished.
    pub(crate) fn discard_database(&self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = fs::remove_file(with_suffix(&self.database, suffix));
        }
    }
}

/// What SQLite keeps beside a database file.
pub(crate) fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.to_owned().into_os_string();
    name.push(suffix);
    name.into()
}

/// Makes the folder (and its parents) for its owner alone; one that exists is left as it is.
pub fn create_data_folder(home: &Path) -> Result<(), VaultError> {
    hallpass_files::create_folder(home).map_err(|e| VaultError::io(home, &e))
}

/// Makes an empty private file where none is; an existing one is [`VaultError::Exists`].
pub(crate) fn make_file(path: &Path) -> Result<File, VaultError> {
    hallpass_files::create(path).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => VaultError::Exists { path: path.to_owned() },
        _ => VaultError::io(path, &e),
    })
}

/// Replaces the envelope through a temporary file in the same folder, durably: after a crash it holds
/// the old text or the new. Hold [`Layout::lock`] meanwhile.
pub(crate) fn replace(path: &Path, text: &[u8]) -> Result<(), VaultError> {
    let home = path.parent().unwrap_or(Path::new("."));
    let write = || {
        let mut file = hallpass_files::temporary(home, TEMPORARY, "")?;
        file.write_all(text)?;
        file.as_file().sync_all()?;
        hallpass_files::replace(file, path)?;
        sync_folder(home)
    };
    write().map_err(|e| VaultError::io(path, &e))
}

const TEMPORARY: &str = ".envelope-";

/// Makes a rename in the folder durable; Windows does that on its own.
pub(crate) fn sync_folder(home: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    File::open(home)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = home;
    Ok(())
}
