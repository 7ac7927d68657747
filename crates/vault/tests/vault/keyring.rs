//! The four states of a key that is unavailable, against a real keyring: nothing on the disk changes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::child_process::{self, SECRET};
use crate::support::files::snapshot;
use crate::support::keyring_fixture::KeyringFixture;

fn me(desk: &KeyringFixture) -> Command {
    desk.command(std::env::current_exe().unwrap())
}

fn run(desk: &KeyringFixture, home: &Path, verb: &str) -> String {
    child_process::run(me(desk), home, verb)
}

/// A vault with its key in the desk's keyring: its folder, its item, its recovery key.
fn made(desk: &KeyringFixture, name: &str) -> (PathBuf, String, String) {
    let home = desk.path(name);
    let said = run(desk, &home, "create-keyring");
    let (item, recovery) = said.split_once(' ').unwrap_or_else(|| panic!("{said}"));
    (home, item.into(), recovery.into())
}

/// A vault whose last commit is still in a WAL that a crash left behind.
fn crashed(desk: &KeyringFixture) -> (PathBuf, String, String) {
    let (home, item, recovery) = made(desk, "vault");
    assert_eq!(run(desk, &home, "crash-keyring 3000"), "ready");
    assert!(home.join("vault.db-wal").metadata().unwrap().len() > 0, "the crash left a WAL");
    (home, item, recovery)
}

fn healthy() -> String {
    format!("secret Some({SECRET:?})")
}

/// Opens, and requires that no file has changed and that it took no longer than the bound.
fn refused(desk: &KeyringFixture, home: &Path, start: &str) {
    let (before, clock) = (snapshot(home), Instant::now());
    let said = run(desk, home, "open-keyring 1500");
    assert!(said.starts_with(start), "{said}");
    assert!(clock.elapsed() < Duration::from_secs(8), "{:?}", clock.elapsed());
    assert!(snapshot(home) == before, "a file changed after {start}");
}

#[test]
fn a_healthy_keyring_opens_the_vault_and_holds_44_characters() {
    let desk = KeyringFixture::new();
    let (home, item, _) = crashed(&desk);
    let key = desk.lookup(&item).unwrap().unwrap();
    assert!(key.len() == 44 && key.is_ascii(), "the item is not base64 of 32 bytes");
    assert_eq!(run(&desk, &home, "open-keyring 3000"), healthy());
}

#[test]
fn the_check_leaves_nothing_behind() {
    let desk = KeyringFixture::new();
    assert!(run(&desk, &desk.path("none"), "check 3000").contains("Secret Service"));
    assert_eq!(desk.items().unwrap(), 0);
    assert!(!desk.path("none").exists());
}

#[test]
fn a_vault_that_is_not_kept_leaves_no_item() {
    let desk = KeyringFixture::new();
    assert_eq!(run(&desk, &desk.path("none"), "discard-keyring"), "discarded true");
    assert_eq!(desk.items().unwrap(), 0);
    assert!(!desk.path("none").exists());
}

#[test]
fn no_bus_is_unavailable() {
    let desk = KeyringFixture::new();
    let (home, ..) = crashed(&desk);
    let before = snapshot(&home);
    let mut command = me(&desk);
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let said = child_process::run(command, &home, "open-keyring 1500");
    assert!(said.starts_with("Unavailable"), "{said}");
    assert!(snapshot(&home) == before);
}

#[test]
fn a_bus_without_a_service_is_unavailable_and_makes_no_vault() {
    let mut desk = KeyringFixture::new();
    let (home, ..) = crashed(&desk);
    desk.kill_keyring();
    refused(&desk, &home, "Unavailable");
    let none = desk.path("none");
    assert!(run(&desk, &none, "create-keyring").starts_with("Unavailable"));
    assert!(!none.exists(), "a part of a vault was left");
}

#[test]
fn a_locked_keyring_is_locked_and_makes_no_vault() {
    let desk = KeyringFixture::new();
    let (home, ..) = crashed(&desk);
    desk.lock().unwrap();
    refused(&desk, &home, "Locked { by: Keyring }");
    let none = desk.path("none");
    let said = run(&desk, &none, "create-keyring");
    assert!(said.starts_with("Locked"), "{said}");
    assert!(!none.exists(), "a part of a vault was left");
}

#[test]
fn a_missing_item_is_missing_and_is_not_made_again() {
    let desk = KeyringFixture::new();
    let (home, item, recovery) = crashed(&desk);
    desk.delete(&item).unwrap();
    refused(&desk, &home, "Missing");
    assert_eq!(desk.items().unwrap(), 0, "a key was made anew");
    assert_eq!(run(&desk, &home, &format!("recover-keyring {recovery}")), healthy());
    assert_eq!(run(&desk, &home, "open-keyring 3000"), healthy());
}

#[test]
fn a_wrong_item_is_a_wrong_key_and_recovery_leaves_it_alone() {
    let desk = KeyringFixture::new();
    let (home, item, recovery) = crashed(&desk);
    let other = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
    for wrong in [other, "not base64"] {
        desk.change(&item, wrong).unwrap();
        refused(&desk, &home, "WrongKey");
        assert_eq!(desk.lookup(&item).unwrap().as_deref(), Some(wrong), "the item was overwritten");
    }
    assert_eq!(run(&desk, &home, &format!("recover-keyring {recovery}")), healthy());
    assert_eq!(desk.lookup(&item).unwrap().as_deref(), Some("not base64"), "recovery overwrote the item");
    assert_eq!(run(&desk, &home, "open-keyring 3000"), healthy());
}

#[test]
fn a_keyring_that_hangs_is_given_up_in_time_and_does_not_keep_the_process() {
    let desk = KeyringFixture::new();
    let (home, ..) = crashed(&desk);
    desk.freeze().unwrap();
    refused(&desk, &home, "Unavailable { reason: KeyringTooLate }");
}

#[test]
fn a_keyring_that_comes_back_is_used_by_the_same_process() {
    use std::io::{BufRead, BufReader};
    let mut desk = KeyringFixture::new();
    let (home, ..) = made(&desk, "vault");
    desk.freeze().unwrap();
    let mut command = child_process::order(me(&desk), &home, "open-twice 1000");
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.contains("NOTE Err(Unavailable")));
    desk.thaw().unwrap();
    let said = lines.find(|line| line.contains("SAID")).unwrap();
    child.wait().unwrap();
    assert!(said.ends_with(&format!("then Some({SECRET:?})")), "{said}");
    desk.kill_keyring();
}

#[test]
fn a_second_vault_leaves_the_first_ones_item_alone() {
    let desk = KeyringFixture::new();
    let (first, item, _) = made(&desk, "first");
    let key = desk.lookup(&item).unwrap();
    let (_, other, _) = made(&desk, "second");
    assert_ne!(item, other);
    assert_eq!(desk.items().unwrap(), 2);
    assert_eq!(desk.lookup(&item).unwrap(), key);
    assert!(run(&desk, &first, "create-keyring").starts_with("Exists"));
    assert_eq!(desk.items().unwrap(), 2, "a refused creation made an item");
    assert_eq!(run(&desk, &first, "open-keyring 3000"), healthy());
}
