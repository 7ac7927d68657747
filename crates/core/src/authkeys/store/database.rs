//! A job's own encrypted file, and the lock that lets only one process at a time run it.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use hallpass_providers::Text;
use hallpass_vault::SideDatabase;
use serde::Serialize;

use crate::authkeys::store::vault_rows;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;

/// The tables of a job's file. An account is known by `seq`, its place in the list.
///
/// `answer` has a row for every account that was answered or failed; `next` says what is still to be done for it (see
/// [`crate::authkeys::store::queue::FollowUp`]). `mint` is the journal: a person (an id of the server, else a login
/// name) gets at most one row, so that an account listed under two names gets one key. It is written before a mint is
/// sent. `unanswered` marks a mint whose answer has not come: only here, because the rows of one call lie next to each
/// other in this table and are scattered over `answer`. `result` is `answer` with those marked as unknown.
pub(in crate::authkeys) const JOB_SCHEMA: &[&str] = &["
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
", "
ALTER TABLE mint ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;
CREATE INDEX mint_unanswered ON mint (seq) WHERE unanswered = 1;

CREATE VIEW result AS
SELECT r.seq, CASE WHEN m.unanswered = 1 THEN 'unknown' ELSE r.status END AS status,
       r.user_id, r.login_name, r.auth_key, r.expires_ms, CASE WHEN m.unanswered = 1 THEN NULL ELSE r.message END AS message
FROM answer r LEFT JOIN mint m ON m.seq = r.seq;
"];

/// Where the files of jobs are.
#[derive(Debug, Clone)]
pub(in crate::authkeys) struct Places {
    /// Readable by its owner only; temporary rows of workbooks are written here too.
    pub(in crate::authkeys) folder: PathBuf,
    id: String,
}

impl Places {
    pub(in crate::authkeys) fn new(hallpass: &Hallpass, id: &str) -> Result<Self> {
        let no_folder = || {
            Error::new(ErrorCode::Usage, Text::new("内存中的保险库不能保存任务", "A vault in memory cannot store jobs"))
        };
        Ok(Self { folder: hallpass.jobs_folder().ok_or_else(no_folder)?, id: id.to_owned() })
    }

    pub(in crate::authkeys) fn file(&self) -> PathBuf {
        self.folder.join(format!("{}.db", self.id))
    }

    fn lock_file(&self) -> PathBuf {
        self.folder.join(format!("{}.lock", self.id))
    }

    /// The ids of all files beside it.
    pub(in crate::authkeys) fn others(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let files = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "db"));
        files.filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).filter(|id| *id != self.id).collect()
    }

    /// Takes the job for this process; the lock dies with it.
    pub(in crate::authkeys) fn lock(&self) -> Result<Lock> {
        let path = self.lock_file();
        let fault = |error: std::io::Error| cannot(&path, error.kind());
        let file = open(&path).map_err(fault)?;
        match file.try_lock() {
            Ok(()) => {
                Worker::this().sign(&file);
                Ok(Lock { _file: file })
            }
            Err(TryLockError::WouldBlock) => Err(taken(&self.id, self.worker())),
            Err(TryLockError::Error(error)) => Err(fault(error)),
        }
    }

    /// Which process is at it now, where it said so.
    pub(in crate::authkeys) fn worker(&self) -> Option<Worker> {
        self.is_locked().then(|| Worker::read(&std::fs::read_to_string(self.lock_file()).ok()?)).flatten()
    }

    /// Whether a process is at it now.
    pub(in crate::authkeys) fn is_locked(&self) -> bool {
        File::open(self.lock_file()).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    /// Removes every file of the job.
    pub(in crate::authkeys) fn remove(&self) -> Result<()> {
        SideDatabase::remove(&self.file())?;
        let path = self.lock_file();
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(cannot(&path, error.kind())),
            _ => Ok(()),
        }
    }

    /// Makes the job's file under `key`.
    pub(in crate::authkeys) async fn create(&self, key: &str) -> Result<SideDatabase> {
        self.watched(SideDatabase::create(&self.file(), key, &self.id, JOB_SCHEMA).await?).await
    }

    /// Opens the job's file with the key that the vault keeps.
    pub(in crate::authkeys) async fn open(&self, hallpass: &Hallpass) -> Result<SideDatabase> {
        let id = self.id.clone();
        let key = hallpass.vault().read(move |db| vault_rows::key(db, &id)).await?;
        self.watched(SideDatabase::open(&self.file(), &key, &self.id, JOB_SCHEMA).await?).await
    }

    /// In tests every statement that runs on a job's file is seen, from any caller.
    async fn watched(&self, file: SideDatabase) -> Result<SideDatabase> {
        #[cfg(test)]
        crate::authkeys::store::statements::watch(&file, &self.folder).await?;
        Ok(file)
    }
}

/// A process that works on a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Worker {
    /// The program's name.
    pub program: String,
    /// The number of its process.
    pub process: u32,
}

impl Worker {
    /// This process.
    pub fn this() -> Self {
        let path = std::env::current_exe().unwrap_or_default();
        let program = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self { program, process: std::process::id() }
    }

    /// Writes into the lock who has it. One that cannot be written still locks.
    fn sign(&self, mut lock: &File) {
        let written = lock.set_len(0).and_then(|()| writeln!(lock, "{} {}", self.process, self.program));
        if written.is_err() {
            tracing::debug!("the lock of a job is not signed");
        }
    }

    fn read(signed: &str) -> Option<Self> {
        let (process, program) = signed.trim().split_once(' ')?;
        Some(Self { program: hallpass_providers::safe_words(program), process: process.parse().ok()? })
    }
}

impl Hallpass {
    /// Which process works on a job now; none where nobody does, or where it is not known.
    pub fn job_worker(&self, id: &str) -> Option<Worker> {
        Places::new(self, id).ok()?.worker()
    }
}

/// Held while a process works on a job.
#[derive(Debug)]
pub(in crate::authkeys) struct Lock {
    _file: File,
}

fn open(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        hallpass_files::create_folder(folder)?;
    }
    hallpass_files::open_or_create(path)
}

fn cannot(path: &Path, kind: std::io::ErrorKind) -> Error {
    let path = crate::path::shown(path);
    Error::made(ErrorCode::Internal, format!("{path}：{kind}"), format!("{path}: {kind}"))
}

fn taken(id: &str, by: Option<Worker>) -> Error {
    let made = |zh: String, en: String| Error::made(ErrorCode::Usage, zh, en).field("job");
    if let Some(Worker { program, process }) = by {
        return made(
            format!("任务{id}正由{program}（进程{process}）执行"),
            format!("Job {id} is being run by {program} (process {process})"),
        );
    }
    made(format!("任务{id}正由另一个进程执行"), format!("Job {id} is being run by another process"))
}

/// A message as a job's file stores it.
pub(in crate::authkeys) fn text(message: &str) -> Result<Text> {
    serde_json::from_str(message).map_err(|_| Error::internal("a message in a job's file"))
}
