//! The one table in which secrets are stored, and its one writer.
//!
//! A secret belongs to an owner (`kind`, `id`) and has a `name`: `put(tx, "credential", id, "password", ..)`.
//! All functions take a connection; a [`rusqlite::Transaction`] is one too.

use rusqlite::{Connection, OptionalExtension, Result, params};
use zeroize::Zeroizing;

/// Stores `value`, replacing an earlier one of the same name.
pub fn put(db: &Connection, kind: &str, id: &str, name: &str, value: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO secret (owner_kind, owner_id, name, value) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (owner_kind, owner_id, name) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![kind, id, name, value])
    .map(drop)
}

/// The secret of that name, if there is one.
pub fn get(db: &Connection, kind: &str, id: &str, name: &str) -> Result<Option<Zeroizing<String>>> {
    db.prepare_cached("SELECT value FROM secret WHERE owner_kind = ?1 AND owner_id = ?2 AND name = ?3")?
        .query_row([kind, id, name], |row| row.get(0).map(Zeroizing::new))
        .optional()
}

/// Every secret of an owner with its name, by name.
pub fn list(db: &Connection, kind: &str, id: &str) -> Result<Vec<(String, Zeroizing<String>)>> {
    db.prepare_cached("SELECT name, value FROM secret WHERE owner_kind = ?1 AND owner_id = ?2 ORDER BY name")?
        .query_map([kind, id], |row| Ok((row.get(0)?, Zeroizing::new(row.get(1)?))))?
        .collect()
}

/// The names of an owner's secrets, in order; reads no value.
pub fn names(db: &Connection, kind: &str, id: &str) -> Result<Vec<String>> {
    db.prepare_cached("SELECT name FROM secret WHERE owner_kind = ?1 AND owner_id = ?2 ORDER BY name")?
        .query_map([kind, id], |row| row.get(0))?
        .collect()
}

/// Whether there is a secret of that name; reads no value.
pub fn has(db: &Connection, kind: &str, id: &str, name: &str) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM secret WHERE owner_kind = ?1 AND owner_id = ?2 AND name = ?3")?
        .exists([kind, id, name])
}

/// Removes one secret; says whether it was there.
pub fn remove(db: &Connection, kind: &str, id: &str, name: &str) -> Result<bool> {
    db.prepare_cached("DELETE FROM secret WHERE owner_kind = ?1 AND owner_id = ?2 AND name = ?3")?
        .execute([kind, id, name])
        .map(|n| n > 0)
}

/// Removes every secret of an owner; says how many there were.
pub fn remove_all(db: &Connection, kind: &str, id: &str) -> Result<usize> {
    db.prepare_cached("DELETE FROM secret WHERE owner_kind = ?1 AND owner_id = ?2")?.execute([kind, id])
}
