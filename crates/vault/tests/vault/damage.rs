//! Damaged files: never taken for data, never changed, and lost commits are noticed.

use std::fs;
use std::path::Path;

use hallpass_vault::{Cause, Vault, VaultError, paths};
use tempfile::TempDir;

use crate::child_process::{SCHEMA, SECRET, by_passphrase, get, make, rows, save};
use crate::support::files::{copy, snapshot};

/// What the vault says with a file in this state: everything right, or an error.
async fn look(home: &Path) -> Result<(), VaultError> {
    let vault = Vault::open(home, by_passphrase(), SCHEMA).await?;
    let found = async {
        let secret = get(&vault).await?;
        let rows = rows(&vault).await?;
        let whole = vault
            .read(|db| Ok::<_, VaultError>(db.query_row("PRAGMA integrity_check", [], |r| r.get::<_, String>(0))?));
        Ok::<_, VaultError>((secret, rows, whole.await?))
    }
    .await;
    vault.close().await;
    let (secret, rows, whole) = found?;
    assert_eq!((secret.as_deref(), rows, whole.as_str()), (Some(SECRET), vec![], "ok"), "wrong data was accepted");
    Ok(())
}

/// Writes each variant over the file and looks; returns how many were refused.
async fn refusals(home: &Path, file: &Path, variants: impl Iterator<Item = Vec<u8>>) -> usize {
    let mut refused = 0;
    for bytes in variants {
        fs::write(file, &bytes).unwrap();
        let before = snapshot(home);
        if let Err(error) = look(home).await {
            refused += 1;
            assert!(!matches!(error, VaultError::Sql { .. }), "no cause is named: {error}");
            assert!(snapshot(home) == before, "a damaged vault was changed");
        }
    }
    refused
}

fn flips(bytes: Vec<u8>, step: usize) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len()).step_by(step).map(move |i| {
        let mut copy = bytes.clone();
        copy[i] ^= 1 << (i % 8);
        copy
    })
}

/// A stride that meets every offset of a page and every kind of field over the pages; the last test
/// of each page is near. All 28 672 bytes take minutes in a debug build: set `VAULT_EVERY_BYTE` for them.
fn stride() -> usize {
    if std::env::var_os("VAULT_EVERY_BYTE").is_some() { 1 } else { 13 }
}

/// A new vault whose write-ahead log is lost before anything was carried over from it.
#[tokio::test]
async fn a_database_that_opens_and_holds_nothing_is_called_damaged() {
    let (dir, copied) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    make(dir.path()).await;
    let vault = Vault::open(dir.path(), by_passphrase(), SCHEMA).await.unwrap();
    vault.write(|tx| Ok::<_, VaultError>(tx.execute_batch("DROP TABLE meta")?)).await.unwrap();
    vault.close().await;
    copy(dir.path(), copied.path());
    let error = Vault::open(copied.path(), by_passphrase(), SCHEMA).await.err().unwrap();
    assert!(matches!(error, VaultError::Damaged { what: Cause::NoTables, .. }), "{error}");
}

#[tokio::test]
async fn a_flipped_byte_of_the_database_is_never_accepted() {
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let file = paths(dir.path()).database;
    let bytes = fs::read(&file).unwrap();
    let count = bytes.len().div_ceil(stride());
    let refused = refusals(dir.path(), &file, flips(bytes, stride())).await;
    assert_eq!(refused, count, "every flip is in a page that is read");
    println!("proof flipped-bytes: 0 of {count}");
}

#[tokio::test]
async fn a_cut_database_is_never_accepted() {
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let file = paths(dir.path()).database;
    let bytes = fs::read(&file).unwrap();
    let lengths: Vec<usize> =
        (0..bytes.len()).filter(|n| n % (stride() * 2) == 0 || n % 4096 < 2 || n % 4096 == 4095).collect();
    let count = lengths.len();
    let refused = refusals(dir.path(), &file, lengths.into_iter().map(|n| bytes[..n].to_vec())).await;
    assert_eq!(refused, count);
}

#[tokio::test]
async fn a_damaged_envelope_is_refused_and_left_alone() {
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let file = paths(dir.path()).envelope;
    let bytes = fs::read(&file).unwrap();
    let cuts: Vec<_> = (0..bytes.len()).map(|n| bytes[..n].to_vec()).collect();
    let count = cuts.len() * 2;
    let refused = refusals(dir.path(), &file, flips(bytes, 1).chain(cuts)).await;
    // White space and the case of a \u escape are all that may change; here that is white space alone.
    assert!(refused + 40 > count, "{refused} of {count}");
}

