//! The number to publish.

use std::time::Duration;

use hallpass_core::{JobState, JobStop, Progress};
use serde_json::json;
use tokio::sync::watch;

use super::fixture::{Desk, SHORT, counts};

/// 200 seeds, 5 % of requests and 20 % of answers lost, and now and then a process that ends in
/// the middle: no key too many, no account forgotten, no key in another's row.
#[tokio::test]
async fn two_hundred_seeds_and_no_surplus_key() {
    // Four sandboxes side by side: most of the time is waiting for the disk.
    let parts = (0..4).map(|part| async move {
        let (desk, mut runs) = (Desk::new().await, 0);
        for seed in (part * 50)..(part * 50 + 50) {
            runs += one_seed(&desk, seed).await;
        }
        runs
    });
    let runs: u32 = futures_util::future::join_all(parts).await.into_iter().sum();
    assert!(runs > 300, "{runs} runs: the server was too kind");
}

/// Runs a job until it is through; answers with how many runs that took.
async fn one_seed(desk: &Desk, seed: u64) -> u32 {
    let accounts = 210;
    // Every fourth server also leaves rows out: those accounts are called missing, wrongly, but nobody gets a wrong key.
    let cut = if seed % 4 == 3 { 0.1 } else { 0.0 };
    desk.sandbox.reset();
    desk.chaos(json!({
        "lose_requests": 0.05, "lose_answers": 0.2, "empty": 0.3, "missing": 0.05, "refuse": 0.02,
        "permute": 0.5, "double": 0.2, "extra": 0.1, "cut": cut, "seed": seed * 1000,
    }));
    let list = (0..accounts).map(|n| match n % 3 {
        0 => format!(",ad_s{seed}n{n},1\n"),
        _ => format!("s{seed}n{n}@corp.example,,\n"),
    });
    let list: String = std::iter::once("loginname,extloginname,siteid\n".to_owned()).chain(list).collect();
    let job = desk.job(desk.options(), &list).await;
    let runs = until_through(desk, &job, seed).await;
    assert_eq!(desk.rows().len(), accounts, "seed {seed}: every account has a row");
    desk.keys_are_right();
    assert_eq!(desk.minted().1, 0, "seed {seed}: surplus keys");
    desk.hallpass.forget_job(&job).await.unwrap();
    runs
}

async fn until_through(desk: &Desk, job: &str, seed: u64) -> u32 {
    for run in 0..60 {
        let (progress, _) = watch::channel(Progress::default());
        let running = desk.hallpass.run_job_with(job, JobStop::default(), progress, SHORT);
        // Now and then it is cut off in the middle, as by a kill.
        let cut_off = if run < 3 && seed.is_multiple_of(2) {
            Duration::from_millis(4 + seed % 17)
        } else {
            Duration::from_secs(60)
        };
        let Ok(end) = tokio::time::timeout(cut_off, running).await else { continue };
        let end = end.unwrap();
        let (ok, empty, missing, failed, unknown) = counts(&end);
        if end.job.state == JobState::Done && failed + unknown == 0 {
            assert_eq!((ok + missing, empty), (end.job.asked, 0), "seed {seed}");
            return run + 1;
        }
    }
    panic!("seed {seed} never ends");
}
