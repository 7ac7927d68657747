//! A job from its list to its table, and what a server does to it on the way.

use std::time::{Duration, Instant};

use hallpass_core::{ErrorCode, JobEnd, JobOptions, JobState, JobStop, Progress, Step};
use hallpass_sandbox::Fault;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::fixture::{Desk, SHORT, counts, names, rule};

#[tokio::test]
async fn a_whole_export_in_two_phases() {
    let desk = Desk::new().await;
    let list = "loginname,extloginname,siteid,team\n\
        ann@corp.example,,,red\n,ad_bob,76473,blue\nnokey.cat@corp.example,,,\nmissing.dan@corp.example,,,green\n\
        ann@corp.example,,,again\nbig.eve@corp.example,,,\"a, b\"\n\n";
    let job = desk.job(desk.options(), list).await;
    let before = desk.hallpass.jobs().await.unwrap().remove(0);
    assert_eq!((before.asked, before.duplicates, before.state), (5, 1, JobState::Ready));
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), end.error, end.paused), ((4, 0, 1, 0, 0), None, false));
    assert_eq!((end.job.state, end.job.counts.minted, end.job.counts.requests), (JobState::Done, 1, 2));
    assert_eq!((desk.keys_are_right(), desk.minted()), (4, (1, 0)));
    let rows = desk.rows();
    assert_eq!(rows["ad_bob"]["login_name"], "ad_bob@corp.example");
    assert_eq!((&rows["ad_bob"]["team"], &rows["big.eve@corp.example"]["team"]), (&json!("blue"), &json!("a, b")));
    assert!(rows["big.eve@corp.example"]["user_id"].as_str().unwrap().parse::<u64>().unwrap() > 1 << 53);
    assert_eq!(rows["missing.dan@corp.example"]["auth_key"], Value::Null);
    let expiries = desk.sandbox.hook("quanshi", "expiries", json!({})).unwrap();
    assert_eq!(expiries.as_object().unwrap().len(), 1, "one fixed end for every call");
}

#[tokio::test]
async fn a_refused_token_stops_at_once() {
    for token in ["not-a-real-interface-token-0002", "not-a-real-interface-token-0003"] {
        let desk = Desk::with_token(token).await;
        let job = desk.job(JobOptions { at_once: 1, ..desk.options() }, &names(1000)).await;
        let end = desk.run(&job).await;
        assert_eq!((end.error.unwrap().code, end.job.counts.answered()), (ErrorCode::Refused, 0));
        assert_eq!(desk.sandbox.counts("quanshi").requests, 1);
        assert!(!desk.out().exists());
        let (progress, _) = watch::channel(Progress::default());
        let again = desk.hallpass.run_job(&job, JobStop::default(), progress).await.unwrap_err();
        assert_eq!(again.code, ErrorCode::SessionExpired, "the session is known to be over");
        assert_eq!(desk.sandbox.counts("quanshi").requests, 1);
    }
}

#[tokio::test]
async fn a_failed_chunk_is_named_and_taken_up_again() {
    let desk = Desk::new().await;
    desk.chaos(json!({ "refuse": 1.0 }));
    let job = desk.job(JobOptions { create_missing: false, ..desk.options() }, &names(120)).await;
    std::fs::write(desk.out(), "the table of last month").unwrap();
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), end.job.state, end.paused), ((0, 0, 0, 120, 0), JobState::Paused, false));
    assert_eq!(end.error.map(|error| error.code), Some(ErrorCode::Refused));
    assert!(end.job.note.unwrap().en.contains("UMS"));
    assert_eq!(std::fs::read(desk.out()).unwrap(), b"the table of last month", "a table of failures replaces nothing");
    desk.chaos(json!({}));
    for fault in [Fault::DropAnswer, Fault::Http500] {
        desk.fault_once(fault);
        let end = desk.run(&job).await;
        let (ok, _, _, failed, _) = counts(&end);
        assert_eq!((ok + failed, failed > 0, end.job.state), (120, true, JobState::Done));
        assert_eq!(end.job.unsettled(), failed);
        let rows = desk.rows();
        let row = rows.values().find(|row| row["status"] == "failed").unwrap();
        assert!(!row["message"].as_str().unwrap().is_empty(), "{row}");
    }
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), desk.keys_are_right()), ((120, 0, 0, 0, 0), 120));
}

#[tokio::test]
async fn too_many_requests_are_waited_for_by_everybody() {
    let desk = Desk::new().await;
    desk.fault_once(Fault::TooManyRequests("1".to_owned()));
    let job = desk.job(desk.options(), &names(500)).await;
    let began = Instant::now();
    let end = desk.run(&job).await;
    assert_eq!(counts(&end), (500, 0, 0, 0, 0));
    assert!(began.elapsed() >= Duration::from_millis(900), "{:?}", began.elapsed());
    assert_eq!(end.job.counts.requests, 11, "ten chunks, one of them twice");
    desk.fault_once(Fault::TooManyRequests("86400".to_owned()));
    let job = desk.job(desk.options(), &names(50)).await;
    let end = desk.run(&job).await;
    assert_eq!(
        end.error.map(|error| (error.code, error.retry_after_seconds)),
        Some((ErrorCode::CoolingDown, Some(86_400)))
    );
}