#[tokio::test]
async fn another_vaults_database_is_refused() {
    let (one, two) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    make(one.path()).await;
    make(two.path()).await;
    fs::copy(paths(two.path()).database, paths(one.path()).database).unwrap();
    let before = snapshot(one.path());
    let result = look(one.path()).await;
    assert!(
        matches!(&result, Err(VaultError::Damaged { path, .. }) if *path == paths(one.path()).database),
        "{result:?}"
    );
    assert!(snapshot(one.path()) == before);
    fs::remove_file(paths(one.path()).database).unwrap();
    let result = look(one.path()).await;
    assert!(matches!(result, Err(VaultError::Damaged { .. })), "{result:?}");
}

/// A vault with ten rows in its WAL, as a crash leaves it.
async fn left_behind(dir: &Path) -> std::path::PathBuf {
    let (home, left) = (dir.join("vault"), dir.join("left"));
    make(&home).await;
    let vault = Vault::open(&home, by_passphrase(), SCHEMA).await.unwrap();
    for i in 0..10 {
        save(&vault, format!("row {i}")).await.unwrap();
    }
    copy(&home, &left);
    fs::remove_file(left.join("vault.db-shm")).unwrap();
    left
}

#[tokio::test]
async fn commits_lost_behind_a_damaged_wal_frame_are_reported() {
    let dir = TempDir::new().unwrap();
    let left = left_behind(dir.path()).await;
    let wal = left.join("vault.db-wal");
    let mut bytes = fs::read(&wal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&wal, bytes).unwrap();
    let vault = Vault::open(&left, by_passphrase(), SCHEMA).await.unwrap();
    let there = rows(&vault).await.unwrap().len() as u64;
    assert!(there < 10, "the flip must cost something");
    assert_eq!(vault.lost_commits(), Some(10 - there));
    vault.close().await;
    // Reported again until a counted write goes on above the mark.
    let vault = Vault::open(&left, by_passphrase(), SCHEMA).await.unwrap();
    assert_eq!(vault.lost_commits(), Some(10 - there));
    save(&vault, "on".into()).await.unwrap();
    vault.close().await;
    assert_eq!(Vault::open(&left, by_passphrase(), SCHEMA).await.unwrap().lost_commits(), None);
}

#[tokio::test]
async fn a_wal_that_is_gone_is_reported_and_a_whole_one_is_not() {
    let dir = TempDir::new().unwrap();
    let left = left_behind(dir.path()).await;
    let gone = dir.path().join("gone");
    copy(&left, &gone);
    fs::remove_file(gone.join("vault.db-wal")).unwrap();
    let vault = Vault::open(&left, by_passphrase(), SCHEMA).await.unwrap();
    assert_eq!((vault.lost_commits(), rows(&vault).await.unwrap().len()), (None, 10));
    let vault = Vault::open(&gone, by_passphrase(), SCHEMA).await.unwrap();
    assert_eq!((vault.lost_commits(), rows(&vault).await.unwrap().len()), (Some(10), 0));
}

/// What SECURITY.md does not promise: the database alone is noticed, the whole folder of an earlier day is a backup.
#[tokio::test]
async fn an_older_database_is_reported_and_an_older_copy_of_the_whole_folder_is_not() {
    let dir = TempDir::new().unwrap();
    let (home, older) = (dir.path().join("vault"), dir.path().join("older"));
    make(&home).await;
    copy(&home, &older);
    let vault = Vault::open(&home, by_passphrase(), SCHEMA).await.unwrap();
    save(&vault, "an attempt".into()).await.unwrap();
    vault.close().await;
    fs::copy(paths(&older).database, paths(&home).database).unwrap();
    let vault = Vault::open(&home, by_passphrase(), SCHEMA).await.unwrap();
    assert_eq!((vault.lost_commits(), rows(&vault).await.unwrap().len()), (Some(1), 0));
    vault.close().await;
    let vault = Vault::open(&older, by_passphrase(), SCHEMA).await.unwrap();
    assert_eq!((vault.lost_commits(), rows(&vault).await.unwrap().len()), (None, 0));
}
