//! Keys that are made and replaced.

use std::time::Duration;

use hallpass_core::{ErrorCode, Expires, JobOptions, JobRun, JobState, JobStop, Progress, Step};
use hallpass_sandbox::Fault;
use serde_json::json;
use tokio::sync::watch;

use super::fixture::{Desk, SHORT, counts, names};

#[tokio::test]
async fn a_key_that_was_not_replaced_is_not_called_new() {
    let desk = Desk::new().await;
    desk.chaos(json!({ "keep": true }));
    let options = JobOptions { create_missing: false, rotate: true, ..desk.options() };
    let job = desk.job(options, &names(3)).await;
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), end.job.counts.minted, desk.minted().0), ((0, 0, 0, 0, 3), 0, 0));
    let row = &desk.rows()["u1@corp.example"];
    assert!(row["message"].as_str().unwrap().contains("not replaced"), "{row}");
}

/// The same person by login name and by directory name, both without a key: one key is made, and both rows have it.
#[tokio::test]
async fn two_names_of_one_person_get_one_key() {
    let desk = Desk::new().await;
    let list = "loginname,extloginname,siteid\nad_nokey1@corp.example,,\n,ad_nokey1,9\n,ad_nokey1,8\n";
    let job = desk.job(desk.options(), list).await;
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), desk.minted()), ((3, 0, 0, 0, 0), (1, 0)));
    assert_eq!(end.job.counts.minted, 1);
}

#[tokio::test]
async fn rotating_reports_what_it_does_not_know_and_never_sends_twice() {
    let desk = Desk::new().await;
    let options = JobOptions { create_missing: false, rotate: true, ..desk.options() };
    let job = desk.job(options.clone(), &names(60)).await;
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), desk.minted(), desk.keys_are_right()), ((60, 0, 0, 0, 0), (60, 0), 60));
    desk.hallpass.forget_job(&job).await.unwrap();

    let job = desk.job(options, "v1@corp.example\nv2@corp.example\n").await;
    let (progress, mut seen) = watch::channel(Progress::default());
    let lost = async {
        seen.wait_for(|progress| progress.step == Step::Rotating).await.unwrap();
        desk.fault_once(Fault::DropAnswer);
    };
    let running = desk.hallpass.run_job_with(&job, JobStop::default(), progress, SHORT);
    let (end, ()) = tokio::join!(running, lost);
    let end = end.unwrap();
    assert_eq!((counts(&end), desk.minted().0), ((0, 0, 0, 0, 2), 62));
    assert_eq!((end.job.state, end.error.unwrap().code), (JobState::Paused, ErrorCode::UnknownOutcome));
    assert!(!desk.rows().contains_key("v1@corp.example"), "a table without a key replaces none");
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), desk.minted().0, desk.keys_are_right()), ((2, 0, 0, 0, 0), 62, 2));
}

/// A server may take its time to make a key: a wall clock that is set forward does not make that shorter.
#[tokio::test]
async fn whatever_the_wall_clock_does_a_key_that_may_have_been_made_is_waited_for() {
    let desk = Desk::new().await;
    let list: String = (0..60).map(|n| format!("nokey{n}@corp.example\n")).collect();
    let job = desk.job(JobOptions { at_once: 1, ..desk.options() }, &list).await;
    let (progress, mut seen) = watch::channel(Progress::default());
    let moved = async {
        seen.wait_for(|progress| progress.step == Step::Minting).await.unwrap();
        let before = desk.sandbox.counts("quanshi").requests;
        desk.fault_once(Fault::DropAnswer);
        desk.fault_once(Fault::Latency(Duration::from_secs(1)));
        // Nobody knows whether the first keys were made; the next are on their way.
        while desk.sandbox.counts("quanshi").requests < before + 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        desk.clock.move_wall(3600);
        let waits = seen.wait_for(|progress| progress.waits.is_some()).await.expect("it waits").waits.unwrap();
        assert!(waits > Duration::from_millis(500), "{waits:?}");
    };
    let running = desk.hallpass.run_job_with(&job, JobStop::default(), progress, Duration::from_secs(4));
    let (end, ()) = tokio::join!(running, moved);
    assert_eq!((counts(&end.unwrap()), desk.minted()), ((60, 0, 0, 0, 0), (60, 0)));
}