#[tokio::test]
async fn a_server_that_only_asks_to_wait_pauses_the_job() {
    let desk = Desk::new().await;
    let job = desk.job(desk.options(), &names(500)).await;
    desk.sandbox.add_fault(rule(Fault::TooManyRequests("1".to_owned())));
    let end = desk.run(&job).await;
    let error = end.error.unwrap();
    assert_eq!((error.code, end.job.state, end.paused), (ErrorCode::CoolingDown, JobState::Paused, false));
    assert!(error.message.en.contains("to wait 5 times"), "{error:?}");
    assert_eq!(end.job.note, Some(error.message));
    assert!(end.job.counts.requests <= 4 * 6, "{:?}", end.job.counts);
    desk.sandbox.clear_faults(None);
    assert_eq!(counts(&desk.run(&job).await), (500, 0, 0, 0, 0));
}

#[tokio::test]
async fn without_a_server_nothing_is_written_and_nothing_lost() {
    let desk = Desk::new().await;
    let job = desk.job(desk.options(), &names(3000)).await;
    desk.sandbox.add_fault(rule(Fault::DropRequest));
    let end = desk.run(&job).await;
    assert_eq!((end.error.unwrap().code, end.job.state), (ErrorCode::UnknownOutcome, JobState::Paused));
    assert!(end.job.counts.requests < 30, "it does not go on for ever: {}", end.job.counts.requests);
    assert!(!desk.out().exists());
    desk.sandbox.clear_faults(None);
    assert_eq!(counts(&desk.run(&job).await), (3000, 0, 0, 0, 0));
}

#[tokio::test]
async fn paused_and_resumed() {
    let desk = Desk::new().await;
    desk.sandbox.set_latency(Some("quanshi"), Duration::from_millis(40));
    let job = desk.job(JobOptions { at_once: 2, ..desk.options() }, &names(2000)).await;
    for hard in [false, true] {
        let stop = JobStop::default();
        let brake = stop.clone();
        let (progress, mut seen) = watch::channel(Progress::default());
        let pull = async move {
            let before = seen.wait_for(|progress| progress.of > 0).await.unwrap().done;
            seen.wait_for(|progress| progress.done > before).await.unwrap();
            brake.pause();
            if hard {
                brake.stop();
            }
        };
        let (end, ()) = tokio::join!(desk.hallpass.run_job_with(&job, stop, progress, SHORT), pull);
        let end = end.unwrap();
        assert!(end.paused && end.job.state == JobState::Paused && end.error.is_none());
        assert!(end.job.counts.ok > 0 && end.job.counts.ok < 2000, "{:?}", end.job.counts);
        assert!(!desk.out().exists());
    }
    desk.sandbox.set_latency(None, Duration::ZERO);
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), desk.keys_are_right()), ((2000, 0, 0, 0, 0), 2000));
}

/// A table says what was done with everyone: there is none while keys are still to be made or replaced.
#[tokio::test]
async fn paused_before_every_key_is_made_there_is_no_table() {
    let desk = Desk::new().await;
    let made = |rotate: bool| JobOptions { create_missing: !rotate, rotate, at_once: 1, ..desk.options() };
    for (rotate, step, name) in [(false, Step::Minting, "nokey"), (true, Step::Rotating, "r")] {
        desk.sandbox.set_latency(None, Duration::ZERO);
        let list: String = (0..200).map(|n| format!("{name}{n}@corp.example\n")).collect();
        let job = desk.job(made(rotate), &list).await;
        let stop = JobStop::default();
        let (progress, mut seen) = watch::channel(Progress::default());
        let pull = async {
            seen.wait_for(|progress| progress.step == step).await.unwrap();
            desk.sandbox.set_latency(Some("quanshi"), Duration::from_millis(100));
            stop.pause();
        };
        let (end, ()) = tokio::join!(desk.hallpass.run_job_with(&job, stop.clone(), progress, SHORT), pull);
        let end: JobEnd = end.unwrap();
        assert!(end.paused && end.job.state == JobState::Paused && end.error.is_none(), "{step:?}");
        assert!(end.job.counts.minted < 200 && !desk.out().exists(), "{step:?} {:?}", end.job.counts);
        desk.sandbox.set_latency(None, Duration::ZERO);
        let end = desk.run(&job).await;
        assert_eq!(
            (end.job.state, end.job.counts.minted, desk.keys_are_right()),
            (JobState::Done, 200, 200),
            "{step:?}"
        );
        std::fs::remove_file(desk.out()).unwrap();
    }
    assert_eq!(desk.minted(), (400, 0));
}

/// A pause may come after what is about to be sent was recorded, and before it is sent.
#[tokio::test]
async fn however_often_it_is_paused_each_key_is_replaced_once() {
    let desk = Desk::new().await;
    let list: String = (0..400).map(|n| format!("p{n}@corp.example\n")).collect();
    let options = JobOptions { create_missing: false, rotate: true, at_once: 2, ..desk.options() };
    let job = desk.job(options, &list).await;
    let mut pauses = 0_u64;
    loop {
        let stop = JobStop::default();
        let (progress, mut seen) = watch::channel(Progress::default());
        let pull = async {
            if seen.wait_for(|progress| progress.step == Step::Rotating).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(pauses * 3 % 40)).await;
            }
            stop.pause();
        };
        let (end, ()) = tokio::join!(desk.hallpass.run_job_with(&job, stop.clone(), progress, SHORT), pull);
        let end: JobEnd = end.unwrap();
        assert!(end.error.is_none() && end.job.counts.unknown == 0, "{:?}", end.job.counts);
        if end.job.state == JobState::Done {
            break assert_eq!((end.job.counts.minted, end.job.counts.ok), (400, 400));
        }
        pauses += 1;
        assert!(pauses < 500, "it is paused for ever: {:?}", end.job.counts);
    }
    assert!(pauses > 5, "{pauses} pauses");
    assert_eq!((desk.keys_are_right(), desk.minted()), (400, (400, 0)));
}
