//! A vault with a passphrase or in memory: what it keeps, what it refuses, what it writes to the disk.

use std::fs;
use std::process::Command;
use std::time::{Duration, SystemTime};

use hallpass_vault::{
    KeySource, LockedBy, NewKey, NewVault, Unlock, Vault, VaultError, forget_unlock, paths, secrets, status,
};
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::child_process::{self, CHEAP, SCHEMA, SECRET, by_passphrase, get, make, passphrase, put, rows, save};
use crate::support::files::{copy, snapshot};

fn text(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.into())
}

#[tokio::test]
async fn what_was_saved_is_there_again() {
    let dir = TempDir::new().unwrap();
    let recovery = make(dir.path()).await;
    for unlock in [by_passphrase(), Unlock::Recovery(text(&recovery.to_lowercase().replace('-', " ")))] {
        let vault = Vault::open(dir.path(), unlock, SCHEMA).await.unwrap();
        assert_eq!(get(&vault).await.unwrap().as_deref(), Some(SECRET));
        assert_eq!(vault.lost_commits(), None);
        vault.close().await;
        assert_eq!(get(&vault).await, Err(VaultError::Closed));
    }
}

#[tokio::test]
async fn the_default_cost_of_a_passphrase_is_64_mib_and_is_recorded() {
    let dir = TempDir::new().unwrap();
    let (vault, _) = Vault::create(dir.path(), NewKey::Passphrase(passphrase()), SCHEMA).await.unwrap();
    vault.close().await;
    let envelope: serde_json::Value = serde_json::from_slice(&fs::read(paths(dir.path()).envelope).unwrap()).unwrap();
    assert_eq!(envelope["key"]["kdf"], serde_json::json!({"memory_kib": 65536, "passes": 3, "lanes": 1}));
    Vault::open(dir.path(), by_passphrase(), SCHEMA).await.unwrap();
}

#[tokio::test]
async fn a_wrong_way_in_changes_nothing() {
    let dir = TempDir::new().unwrap();
    let recovery = make(dir.path()).await;
    let before = snapshot(dir.path());
    let other = make(TempDir::new().unwrap().path()).await;
    for wrong in
        [Unlock::Passphrase(text("wrong")), Unlock::Recovery(text(&other)), Unlock::Recovery(text(&recovery[1..]))]
    {
        let result = Vault::open(dir.path(), wrong, SCHEMA).await.map(drop);
        assert!(matches!(result, Err(VaultError::WrongKey { .. })), "{result:?}");
    }
    let locked = Err(VaultError::Locked { by: LockedBy::Passphrase });
    let wait = Duration::from_secs(3);
    assert_eq!(Vault::open(dir.path(), Unlock::Keyring { wait }, SCHEMA).await.map(drop), locked);
    assert_eq!(Vault::open(dir.path(), Unlock::KernelKeyring, SCHEMA).await.map(drop), locked);
    assert!(snapshot(dir.path()) == before);
}

#[tokio::test]
async fn opening_never_creates_and_creating_never_replaces() {
    let dir = TempDir::new().unwrap();
    let none = dir.path().join("none");
    let absent = Vault::open(&none, by_passphrase(), SCHEMA).await.map(drop);
    assert_eq!(absent, Err(VaultError::NoVault { path: none.clone() }));
    assert!(!none.exists());
    assert!(!status(&none).unwrap().exists);

    let home = dir.path().join("home");
    make(&home).await;
    let again = async |home: &std::path::Path| {
        Vault::create_with(home, NewKey::Passphrase(passphrase()), CHEAP, SCHEMA).await.map(drop)
    };
    let before = snapshot(&home);
    assert!(matches!(again(&home).await, Err(VaultError::Exists { .. })));
    assert!(snapshot(&home) == before);
    // A database without its envelope is someone's, too.
    fs::remove_file(paths(&home).envelope).unwrap();
    let before = snapshot(&home);
    assert!(matches!(again(&home).await, Err(VaultError::Exists { .. })));
    assert!(snapshot(&home) == before);
}

