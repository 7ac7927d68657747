//! Part of a transaction that is undone by itself.

use rusqlite::Connection;

use crate::error::Result;

/// What fails leaves nothing behind; the others of the same sync are kept.
pub(super) fn within_savepoint<T, E: From<rusqlite::Error>>(
    db: &Connection,
    run: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E> {
    db.execute_batch("SAVEPOINT one_document")?;
    let came = run(db);
    let end = if came.is_ok() { "RELEASE one_document" } else { "ROLLBACK TO one_document; RELEASE one_document" };
    db.execute_batch(end)?;
    came
}

/// What an edit would make, without making it.
pub(super) fn taken_back<T>(db: &Connection, run: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    db.execute_batch("SAVEPOINT looked_at")?;
    let came = run(db);
    db.execute_batch("ROLLBACK TO looked_at; RELEASE looked_at")?;
    came
}
