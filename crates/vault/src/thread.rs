//! The one thread that owns the database connection; jobs come to it through a channel.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, StatementStatus, TransactionBehavior, ffi};
use tokio::sync::oneshot;

use crate::cause::Cause;
use crate::commit_counter::CommitCounter;
use crate::database;
use crate::error::VaultError;

/// What the thread owns.
pub(crate) struct ThreadState {
    pub(crate) db: Connection,
    /// None for a vault in memory.
    pub(crate) mark: Option<CommitCounter>,
    /// The mark as it was found: new numbers are above it even if the database has fallen behind.
    pub(crate) floor: i64,
}

type Job = Box<dyn FnOnce(&mut ThreadState) + Send>;

enum Message {
    Job(Job),
    Stop(oneshot::Sender<()>),
}

/// The way to the thread. It is ended, and waited for, when this is dropped: a program that ends must not meet a thread that
/// is still closing its database.
pub(crate) struct Thread {
    jobs: Option<mpsc::Sender<Message>>,
    handle: Mutex<Option<JoinHandle<()>>>,
}

impl Thread {
    /// Starts the thread; `open` runs on it.
    pub(crate) async fn start<T: Send + 'static>(
        open: impl FnOnce() -> Result<(ThreadState, T), VaultError> + Send + 'static,
    ) -> Result<(Self, T), VaultError> {
        let (sender, receiver) = mpsc::channel();
        let (opened, answer) = oneshot::channel();
        let handle = spawn("vault", move || match open() {
            Ok((session, extra)) => {
                let _ = opened.send(Ok(extra));
                serve(session, &receiver);
            }
            Err(error) => drop(opened.send(Err(error))),
        })?;
        let thread = Self { jobs: Some(sender), handle: Mutex::new(Some(handle)) };
        let extra = answer.await.map_err(|_| VaultError::Closed)??;
        Ok((thread, extra))
    }

    /// Runs `f` on the thread.
    pub(crate) async fn run<T, E>(
        &self,
        f: impl FnOnce(&mut ThreadState) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<VaultError> + Send + 'static,
    {
        let (done, answer) = oneshot::channel();
        let job: Job = Box::new(move |session| drop(done.send(f(session))));
        let jobs = self.jobs.as_ref().ok_or(VaultError::Closed)?;
        jobs.send(Message::Job(job)).map_err(|_| VaultError::Closed)?;
        answer.await.map_err(|_| VaultError::Closed)?
    }

    /// Ends the thread after the jobs that are waiting, and waits for it.
    pub(crate) async fn stop(&self) {
        let (done, answer) = oneshot::channel();
        if self.jobs.as_ref().is_some_and(|jobs| jobs.send(Message::Stop(done)).is_ok()) {
            let _ = answer.await;
        }
        self.join();
    }

    /// Waits for its last moments, unless this is the thread itself.
    fn join(&self) {
        let handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(handle) = handle.filter(|handle| handle.thread().id() != thread::current().id()) {
            let _ = handle.join();
        }
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.jobs = None;
        self.join();
    }
}

fn serve(mut session: ThreadState, messages: &mpsc::Receiver<Message>) {
    while let Ok(message) = messages.recv() {
        match message {
            Message::Job(job) => job(&mut session),
            Message::Stop(done) => {
                drop(session);
                let _ = done.send(());
                return;
            }
        }
    }
}

/// Runs something that takes long on a plain thread.
pub(crate) async fn aside<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Result<T, VaultError> {
    let (done, answer) = oneshot::channel();
    drop(spawn("vault-key", move || drop(done.send(f())))?);
    answer.await.map_err(|_| VaultError::Closed)
}

fn spawn(name: &str, f: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, VaultError> {
    thread::Builder::new().name(name.into()).spawn(f).map_err(|_| VaultError::Unsupported { what: Cause::Thread })
}

fn written() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_READONLY), None)
}

impl ThreadState {
    /// Runs `f` on one state of the database. What it writes is taken back, and an error.
    ///
    /// Not by `PRAGMA query_only`: setting it has every cached statement compiled anew, which took most of a sign-in.
    pub(crate) fn read<T, E: From<rusqlite::Error>>(
        &mut self,
        f: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let before = self.db.total_changes();
        // Never committed.
        let result = self.db.transaction().map_err(E::from).and_then(|tx| f(&tx));
        if self.db.total_changes() == before { result } else { Err(written().into()) }
    }

    /// Runs `f` in an immediate transaction; committed when it is `Ok`.
    pub(crate) fn write<T, E: From<rusqlite::Error>>(
        &mut self,
        f: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = f(&tx)?;
        hallpass_failpoint::point("commit-before");
        tx.commit()?;
        hallpass_failpoint::point("commit-after");
        Ok(value)
    }

    /// Calls `seen` after each statement with its text and its steps.
    pub(crate) fn trace(&mut self, mut seen: impl FnMut(&str, u64) + Send + 'static) -> Result<(), VaultError> {
        // A statement counts its steps for as long as it stays prepared.
        let mut counted: HashMap<String, i32> = HashMap::new();
        let tell = move |event: TraceEvent<'_>| {
            let TraceEvent::Profile(statement, _) = event else { return };
            let (text, now) = (statement.sql(), statement.get_status(StatementStatus::VmStep));
            let before = counted.insert(text.clone().into_owned(), now).filter(|before| *before <= now).unwrap_or(0);
            seen(&text, u64::from((now - before).unsigned_abs()));
        };
        self.db.trace_v2(TraceEventCodes::SQLITE_TRACE_PROFILE, Some(tell))?;
        Ok(())
    }

    /// Like `write`, and raises the mark after the commit.
    pub(crate) fn write_counted<T, E: From<rusqlite::Error>>(
        &mut self,
        f: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let floor = self.floor;
        let (value, number) = self.write(|tx| Ok::<_, E>((f(tx)?, database::count(tx, floor)?)))?;
        if let Some(mark) = &self.mark {
            mark.raise(number);
        }
        Ok(value)
    }
}
