//! The bad answers of a network and a server, against every provider and every call that carries a secret.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../suite/accounts/mod.rs"]
mod accounts;
mod calls;
mod cases;
mod elsewhere;
mod front;
mod rows;
#[path = "../suite/support/mod.rs"]
mod support;
mod trial;
mod watch;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use calls::Target;
use elsewhere::ELSEWHERE;
use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::providers::{Secret, secret_forms};
use rows::ROWS;
use trial::Trial;
use watch::Log;

/// How many trials share a vault, so that it stays small.
const FRESH: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_answer_to_every_call_has_its_failure_and_shows_no_secret() {
    let targets = calls::targets().await;
    for provider in PROVIDERS {
        let id = provider.descriptor().id;
        assert!(targets.iter().any(|target| target.provider == id), "no call of {id}");
    }
    let trials = targets.iter().flat_map(|target| trials_of(target, false)).collect();
    println!("proof bad-answers: {}", none_is_wrong(trials).await);
}

/// A connection over TLS ends otherwise, and its faults have other names: each case once for every provider.
#[tokio::test(flavor = "multi_thread")]
async fn over_tls_every_bad_answer_has_the_same_failure() {
    let targets = calls::targets().await;
    let mut done = BTreeSet::new();
    let trials = targets.iter().flat_map(|target| trials_of(target, true));
    let trials: Vec<Trial> = trials.filter(|trial| done.insert((trial.target.provider, trial.row.name))).collect();
    assert!(trials.len() > PROVIDERS.len() * 40, "{}", trials.len());
    println!("proof bad-answers-over-tls: {}", none_is_wrong(trials).await);
}

fn trials_of(target: &Target, tls: bool) -> impl Iterator<Item = Trial> {
    let rows = ROWS.iter().filter(move |row| (row.fits)(target));
    rows.map(move |row| Trial { target: target.clone(), row, tls })
}

/// How many of them were wrong: none, or it panics and names them.
async fn none_is_wrong(trials: Vec<Trial>) -> String {
    let count = trials.len();
    // Those that wait for a time-out cost nothing else.
    let (waiting, busy): (Vec<_>, Vec<_>) = trials.into_iter().partition(|trial| trial::waits(trial.row));
    let mut work = tokio::task::JoinSet::new();
    for (trials, at_once) in [(waiting, 16), (busy, 4)] {
        let (trials, next) = (Arc::new(trials), Arc::new(AtomicUsize::new(0)));
        for _ in 0..at_once {
            work.spawn(worker(Arc::clone(&trials), Arc::clone(&next)));
        }
    }
    let mut wrong: Vec<String> = work.join_all().await.into_iter().flatten().collect();
    wrong.sort();
    assert!(wrong.is_empty(), "{} wrong of {count}:\n{}", wrong.len(), wrong.join("\n"));
    format!("0 of {count}")
}

/// Takes trials until there are none, at a sandbox of its own.
async fn worker(trials: Arc<Vec<Trial>>, next: Arc<AtomicUsize>) -> Vec<String> {
    let (sandbox, jobs, mut wrong) = (calls::sandbox().await, tempfile::tempdir().unwrap(), Vec::new());
    let mut hallpass = calls::in_memory(jobs.path()).await;
    for count in 1.. {
        let Some(trial) = trials.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
        if count % FRESH == 0 {
            hallpass = calls::in_memory(jobs.path()).await;
        }
        sandbox.reset();
        wrong.extend(trial::run(&hallpass, &sandbox, trial).await);
    }
    wrong
}

/// For an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// For one that does not come.
const SHORT: Duration = Duration::from_secs(1);

/// Each of the thirty-six has rows here, or tests of other names that are there.
#[test]
fn every_case_has_rows_or_tests() {
    let mut code = String::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in ["crates", "src-tauri", "tests"] {
        sources(&root.join(folder), &mut code);
    }
    for case in 1..=36 {
        let rows = ROWS.iter().any(|row| row.case == case);
        let tests = ELSEWHERE.iter().find(|(number, _)| *number == case).map(|(_, tests)| *tests).unwrap_or_default();
        assert!(rows || !tests.is_empty(), "case {case}");
        for test in tests {
            assert!(code.contains(&format!("fn {test}()")), "case {case}: there is no test {test}");
        }
    }
}

fn sources(folder: &Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, code);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *code += &std::fs::read_to_string(path).unwrap();
        }
    }
}

/// In a vault on a disk, one after another: neither the log nor any file holds what nobody may see.
#[tokio::test(flavor = "multi_thread")]
async fn neither_the_log_nor_a_file_of_the_vault_holds_a_secret() {
    let log = Log::of_all();
    let (targets, sandbox, home) = (calls::targets().await, calls::sandbox().await, tempfile::tempdir().unwrap());
    let hallpass = support::in_folder(home.path(), &support::TestClock::default()).await;
    let mut secrets = Vec::new();
    for target in targets {
        let fits = ROWS.iter().filter(|row| [1, 17, 24].contains(&row.case) && (row.fits)(target));
        for row in fits {
            sandbox.reset();
            let trial = Trial { target: target.clone(), row, tls: false };
            trial::run_with(&hallpass, &sandbox, &trial, &mut secrets).await;
        }
    }
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() > 60, "{}", secrets.len());
    let mut places = vec![("the log".to_owned(), log.text().to_lowercase())];
    let mut folders = vec![home.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                places.push((path.display().to_string(), String::from_utf8_lossy(&bytes).to_lowercase()));
            }
        }
    }
    assert!(places.len() > 2, "{places:?}");
    for (place, text) in &places {
        for secret in &secrets {
            let form =
                secret_forms(&Secret::new(secret.as_str())).into_iter().find(|form| text.contains(form.as_str()));
            assert!(form.is_none(), "{place} holds {secret}");
        }
    }
}
