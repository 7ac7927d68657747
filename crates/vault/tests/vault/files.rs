//! What a vault writes to the disk, and who can read it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use hallpass_vault::{NewKey, Vault, VaultError, paths};
use tempfile::TempDir;

use crate::child_process::{self, CHEAP, PASSPHRASE, SCHEMA, SECRET, by_passphrase, make, passphrase, put, save};
use crate::support::files::snapshot;

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
            assert!(!found, "{name} contains {canary} in plain text");
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

/// Modes are read and set, not tried out, so that root proves it as well as anyone.
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

/// Others may have put it there while the folder was open to them.
#[tokio::test]
async fn an_envelope_that_is_a_pipe_or_endless_is_damaged_and_not_waited_for() {
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let layout = paths(dir.path());
    let refused = async || {
        let status = hallpass_vault::status(dir.path());
        assert!(matches!(status, Err(VaultError::Damaged { .. })), "{status:?}");
        let opened = Vault::open(dir.path(), by_passphrase(), SCHEMA).await.map(drop);
        assert!(matches!(opened, Err(VaultError::Damaged { .. })), "{opened:?}");
    };
    // Blanks behind it are no damage but for their number.
    let whole = fs::read(&layout.envelope).unwrap();
    fs::write(&layout.envelope, [whole.as_slice(), &[b' '; 1024]].concat()).unwrap();
    assert!(hallpass_vault::status(dir.path()).unwrap().exists);
    fs::write(&layout.envelope, [whole.as_slice(), &[b' '; 64 * 1024]].concat()).unwrap();
    refused().await;
    fs::remove_file(&layout.envelope).unwrap();
    assert!(Command::new("mkfifo").arg(&layout.envelope).status().unwrap().success());
    refused().await;
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

/// Whose a folder is counts for everyone but root, so the subject runs as nobody.
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
    assert!(said.starts_with("Exposed") && said.contains("OtherOwner"), "{said}");
    assert!(!child_process::run(nobody(), &own, "create-plain").starts_with("Exposed"));
    assert_eq!(mode_of(&own), 0o700);
    // Nobody's vault, of which a file is another user's.
    std::os::unix::fs::chown(paths(&own).database, Some(65533), None).unwrap();
    set_mode(&paths(&own).database, 0o666);
    let said = child_process::run(nobody(), &own, "open-passphrase");
    assert!(said.starts_with("Exposed") && said.contains("vault.db"), "{said}");
}
