//! Several processes, and processes that are killed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hallpass_vault::{Vault, VaultError, paths};
use tempfile::TempDir;

use crate::child_process::{self, SCHEMA, by_passphrase, get, make, rows, save};
use crate::support::files::snapshot;

fn start(home: &Path, verb: &str) -> Child {
    let me = Command::new(std::env::current_exe().unwrap());
    child_process::order(me, home, verb).stdout(Stdio::piped()).spawn().unwrap()
}

/// The numbers a writer said it had committed, until its end.
fn saved(child: &mut Child) -> Vec<i64> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    // The first one stands behind what the test harness says.
    lines.filter_map(|line| line.split_once("SAVED ")?.1.parse().ok()).collect()
}

/// Different moments on each run; the seed is printed when the test fails.
fn moments(count: usize, below: u64) -> Vec<Duration> {
    let mut seed = u64::from(std::process::id()) | 1;
    println!("seed {seed}");
    let mut next = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        Duration::from_micros(seed % below)
    };
    (0..count).map(|_| next()).collect()
}

#[tokio::test]
async fn kill_9_during_500_saves_loses_nothing_that_was_committed() {
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let mut committed = Vec::new();
    let mut kills = 0;
    for moment in moments(25, 400_000) {
        let mut child = start(dir.path(), "save 500 kill");
        let id = child.id();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(moment);
            Command::new("kill").args(["-9", &id.to_string()]).stderr(Stdio::null()).status().unwrap().success()
        });
        committed.extend(saved(&mut child));
        kills += usize::from(killer.join().unwrap());
        child.wait().unwrap();
        let vault = Vault::open(dir.path(), by_passphrase(), SCHEMA).await.unwrap();
        let there = rows(&vault).await.unwrap();
        let lost: Vec<_> = committed.iter().filter(|n| there.binary_search(n).is_err()).collect();
        assert!(lost.is_empty(), "lost after a kill at {moment:?}: {lost:?}");
        assert_eq!(vault.lost_commits(), None);
        vault.close().await;
    }
    assert!(kills > 10 && committed.len() >= 500, "{kills} kills, {} commits", committed.len());
    println!("proof lost-commits: 0 of {}", committed.len());
}

#[tokio::test]
async fn two_processes_save_200_times_each_and_no_update_is_lost() {
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let vault = Vault::open(dir.path(), by_passphrase(), SCHEMA).await.unwrap();
    let version = vault.data_version().await.unwrap();
    let mut writers = [start(dir.path(), "save 200 a"), start(dir.path(), "save 200 b")];
    let mut numbers: Vec<i64> = writers.iter_mut().flat_map(saved).collect();
    for writer in &mut writers {
        assert!(writer.wait().unwrap().success());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=400).collect::<Vec<_>>());
    assert_eq!(rows(&vault).await.unwrap(), numbers);
    assert_ne!(vault.data_version().await.unwrap(), version, "others' writes show in data_version");
    assert_eq!(vault.lost_commits(), None);
}

#[tokio::test]
async fn kill_9_while_a_vault_is_made_leaves_none_or_a_whole_one() {
    let dir = TempDir::new().unwrap();
    let (mut none, mut whole) = (0, 0);
    for (i, moment) in moments(40, 60_000).into_iter().enumerate() {
        let home = dir.path().join(i.to_string());
        let mut child = start(&home, "create-passphrase");
        // A slow start must not hide the making: count from the first sign of it.
        for _ in 0..4000 {
            if paths(&home).home.exists() {
                break;
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        std::thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
        match Vault::open(&home, by_passphrase(), SCHEMA).await {
            Ok(vault) => {
                whole += 1;
                get(&vault).await.unwrap();
                vault.close().await;
            }
            Err(error) => {
                none += 1;
                assert!(matches!(error, VaultError::NoVault { .. }), "{error:?}");
                make(&home).await;
            }
        }
        let names: Vec<_> = snapshot(&home).into_keys().collect();
        assert_eq!(names, ["envelope.json", "vault.db", "vault.seq"], "litter");
    }
    println!("{none} none, {whole} whole");
    assert!(none > 0, "no kill came early enough");
}

#[tokio::test]
async fn a_writer_that_is_killed_does_not_keep_the_lock() {
    let dir = TempDir::new().unwrap();
    make(dir.path()).await;
    let mut child = start(dir.path(), "save 100000 x");
    std::thread::sleep(Duration::from_millis(300));
    child.kill().unwrap();
    child.wait().unwrap();
    let clock = std::time::Instant::now();
    let vault = Vault::open(dir.path(), by_passphrase(), SCHEMA).await.unwrap();
    save(&vault, "next".into()).await.unwrap();
    assert!(clock.elapsed() < Duration::from_secs(1), "{:?}", clock.elapsed());
}
