//! A vault with a passphrase or in memory: what it keeps, what it refuses, what it writes to the disk.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use hallpass_vault::{
    KeySource, LockedBy, NewKey, NewVault, Unlock, Vault, VaultError, forget_unlock, paths, secrets, status,
};
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::child_process::{
    self, CHEAP, PASSPHRASE, SCHEMA, SECRET, by_passphrase, get, make, passphrase, put, rows, save,
};
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
    // A database without its envelope is somebody's, too.
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
async fn nothing_secret_is_readable_on_the_disk_with_or_without_a_wal() {
    let dir = TempDir::new().unwrap();
    let (vault, recovery) =
        Vault::create_with(dir.path(), NewKey::Passphrase(passphrase()), CHEAP, SCHEMA).await.unwrap();
    put(&vault).await.unwrap();
    save(&vault, "canary-note".repeat(2000)).await.unwrap();
    let open = snapshot(dir.path());
    assert!(open["vault.db-wal"].len() > 20_000, "the WAL holds the rows");
    vault.close().await;
    let recovery = recovery.expose();
    for (name, bytes) in open.into_iter().chain(snapshot(dir.path())) {
        for canary in [PASSPHRASE, SECRET, "canary-note", recovery.as_str(), "CREATE TABLE", "SQLite format"] {
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{name} holds {canary} in clear");
        }
    }
}

fn umask_000() -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg("umask 000; exec \"$0\" \"$@\"").arg(std::env::current_exe().unwrap());
    command
}

#[test]
fn files_are_private_also_under_umask_000() {
    let dir = TempDir::new().unwrap();
    let home = dir.path().join("a").join("b");
    child_process::run(umask_000(), &home, "create-passphrase");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&home), mode(&dir.path().join("a"))), (0o700, 0o700));
    let mut child = child_process::order(umask_000(), &home, "save 100000 x").stdout(Stdio::piped()).spawn().unwrap();
    // Its first word comes after its first commit: the WAL is there.
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("SAVED")));
    let files = fs::read_dir(&home).unwrap().map(|entry| entry.unwrap());
    let modes: Vec<_> = files.map(|entry| (entry.file_name(), mode(&entry.path()))).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(modes.iter().any(|(name, _)| name == "vault.db-wal"), "{modes:?}");
    assert!(modes.iter().all(|(_, mode)| *mode == 0o600), "{modes:?}");
}

fn set_mode(path: &std::path::Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn mode_of(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Modes are read and set, not tried out, so that root proves it as well as anybody.
#[tokio::test]
async fn what_is_open_to_others_is_closed_when_it_is_used() {
    let dir = TempDir::new().unwrap();
    let home = dir.path().join("home");
    fs::create_dir(&home).unwrap();
    set_mode(&home, 0o777);
    make(&home).await;
    assert_eq!(mode_of(&home), 0o700, "an empty folder");
    let files = [paths(&home).database, paths(&home).envelope, paths(&home).mark];
    for (folder, file) in [(0o777, 0o666), (0o770, 0o640), (0o722, 0o604)] {
        set_mode(&home, folder);
        files.iter().for_each(|path| set_mode(path, file));
        Vault::open(&home, by_passphrase(), SCHEMA).await.unwrap().close().await;
        assert_eq!(mode_of(&home), 0o700);
        assert!(files.iter().all(|path| mode_of(path) == 0o600), "{file:o}");
    }
}

#[tokio::test]
async fn a_folder_that_others_share_gets_no_vault_and_keeps_its_mode() {
    let dir = TempDir::new().unwrap();
    for (mode, file) in [(0o777, Some("somebody's")), (0o1777, None)] {
        let home = dir.path().join(format!("home-{mode:o}"));
        fs::create_dir(&home).unwrap();
        set_mode(&home, mode);
        file.iter().for_each(|name| fs::write(home.join(name), "").unwrap());
        let made = Vault::create_with(&home, NewKey::Passphrase(passphrase()), CHEAP, SCHEMA).await.map(drop);
        assert!(matches!(made, Err(VaultError::Exposed { .. })), "{made:?}");
        assert_eq!((mode_of(&home), fs::read_dir(&home).unwrap().count()), (mode, file.iter().count()));
    }
}

/// Whose a folder is counts for everybody but root, so the subject runs as nobody.
#[test]
fn a_folder_of_another_user_is_refused() {
    use std::os::unix::process::CommandExt;
    if rustix::process::geteuid().as_raw() != 0 {
        eprintln!("only root can make a folder of another user");
        return;
    }
    let dir = TempDir::new().unwrap();
    set_mode(dir.path(), 0o755);
    let nobody = || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.uid(65534).gid(65534).env("TMPDIR", "/tmp");
        command
    };
    let (theirs, own) = (dir.path().join("theirs"), dir.path().join("own"));
    for (home, owner) in [(&theirs, 65533), (&own, 65534)] {
        fs::create_dir(home).unwrap();
        // Anybody may write here: it is not the mode that keeps the vault out.
        set_mode(home, 0o777);
        std::os::unix::fs::chown(home, Some(owner), Some(owner)).unwrap();
    }
    let said = child_process::run(nobody(), &theirs, "create-plain");
    assert!(said.starts_with("Exposed") && said.contains("another user"), "{said}");
    assert!(!child_process::run(nobody(), &own, "create-plain").starts_with("Exposed"));
    assert_eq!(mode_of(&own), 0o700);
    // Nobody's vault, of which a file is another user's.
    std::os::unix::fs::chown(paths(&own).database, Some(65533), None).unwrap();
    set_mode(&paths(&own).database, 0o666);
    let said = child_process::run(nobody(), &own, "open-passphrase");
    assert!(said.starts_with("Exposed") && said.contains("vault.db"), "{said}");
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
