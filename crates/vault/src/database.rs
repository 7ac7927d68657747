//! The SQLCipher connection: how it is opened, set up and brought to the present schema.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};
use zeroize::Zeroizing;

use crate::cause::Cause;
use crate::crypto::DataKey;
use crate::error::VaultError;

/// The schema of the tables the vault itself needs; kept in `meta`, apart from the owner's `user_version`.
const BASE: u32 = 1;

const BASE_TABLES: &str = "
    CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT;
    CREATE TABLE secret (
        owner_kind TEXT NOT NULL, owner_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (owner_kind, owner_id, name)
    ) STRICT;";

/// What every connection is told before its key: SQLite's memory is wiped when it is freed (the text of the
/// key goes through it, and every page). Measured on opening and reading 10 000 rows: a tenth more time.
const QUIET: &str = "
    PRAGMA cipher_memory_security = ON;
    PRAGMA cipher_log = off;
    PRAGMA cipher_log_level = NONE;";

/// How each page is authenticated. Processors have instructions for SHA-256 and seldom for SHA-512, which is what
/// SQLCipher takes by itself and then spends most of its time on.
const SEALED: &str = "PRAGMA cipher_hmac_algorithm = HMAC_SHA256;";

/// Pages of a database in memory. Each one that changes is copied so that it can be taken back, and each copy is locked
/// in memory and wiped: a small page costs a quarter of a usual one.
const SMALL: &str = "PRAGMA page_size = 1024;";

/// What every connection is told after its key.
const SETTINGS: &str = "
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA busy_timeout = 5000;";

/// SQL batches of the vault's owner; `user_version` is how many of them were applied.
pub(crate) type Migrations = &'static [&'static str];

/// Sets up a new database in an empty file that exists already.
pub(crate) fn create(file: &Path, key: &DataKey, vault_id: &str, steps: Migrations) -> Result<Connection, VaultError> {
    let mut db = connect(file, key)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    found(&mut db, vault_id, steps)?;
    Ok(db)
}

/// A database in memory, with the same tables.
pub(crate) fn memory(vault_id: &str, steps: Migrations) -> Result<Connection, VaultError> {
    let mut db = Connection::open_in_memory()?;
    db.execute_batch(QUIET)?;
    db.execute_batch(SMALL)?;
    set_up(&db)?;
    found(&mut db, vault_id, steps)?;
    Ok(db)
}

/// Opens an existing database with a key that is known to be right, and migrates it. What is damaged,
/// another vault's or newer is refused before anything is written.
pub(crate) fn open(file: &Path, key: &DataKey, vault_id: &str, steps: Migrations) -> Result<Connection, VaultError> {
    let mut db = connect(file, key)?;
    // Until it is known to be ours, closing it must not move a left-over WAL into the file.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let applied = inspect(&db, file, vault_id, steps)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    if applied < version(steps) {
        migrate(&mut db, steps)?;
    }
    Ok(db)
}

fn connect(file: &Path, key: &DataKey) -> Result<Connection, VaultError> {
    // Without CREATE: opening never creates.
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.execute_batch(QUIET)?;
    let keyed = Zeroizing::new(format!("PRAGMA key = \"{}\";", key.to_sqlcipher().as_str()));
    db.execute_batch(&keyed)?;
    db.execute_batch(SEALED)?;
    set_up(&db)?;
    Ok(db)
}

/// More statements than its owners have: one that falls out of the cache is recompiled, which takes longer than most
/// take to run.
const STATEMENTS: usize = 256;

fn set_up(db: &Connection) -> Result<(), VaultError> {
    db.execute_batch(SETTINGS)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// The schema number that `steps` lead to.
pub(crate) fn version(steps: Migrations) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

fn inspect(db: &Connection, file: &Path, vault_id: &str, steps: Migrations) -> Result<u32, VaultError> {
    let newer = |found, known| VaultError::Newer { path: file.to_owned(), found, known };
    let applied = user_version(db)?;
    if applied > version(steps) {
        return Err(newer(applied, version(steps)));
    }
    let base = db.query_row("SELECT value FROM meta WHERE name = 'base'", [], |row| row.get(0));
    let base: u32 = base.map_err(|error| without_tables(error, file))?;
    if base > BASE {
        return Err(newer(base, BASE));
    }
    let owner: Option<String> =
        db.query_row("SELECT value FROM meta WHERE name = 'vault_id'", [], |row| row.get(0)).optional()?;
    if owner.as_deref() != Some(vault_id) {
        return Err(VaultError::Damaged { path: file.to_owned(), what: Cause::OtherVault });
    }
    Ok(applied)
}

/// A database that opens with the key and holds nothing: its first transactions were in a write-ahead log that is lost.
fn without_tables(error: rusqlite::Error, file: &Path) -> VaultError {
    match error.into() {
        VaultError::Sql { .. } => VaultError::Damaged { path: file.to_owned(), what: Cause::NoTables },
        other => other,
    }
}

fn user_version(db: &Connection) -> Result<u32, rusqlite::Error> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// The first transaction of a new database.
fn found(db: &mut Connection, vault_id: &str, steps: Migrations) -> Result<(), VaultError> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute_batch(BASE_TABLES)?;
    tx.execute("INSERT INTO meta VALUES ('base', ?1), ('vault_id', ?2), ('seq', 0)", (BASE, vault_id))?;
    apply(&tx, steps)?;
    tx.commit()?;
    Ok(())
}

fn migrate(db: &mut Connection, steps: Migrations) -> Result<(), VaultError> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    apply(&tx, steps)?;
    tx.commit()?;
    Ok(())
}

/// Applies what another process has not applied meanwhile.
fn apply(tx: &Transaction<'_>, steps: Migrations) -> Result<(), VaultError> {
    let applied = user_version(tx)?;
    for step in steps.iter().skip(applied as usize) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", version(steps).max(applied))?;
    Ok(())
}

/// The number of the last counted commit.
pub(crate) fn sequence(db: &Connection) -> Result<i64, rusqlite::Error> {
    db.prepare_cached("SELECT value FROM meta WHERE name = 'seq'")?.query_row([], |row| row.get(0))
}

/// Gives this transaction the next number above both the last one and `floor`.
pub(crate) fn count(tx: &Transaction<'_>, floor: i64) -> Result<i64, rusqlite::Error> {
    // Not by RETURNING, which makes a table in memory for its one row.
    let number = sequence(tx)?.max(floor) + 1;
    tx.prepare_cached("UPDATE meta SET value = ?1 WHERE name = 'seq'")?.execute([number])?;
    Ok(number)
}
