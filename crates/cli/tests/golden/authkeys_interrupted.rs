//! Exports that are paused or killed in the middle, and taken up again.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{Ground, Ran};

/// Ctrl-C, Ctrl-\ and a terminal that is closed.
#[test]
fn every_signal_of_a_terminal_pauses_and_resume_finishes() {
    let ground = Ground::exporting();
    let names: String = (0..2000).map(|n| format!("u{n}@corp.example\n")).collect();
    std::fs::write(ground.path("many.txt"), names).unwrap();
    let words = ["authkeys", "export", "q", "--accounts", "many.txt", "--expires", "30d", "--plain", "--json", "--out"];
    for signal in ["-INT", "-QUIT", "-HUP"] {
        ground.sandbox.set_latency(Some("quanshi"), Duration::from_millis(100));
        let table = format!("keys{signal}.csv");
        // Whatever runs the tests may have them ignore one.
        let listening = ["--default-signal=INT,QUIT,HUP", env!("CARGO_BIN_EXE_hallpass")];
        let mut command = ground.dressed(Command::new("env"), &[&listening[..], &words, &[&table]].concat());
        let before = ground.sandbox.counts("quanshi").requests;
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        arrived(&ground, before + 6);
        let id = child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let paused = Ran::from(child.wait_with_output().unwrap());
        assert_eq!((paused.code, paused.json()["state"].as_str()), (130, Some("paused")), "{signal}: {}", paused.err);
        let ok = paused.json()["ok"].as_u64().unwrap();
        assert!(ok > 0 && ok < 2000 && !ground.path(&table).exists(), "{signal}: {ok}");
        ground.sandbox.set_latency(None, Duration::ZERO);
        let job = paused.json()["job"].as_str().unwrap().to_owned();
        let done = ground.run(&["authkeys", "resume", &job, "--json"]);
        assert_eq!((done.code, done.json()["ok"].as_u64()), (0, Some(2000)), "{signal}: {}", done.err);
    }
}

/// Waits until so many requests reached the sandbox.
fn arrived(ground: &Ground, count: u64) {
    let began = Instant::now();
    while ground.sandbox.counts("quanshi").requests < count {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing is sent");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// `kill -9` wherever it hits, with lost requests and answers on top: in the end every account has its own key, and no
/// account has two. `EXPORT_SEEDS=200` tries longer.
#[test]
fn killed_at_random_and_taken_up_again() {
    let ground = Ground::exporting();
    let seeds = std::env::var("EXPORT_SEEDS").map_or(6, |count| count.parse().unwrap());
    for seed in 0..seeds {
        ground.sandbox.reset();
        ground.chaos(json!({"lose_requests": 0.05, "lose_answers": 0.2, "empty": 0.5, "seed": seed * 77}));
        ground.sandbox.set_latency(Some("quanshi"), Duration::from_millis(15));
        let names: Vec<String> = (0..400).map(|n| format!("k{seed}n{n}@corp.example")).collect();
        std::fs::write(ground.path("many.txt"), names.join("\n")).unwrap();
        let export = ["authkeys", "export", "q", "--accounts", "many.txt", "--out", "k.ndjson", "--format", "ndjson"];
        let more = ["--expires", "30d", "--plain", "--create-missing", "--mint-wait", "0s", "--yes"];
        killed(&ground, &[&export[..], &more].concat(), 2 + seed % 20 * 3);
        let job = ground.newest_job();
        let resume = ["authkeys", "resume", &job, "--mint-wait", "0s"];
        killed(&ground, &resume, 1 + seed % 17);
        ground.sandbox.set_latency(None, Duration::ZERO);
        let done = (0..20).any(|_| ground.run(&resume).code == 0);
        assert!(done, "seed {seed} never ends");
        let table = std::fs::read_to_string(ground.path("k.ndjson")).unwrap();
        assert_eq!(table.lines().count(), names.len());
        for row in table.lines() {
            let row: Value = serde_json::from_str(row).unwrap();
            let truth = ground.sandbox.hook("quanshi", "key", json!({ "account": row["account"] })).unwrap();
            assert_eq!(row["auth_key"], truth["auth_key"], "seed {seed}: {}", row["account"]);
        }
        let minted = ground.sandbox.hook("quanshi", "minted", json!({})).unwrap();
        assert_eq!(minted["surplus"], 0, "seed {seed}: {minted}");
        assert_eq!(ground.run(&["authkeys", "forget", &job]).code, 0);
    }
    println!("proof surplus-keys: 0 of {seeds}");
}

/// Runs a command and kills it once so many more requests have reached the sandbox; one that ends before is fine.
fn killed(ground: &Ground, words: &[&str], after: u64) {
    let until = ground.sandbox.counts("quanshi").requests + after;
    let mut command = ground.command(words);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while ground.sandbox.counts("quanshi").requests < until && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let _ = child.kill();
    child.wait().unwrap();
}