/// A row that failed is tried again alone: it gets its key, and the others stay as they were.
#[tokio::test]
async fn one_account_of_a_finished_job_is_tried_again_and_no_other() {
    let desk = Desk::new().await;
    let list: String =
        (0..120).map(|n| format!("{}{n}@corp.example\n", if n % 2 == 0 { "nokey" } else { "u" })).collect();
    let job = desk.job(JobOptions { at_once: 1, ..desk.options() }, &list).await;
    assert_eq!(retry(&desk, &job, 1).await.unwrap_err().field.as_deref(), Some("job"), "the job has to finish first");
    desk.fault_once(Fault::DropRequest);
    assert_eq!(counts(&desk.run(&job).await), (70, 0, 0, 50, 0));
    let rows = desk.hallpass.job_rows(&job, hallpass_core::RowFilter::Failed, 0).await.unwrap();
    let (minted, sent) = (desk.minted().0, desk.sandbox.counts("quanshi").requests);

    let end = retry(&desk, &job, rows[0].seq).await.unwrap();
    assert_eq!((counts(&end), end.job.state, desk.keys_are_right()), ((71, 0, 0, 49, 0), JobState::Done, 71));
    assert!(rows[0].account.starts_with("nokey"));
    assert_eq!((desk.minted(), desk.sandbox.counts("quanshi").requests), ((minted + 1, 0), sent + 2), "read, and made");
    let end = retry(&desk, &job, rows[1].seq).await.unwrap();
    assert_eq!((counts(&end).0, desk.sandbox.counts("quanshi").requests), (72, sent + 3));
    for seq in [rows[0].seq, 999] {
        assert_eq!(retry(&desk, &job, seq).await.unwrap_err().field.as_deref(), Some("account"));
    }
    assert_eq!(desk.sandbox.counts("quanshi").requests, sent + 3);
}

async fn retry(desk: &Desk, job: &str, seq: i64) -> hallpass_core::Result<hallpass_core::JobEnd> {
    let (progress, _) = watch::channel(Progress::default());
    desk.hallpass.run_job_with(job, JobStop::default(), progress, JobRun::of_account(seq).wait(SHORT)).await
}

/// Ctrl-C at the question leaves a job: whoever takes it up is asked first.
#[tokio::test]
async fn what_nobody_confirmed_is_not_done() {
    let desk = Desk::new().await;
    let plain = JobOptions { create_missing: false, ..desk.options() };
    for options in [
        JobOptions { rotate: true, ..plain.clone() },
        JobOptions { expires: Expires::Now, ..plain.clone() },
        JobOptions { expires: Expires::Never, ..plain.clone() },
    ] {
        let job = desk.unconfirmed(options.clone(), &names(3)).await;
        let (progress, _) = watch::channel(Progress::default());
        let refused = desk.hallpass.run_job(&job, JobStop::default(), progress).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::MissingField, Some("yes")));
        assert_eq!(desk.sandbox.counts("quanshi").requests, 0);
        let seen = desk.hallpass.jobs().await.unwrap().remove(0);
        assert_eq!((seen.revoke, seen.confirmed), (options.expires == Expires::Now, false));
        assert!(desk.hallpass.confirm_job(&job).await.unwrap().confirmed);
        assert_eq!(counts(&desk.run(&job).await), (3, 0, 0, 0, 0));
        desk.hallpass.forget_job(&job).await.unwrap();
        desk.sandbox.reset();
    }
    let job = desk.unconfirmed(plain, &names(3)).await;
    assert_eq!(counts(&desk.run(&job).await), (3, 0, 0, 0, 0), "an end is no matter of confirming");
    assert_eq!(desk.hallpass.confirm_job("00000000").await.unwrap_err().field.as_deref(), Some("job"));
}