/// Its recovery key is shown in between: what was not kept is nobody's.
#[tokio::test]
async fn a_new_vault_counts_once_it_is_kept() {
    let dir = TempDir::new().unwrap();
    let home = dir.path().join("home");
    let prepare = async || NewVault::prepare_with(&home, NewKey::Passphrase(passphrase()), CHEAP, SCHEMA).await;
    for discarded in [true, false] {
        let new = prepare().await.unwrap();
        put(new.vault()).await.unwrap();
        assert!(!status(&home).unwrap().exists && new.status().exists);
        assert!(matches!(prepare().await.map(drop), Err(VaultError::Exists { .. })), "one at a time");
        match discarded {
            true => new.discard().await,
            false => drop(new),
        }
        assert!(!home.exists(), "discarded: {discarded}");
    }
    let new = prepare().await.unwrap();
    let (said, key) = (new.status(), new.recovery_key().expose());
    let (vault, kept) = new.keep().await.unwrap();
    put(&vault).await.unwrap();
    vault.close().await;
    assert_eq!((&said, &key), (&status(&home).unwrap(), &kept.expose()));
    let vault = Vault::open(&home, Unlock::Recovery(key), SCHEMA).await.unwrap();
    assert_eq!(get(&vault).await.unwrap().as_deref(), Some(SECRET));
}

#[tokio::test]
async fn a_new_vault_that_cannot_be_kept_is_none() {
    let dir = TempDir::new().unwrap();
    let home = dir.path().join("home");
    let new = NewVault::prepare_with(&home, NewKey::Passphrase(passphrase()), CHEAP, SCHEMA).await.unwrap();
    // Nothing can be put in its place.
    fs::create_dir(paths(&home).envelope).unwrap();
    assert!(matches!(new.keep().await.map(drop), Err(VaultError::Io { .. })));
    let left: Vec<String> =
        fs::read_dir(&home).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left, ["envelope.json"], "the folder that was in the way");
}

#[tokio::test]
async fn a_new_passphrase_takes_the_place_of_the_old() {
    let dir = TempDir::new().unwrap();
    let recovery = make(dir.path()).await;
    let new = NewKey::Passphrase(text("another"));
    Vault::recover(dir.path(), text(&recovery), new, SCHEMA).await.unwrap().close().await;
    let old = Vault::open(dir.path(), by_passphrase(), SCHEMA).await.map(drop);
    assert!(matches!(old, Err(VaultError::WrongKey { .. })));
    let vault = Vault::open(dir.path(), Unlock::Passphrase(text("another")), SCHEMA).await.unwrap();
    assert_eq!(get(&vault).await.unwrap().as_deref(), Some(SECRET));
}

#[tokio::test]
async fn a_newer_schema_is_refused_before_any_write() {
    const NEWER: &[&str] = &[SCHEMA[0], "CREATE TABLE later (n INTEGER) STRICT;"];
    let dir = TempDir::new().unwrap();
    let home = dir.path().join("vault");
    make(&home).await;
    let old_envelope = fs::read(paths(&home).envelope).unwrap();
    let vault = Vault::open(&home, by_passphrase(), NEWER).await.unwrap();
    assert_eq!(status(&home).unwrap().schema, Some(2));
    save(&vault, "by the newer version".into()).await.unwrap();
    // As a crash leaves it: the WAL is there, the process is not.
    let left = dir.path().join("left");
    copy(&home, &left);
    for (case, envelope) in [("by the envelope", None), ("by the database", Some(old_envelope))] {
        if let Some(text) = envelope {
            fs::write(paths(&left).envelope, text).unwrap();
        }
        let before = snapshot(&left);
        assert!(!before["vault.db-wal"].is_empty());
        let result = Vault::open(&left, by_passphrase(), SCHEMA).await.map(drop);
        assert!(matches!(result, Err(VaultError::Newer { found: 2, known: 1, .. })), "{case}: {result:?}");
        assert!(snapshot(&left) == before, "{case}: a file changed");
    }
}

#[tokio::test]
async fn an_older_schema_is_brought_up_to_date() {
    const NEXT: &[&str] = &[SCHEMA[0], "ALTER TABLE note ADD COLUMN later TEXT;"];
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let vault = Vault::open(dir.path(), by_passphrase(), NEXT).await.unwrap();
    assert_eq!(get(&vault).await.unwrap().as_deref(), Some(SECRET));
    vault.write(|tx| Ok::<_, VaultError>(tx.execute_batch("SELECT later FROM note")?)).await.unwrap();
}

#[tokio::test]
async fn a_vault_in_memory_keeps_and_forgets() {
    let vault = Vault::memory(SCHEMA).await.unwrap();
    put(&vault).await.unwrap();
    assert_eq!(get(&vault).await.unwrap().as_deref(), Some(SECRET));
    assert!(matches!(vault.unlock_for(Duration::from_secs(1)), Err(VaultError::Unsupported { .. })));
}

