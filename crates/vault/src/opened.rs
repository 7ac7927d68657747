//! An open database on its own thread: shared by the vault and side databases.

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, Transaction};

use crate::commit_counter::CommitCounter;
use crate::crypto::DataKey;
use crate::database::{self, Migrations};
use crate::error::VaultError;
use crate::thread::{Thread, ThreadState};

/// An open SQLCipher database; clones share one connection on one thread, which closes with the last of them.
#[derive(Clone)]
pub struct Database(Arc<Open>);

struct Open {
    thread: Thread,
    lost: Option<u64>,
}

impl Database {
    /// Takes what `open` makes on the new thread: the session, and how many counted commits were gone.
    pub(crate) async fn start(
        open: impl FnOnce() -> Result<(ThreadState, Option<u64>), VaultError> + Send + 'static,
    ) -> Result<Self, VaultError> {
        let (thread, lost) = Thread::start(open).await?;
        Ok(Self(Arc::new(Open { thread, lost })))
    }

    /// Runs `f` on the database thread, on one state of the database; what it writes is refused and taken back.
    ///
    /// # Errors
    /// Returns an error if the database cannot be used, or the error of `f`.
    pub async fn read<T, E>(&self, f: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + From<VaultError> + Send + 'static,
    {
        self.0.thread.run(|session| session.read(f)).await
    }

    /// Runs `f` in one immediate transaction: committed when it is `Ok`, rolled back when it is not.
    /// Waits up to 5 s for another process that is writing, then fails with what `VaultError::Busy` becomes.
    ///
    /// # Errors
    /// Returns an error if the database cannot be used, or the error of `f`.
    pub async fn write<T, E>(&self, f: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + From<VaultError> + Send + 'static,
    {
        self.0.thread.run(|session| session.write(f)).await
    }

    /// Like [`Self::write`], for what must not vanish: if this commit is lost later, the next open notices.
    ///
    /// # Errors
    /// Returns an error if the database cannot be used, or the error of `f`.
    pub async fn write_counted<T, E>(
        &self,
        f: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + From<VaultError> + Send + 'static,
    {
        self.0.thread.run(|session| session.write_counted(f)).await
    }

    /// How many counted commits were gone when it was opened. Each open says so again until the next counted write.
    pub fn lost_commits(&self) -> Option<u64> {
        self.0.lost
    }

    /// A number that changes when another process wrote.
    ///
    /// # Errors
    /// Returns an error if the database cannot be used.
    pub async fn data_version(&self) -> Result<i64, VaultError> {
        let version = |session: &mut ThreadState| session.db.pragma_query_value(None, "data_version", |row| row.get(0));
        self.0.thread.run(move |session| version(session).map_err(VaultError::from)).await
    }

    /// Calls `seen` each time that a statement has run, with the statement's text, which has no value in it, and the steps
    /// that SQLite took for it. For tests and measurements: the same list takes the same steps on every machine.
    ///
    /// # Errors
    /// Returns an error if the database is closed.
    pub async fn trace(&self, seen: impl FnMut(&str, u64) + Send + 'static) -> Result<(), VaultError> {
        self.0.thread.run(move |session| session.trace(seen)).await
    }

    /// Closes it after the calls that are waiting and returns when it is closed; later calls, also of clones, answer
    /// [`VaultError::Closed`].
    pub async fn close(&self) {
        self.0.thread.stop().await;
    }
}

/// Opens an existing file with its mark: the session, and how many counted commits are gone.
pub(crate) fn session(
    file: &Path,
    mark: CommitCounter,
    key: &DataKey,
    id: &str,
    migrations: Migrations,
) -> Result<(ThreadState, Option<u64>), VaultError> {
    // Before the database: a commit of another process in between must not look lost.
    let floor = mark.read().unwrap_or(0);
    let db = database::open(file, key, id, migrations).map_err(|error| error.at(file))?;
    let lost = u64::try_from(floor - database::sequence(&db)?).ok().filter(|lost| *lost > 0);
    Ok((ThreadState { db, mark: Some(mark), floor }, lost))
}