/// The folder of the table may be gone when a job is taken up: that is told before anything is sent.
#[tokio::test]
async fn keys_that_end_soon_are_listed_without_the_keys() {
    let desk = Desk::new().await;
    let soon = JobOptions { expires: Expires::In(Duration::from_secs(3 * 86_400)), ..desk.options() };
    let job = desk.job(soon, &names(3)).await;
    desk.run(&job).await;
    let (keys, count) = desk.hallpass.expiring_keys(Duration::from_secs(14 * 86_400)).await.unwrap();
    assert_eq!((keys.len(), count), (3, 3));
    let shown = serde_json::to_string(&keys).unwrap();
    let secret = desk.key("u1@corp.example")["auth_key"].as_str().unwrap().to_owned();
    assert!(shown.contains("u1@corp.example") && !shown.contains(&secret));
    assert_eq!(desk.hallpass.expiring_keys(Duration::from_secs(86_400)).await.unwrap().1, 0);
}

/// What an older job says of a key has been replaced by what a newer one says.
#[tokio::test]
async fn of_a_key_that_several_jobs_read_the_newest_word_counts() {
    let desk = Desk::new().await;
    let days = |days: u64| Duration::from_secs(days * 86_400);
    let read = async |end: u64, list: &str| {
        // Jobs are ordered by when they were made, in milliseconds.
        tokio::time::sleep(SHORT).await;
        let job = desk.job(JobOptions { expires: Expires::In(days(end)), ..desk.options() }, list).await;
        desk.run(&job).await;
        job
    };
    read(3, "loginname,extloginname,siteid\nu0@corp.example,,\nu1@corp.example,,\n,ad_two,1\n").await;
    let newer = read(60, "u1@corp.example\nad_two@corp.example\n").await;
    let soon = desk.hallpass.expiring_keys(days(14)).await.unwrap();
    assert_eq!((soon.0[0].account.as_str(), soon.0.len(), soon.1), ("u0@corp.example", 1, 1));
    assert_eq!(desk.hallpass.expiring_keys(days(90)).await.unwrap().1, 3);
    let newest = read(5, "u1@corp.example\n").await;
    let soon = desk.hallpass.expiring_keys(days(14)).await.unwrap().0;
    let of: Vec<(&str, bool)> = soon.iter().map(|key| (key.account.as_str(), key.job == newest)).collect();
    assert_eq!(of, [("u0@corp.example", false), ("u1@corp.example", true)]);
    desk.hallpass.forget_job(&newest).await.unwrap();
    desk.hallpass.forget_job(&newer).await.unwrap();
    assert_eq!(desk.hallpass.expiring_keys(days(14)).await.unwrap().1, 3);
}

/// The window asks whenever a job has ended, and a file may hold a hundred thousand keys.
#[tokio::test]
async fn a_file_without_keys_that_expire_soon_is_not_read_again_for_them() {
    let desk = Desk::new().await;
    let days = |days: u64| Duration::from_secs(days * 86_400);
    let options = JobOptions { expires: Expires::In(days(60)), ..desk.options() };
    let job = desk.job(options, "u0@corp.example\n").await;
    desk.run(&job).await;
    assert_eq!(desk.hallpass.expiring_keys(days(14)).await.unwrap().1, 0);
    let file = desk.hallpass.jobs_folder().unwrap().join(format!("{job}.db"));
    let away = file.with_extension("away");
    std::fs::rename(&file, &away).unwrap();
    assert_eq!(desk.hallpass.expiring_keys(days(14)).await.unwrap().1, 0);
    desk.hallpass.expiring_keys(days(90)).await.unwrap_err();
    std::fs::rename(&away, &file).unwrap();
    assert_eq!(desk.hallpass.expiring_keys(days(90)).await.unwrap().1, 1);
}
