//! Jobs in the vault: one row each, with the key of their file in the table of secrets.

use hallpass_vault::secrets;
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use crate::authkeys::store::record::JobRecord;
use crate::error::{Error, ErrorCode, Result};
use crate::next_step::NextStep;

/// The owner kind of a job's secrets in the vault: the key of its file, and the passphrase of its table.
pub(in crate::authkeys) const SECRETS: &str = "job";
/// The name of the key of a job's file.
pub(in crate::authkeys) const KEY: &str = "key";
/// The name of the passphrase that encrypts a job's table.
pub(in crate::authkeys) const PASSPHRASE: &str = "passphrase";

pub(in crate::authkeys) fn save(db: &Connection, facts: &JobRecord) -> Result<()> {
    let data = serde_json::to_string(facts).map_err(|_| Error::internal("a job cannot be written"))?;
    db.prepare_cached(
        "INSERT INTO job (id, created_at, data) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET data = excluded.data",
    )?
    .execute(params![facts.id, facts.created_at.as_millisecond(), data])?;
    Ok(())
}

/// Newest first.
pub(in crate::authkeys) fn all(db: &Connection) -> Result<Vec<JobRecord>> {
    let mut query = db.prepare_cached("SELECT data FROM job ORDER BY created_at DESC, id")?;
    let rows = query.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|data| read(&data?)).collect()
}

pub(in crate::authkeys) fn by_id(db: &Connection, id: &str) -> Result<JobRecord> {
    let mut query = db.prepare_cached("SELECT data FROM job WHERE id = ?1")?;
    let data = query.query_row([id], |row| row.get::<_, String>(0)).optional()?;
    read(&data.ok_or_else(|| no_such_job(id))?)
}

pub(in crate::authkeys) fn key(db: &Connection, id: &str) -> Result<Zeroizing<String>> {
    secrets::get(db, SECRETS, id, KEY)?.ok_or_else(|| no_such_job(id))
}

/// Removes the key and all else that the vault knows.
pub(in crate::authkeys) fn drop_key(db: &Connection, id: &str) -> Result<()> {
    secrets::remove_all(db, SECRETS, id)?;
    Ok(())
}

pub(in crate::authkeys) fn delete(db: &Connection, id: &str) -> Result<()> {
    drop_key(db, id)?;
    db.prepare_cached("DELETE FROM job WHERE id = ?1")?.execute([id])?;
    Ok(())
}

fn read(data: &str) -> Result<JobRecord> {
    serde_json::from_str(data).map_err(|_| Error::internal("a stored job cannot be read"))
}

fn no_such_job(id: &str) -> Error {
    let id = hallpass_providers::safe_words(id);
    Error::made(ErrorCode::InvalidField, format!("没有任务{id}"), format!("There is no job {id}"))
        .field("job")
        .next(NextStep::ListJobs)
}
