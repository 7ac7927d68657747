//! A job's own encrypted file, and the lock by which one process at a time works on it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use hallpass_vault::Annex;

use super::store;
use crate::{Code, Error, Hallpass, Result};

/// The tables of a job's file. An account is known by `seq`, its place in the list.
///
/// `answer` has a row for every account that was answered or failed; `next` says what is still to be done for it (see
/// [`super::due::Next`]). `mint` is the journal: a person (an id of the server, else a login name) gets at most one row,
/// so that somebody who stands in the list under two names gets one key. It is written before a mint is sent.
pub(super) const TABLES: &[&str] = &["
CREATE TABLE account (
    seq         INTEGER PRIMARY KEY,
    line        INTEGER NOT NULL,
    directory   INTEGER NOT NULL,
    name        TEXT NOT NULL,
    site        TEXT NOT NULL,
    carried     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_once ON account (name, directory, site);

CREATE TABLE answer (
    seq         INTEGER PRIMARY KEY,
    status      TEXT NOT NULL,
    next        INTEGER NOT NULL,
    user_id     TEXT,
    login_name  TEXT,
    auth_key    TEXT,
    expires_ms  INTEGER,
    message     TEXT
) STRICT;
CREATE INDEX answer_due ON answer (next, seq) WHERE next > 0;

CREATE TABLE mint (
    seq         INTEGER PRIMARY KEY,
    person      TEXT NOT NULL UNIQUE,
    tries       INTEGER NOT NULL,
    sent_at     INTEGER,
    old_key     BLOB
) STRICT;

CREATE TABLE stranger (
    user_id     TEXT NOT NULL,
    login_name  TEXT NOT NULL,
    PRIMARY KEY (user_id, login_name)
) STRICT;

CREATE TABLE problem (
    line        INTEGER NOT NULL,
    shown       TEXT NOT NULL,
    reason      TEXT NOT NULL
) STRICT;

CREATE TABLE duplicate (
    line        INTEGER NOT NULL,
    first_line  INTEGER NOT NULL
) STRICT;

CREATE TABLE carried_column (
    place       INTEGER PRIMARY KEY,
    name        TEXT NOT NULL
) STRICT;

CREATE TABLE tally (requests INTEGER NOT NULL) STRICT;
INSERT INTO tally VALUES (0);
"];

/// Where the files of jobs are.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// Mode 0700; temporary rows of workbooks stand here too.
    pub(super) folder: PathBuf,
    id: String,
}

impl Places {
    pub(super) fn new(hallpass: &Hallpass, id: &str) -> Result<Self> {
        let no_folder = || {
            Error::new(
                Code::Usage,
                hallpass_providers::Text::new("内存中的保险库不能保存任务", "A vault in memory cannot store jobs"),
            )
        };
        let home = hallpass.vault().home().ok_or_else(no_folder)?;
        Ok(Self { folder: home.join("jobs"), id: id.to_owned() })
    }

    pub(super) fn file(&self) -> PathBuf {
        self.folder.join(format!("{}.db", self.id))
    }

    fn lock_file(&self) -> PathBuf {
        self.folder.join(format!("{}.lock", self.id))
    }

    /// Takes the job for this process; the lock dies with it.
    pub(super) fn lock(&self) -> Result<Lock> {
        let path = self.lock_file();
        let fault = |error: std::io::Error| cannot(&path, error.kind());
        let file = open(&path).map_err(fault)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(taken(&self.id)),
            Err(TryLockError::Error(error)) => Err(fault(error)),
        }
    }

    /// Whether a process is at it now.
    pub(super) fn is_locked(&self) -> bool {
        File::open(self.lock_file()).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    /// Removes every file of the job.
    pub(super) fn remove(&self) -> Result<()> {
        Annex::remove(&self.file())?;
        let path = self.lock_file();
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(cannot(&path, error.kind())),
            _ => Ok(()),
        }
    }

    /// Makes the job's file under `key`.
    pub(super) async fn create(&self, key: &str) -> Result<Annex> {
        self.watched(Annex::create(&self.file(), key, &self.id, TABLES).await?).await
    }

    /// Opens the job's file with the key that the vault keeps.
    pub(super) async fn open(&self, hallpass: &Hallpass) -> Result<Annex> {
        let id = self.id.clone();
        let key = hallpass.vault().read(move |db| store::key(db, &id)).await?;
        self.watched(Annex::open(&self.file(), &key, &self.id, TABLES).await?).await
    }

    /// In tests every statement that runs on a job's file is seen, whoever runs it.
    async fn watched(&self, file: Annex) -> Result<Annex> {
        #[cfg(test)]
        super::statements::watch(&file, &self.folder).await?;
        Ok(file)
    }
}

/// Held while a process works on a job.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

fn open(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        make_private(folder)?;
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn cannot(path: &Path, kind: std::io::ErrorKind) -> Error {
    let path = crate::shown(path);
    Error::made(Code::Internal, format!("{path}：{kind}"), format!("{path}: {kind}"))
}

fn taken(id: &str) -> Error {
    Error::made(
        Code::Usage,
        format!("任务{id}正由另一个进程执行"),
        format!("Job {id} is being worked on by another process"),
    )
    .field("job")
}