#[tokio::test]
async fn an_error_rolls_back_and_reading_cannot_write() {
    let vault = Vault::memory(SCHEMA).await.unwrap();
    let failed: Result<(), VaultError> = vault
        .write(|tx| {
            tx.execute("INSERT INTO note (text) VALUES ('x')", [])?;
            Err(VaultError::Busy)
        })
        .await;
    assert_eq!(failed, Err(VaultError::Busy));
    let sneaky = vault.read(|db| Ok::<_, VaultError>(db.execute("INSERT INTO note (text) VALUES ('x')", [])?)).await;
    assert!(sneaky.is_err());
    assert_eq!(rows(&vault).await.unwrap(), Vec::<i64>::new());
    save(&vault, "after both".into()).await.unwrap();
}

#[tokio::test]
async fn errors_show_no_value() {
    let vault = Vault::memory(SCHEMA).await.unwrap();
    let bad: Result<(), VaultError> =
        vault.write(|tx| Ok(tx.execute_batch(&format!("INSERT INTO nowhere VALUES ('{SECRET}')"))?)).await;
    let error = bad.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn secrets_are_stored_listed_and_removed_by_owner() {
    let vault = Vault::memory(SCHEMA).await.unwrap();
    let run = |tx: &rusqlite::Transaction<'_>| {
        for (id, name, value) in [("1", "b", "x"), ("1", "a", "y"), ("1", "a", "z"), ("2", "a", "other")] {
            secrets::put(tx, "credential", id, name, value)?;
        }
        assert_eq!(secrets::names(tx, "credential", "1")?, ["a", "b"]);
        let all = secrets::list(tx, "credential", "1")?;
        assert_eq!(all.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect::<Vec<_>>(), [("a", "z"), ("b", "x")]);
        assert!(secrets::remove(tx, "credential", "1", "b")? && !secrets::remove(tx, "credential", "1", "b")?);
        assert!(secrets::has(tx, "credential", "1", "a")? && !secrets::has(tx, "session", "1", "a")?);
        assert_eq!(secrets::remove_all(tx, "credential", "1")?, 1);
        assert_eq!(secrets::get(tx, "credential", "2", "a")?.unwrap().as_str(), "other");
        Ok::<_, VaultError>(secrets::get(tx, "credential", "1", "a")?)
    };
    assert_eq!(vault.write(run).await.unwrap(), None);
}

#[tokio::test]
async fn a_keyed_hash_depends_on_vault_purpose_and_the_borders_of_parts() {
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let vault = Vault::open(dir.path(), by_passphrase(), SCHEMA).await.unwrap();
    let other = Vault::memory(SCHEMA).await.unwrap();
    let hash = vault.keyed_hash("refused password", &[b"ab", b"c"]);
    let differ = [
        vault.keyed_hash("refused password", &[b"a", b"bc"]),
        vault.keyed_hash("refused password", &[b"abc"]),
        vault.keyed_hash("another purpose", &[b"ab", b"c"]),
        other.keyed_hash("refused password", &[b"ab", b"c"]),
    ];
    assert!(!differ.contains(&hash));
    vault.close().await;
    let again = Vault::open(dir.path(), by_passphrase(), SCHEMA).await.unwrap();
    assert_eq!(again.keyed_hash("refused password", &[b"ab", b"c"]), hash);
}

#[tokio::test]
async fn an_unlock_holds_for_other_processes_until_its_time_or_until_it_is_forgotten() {
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let me = || Command::new(std::env::current_exe().unwrap());
    let open = || child_process::run(me(), dir.path(), "open-kernel");
    let held = format!("secret Some({SECRET:?})");
    assert_eq!(child_process::run(me(), dir.path(), "unlock 60"), "held");
    assert_eq!(open(), held);
    let state = status(dir.path()).unwrap();
    assert_eq!(state.source, Some(KeySource::Passphrase));
    let until = state.unlocked_until.unwrap();
    assert!(until > SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    forget_unlock(dir.path());
    assert_eq!(open(), "Locked { by: Passphrase }");
    assert_eq!(status(dir.path()).unwrap().unlocked_until, None);
    assert_eq!(child_process::run(me(), dir.path(), "unlock 1"), "held");
    std::thread::sleep(Duration::from_millis(2100));
    assert_eq!(open(), "Locked { by: Passphrase }");
}
