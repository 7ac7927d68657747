//! Another SQLCipher file with its own key, for large or short-lived data: it does not burden the vault and is gone for
//! good once its key is deleted.
//!
//! `NAME.db` has a `NAME.seq` beside it, which is to it what `vault.seq` is to the vault. The owner stores the key, in
//! the vault's table of secrets.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::cause::Cause;
use crate::commit_counter::CommitCounter;
use crate::crypto::DataKey;
use crate::database::{self, Migrations};
use crate::error::VaultError;
use crate::opened::{self, Database};
use crate::thread::ThreadState;
use crate::{exposure, layout};

/// An open annex, used as the [`Database`] that it is.
#[derive(Clone)]
pub struct SideDatabase(Database);

impl SideDatabase {
    /// A new key, as text to be kept.
    ///
    /// # Errors
    /// Returns an error if the system has no random bytes.
    pub fn new_key() -> Result<Zeroizing<String>, VaultError> {
        DataKey::random().map(|key| key.to_base64())
    }

    /// Makes `file` and its folder; never replaces anything that is there. `id` is what it is known by when it is
    /// opened again.
    ///
    /// # Errors
    /// Returns [`VaultError::Exists`] if there is one already, or the error of the file system.
    pub async fn create(file: &Path, key: &str, id: &str, migrations: Migrations) -> Result<Self, VaultError> {
        let (file, key, id) = (file.to_owned(), data_key(file, key)?, id.to_owned());
        let make = move || {
            layout::create_data_folder(file.parent().unwrap_or(Path::new(".")))?;
            layout::make_file(&file)?;
            let mark = CommitCounter::new(&beside(&file), key.derive("mark"));
            let db = database::create(&file, &key, &id, migrations).map_err(|error| error.at(&file))?;
            mark.raise(0);
            Ok((ThreadState { db, mark: Some(mark), floor: 0 }, None))
        };
        Database::start(make).await.map(Self)
    }

    /// Opens `file`; never creates it.
    ///
    /// # Errors
    /// Returns [`VaultError::Damaged`] if it is gone or has another key or id, or the error of the file system.
    pub async fn open(file: &Path, key: &str, id: &str, migrations: Migrations) -> Result<Self, VaultError> {
        let (file, key, id) = (file.to_owned(), data_key(file, key)?, id.to_owned());
        let open = move || {
            if !file.exists() {
                return Err(VaultError::Damaged { path: file, what: Cause::MissingSideDatabase });
            }
            if let Some(folder) = file.parent() {
                exposure::close_folder(folder, true)?;
            }
            exposure::close_database(&file)?;
            let mark = CommitCounter::new(&beside(&file), key.derive("mark"));
            opened::session(&file, mark, &key, &id, migrations)
        };
        Database::start(open).await.map(Self)
    }

    /// Removes `file` and the files that belong to it; returns whether there were any.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub fn remove(file: &Path) -> Result<bool, VaultError> {
        let parts = ["", "-wal", "-shm", "-journal"].map(|suffix| layout::with_suffix(file, suffix));
        let mut found = false;
        for path in parts.into_iter().chain([beside(file)]) {
            match std::fs::remove_file(&path) {
                Ok(()) => found = true,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(VaultError::io(&path, &error)),
            }
        }
        Ok(found)
    }
}

impl Deref for SideDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.0
    }
}

fn data_key(file: &Path, text: &str) -> Result<DataKey, VaultError> {
    DataKey::from_base64(text.as_bytes()).ok_or_else(|| VaultError::WrongKey { path: file.to_owned() })
}

fn beside(file: &Path) -> PathBuf {
    file.with_extension("seq")
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    const TABLES: Migrations = &["CREATE TABLE thing (name TEXT) STRICT;"];
    const WORD: &str = "a word that must not stand in the file";

    async fn put(annex: &SideDatabase) -> Result<(), VaultError> {
        annex
            .write_counted(|tx| tx.execute("INSERT INTO thing VALUES (?1)", [WORD]).map(drop).map_err(VaultError::from))
            .await
    }

    #[tokio::test(flavor = "current_thread")]
    async fn made_opened_again_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("jobs/a.db"), SideDatabase::new_key().unwrap());
        let annex = SideDatabase::create(&file, &key, "a", TABLES).await.unwrap();
        put(&annex).await.unwrap();
        annex.close().await;
        let annex = SideDatabase::open(&file, &key, "a", TABLES).await.unwrap();
        let count = |db: &Connection| db.query_row("SELECT count(*) FROM thing", [], |row| row.get::<_, i64>(0));
        assert_eq!(annex.read(move |db| count(db).map_err(VaultError::from)).await.unwrap(), 1);
        assert_eq!(annex.lost_commits(), None);
        annex.close().await;
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(WORD.len()).any(|part| part == WORD.as_bytes()));
        assert!(SideDatabase::remove(&file).unwrap() && !SideDatabase::remove(&file).unwrap());
        assert_eq!(std::fs::read_dir(file.parent().unwrap()).unwrap().count(), 0);
    }

    #[tokio::test(flavor = "current_thread")]
    async fn another_key_id_or_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("a.db"), SideDatabase::new_key().unwrap());
        SideDatabase::create(&file, &key, "a", TABLES).await.unwrap().close().await;
        assert!(matches!(SideDatabase::create(&file, &key, "a", TABLES).await, Err(VaultError::Exists { .. })));
        let other = SideDatabase::new_key().unwrap();
        assert!(
            matches!(SideDatabase::open(&file, &other, "a", TABLES).await, Err(VaultError::Damaged { path, .. }) if path == file)
        );
        assert!(matches!(SideDatabase::open(&file, &key, "b", TABLES).await, Err(VaultError::Damaged { .. })));
        assert!(matches!(SideDatabase::open(&file, "short", "a", TABLES).await, Err(VaultError::WrongKey { .. })));
        let gone = folder.path().join("gone.db");
        assert!(matches!(SideDatabase::open(&gone, &key, "a", TABLES).await, Err(VaultError::Damaged { .. })));
        assert!(!gone.exists());
    }
}
