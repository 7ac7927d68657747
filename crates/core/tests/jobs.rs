//! Jobs against a real sandbox that loses requests and answers, and counts the keys it makes.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hallpass_core::providers::Secret;
use hallpass_core::{
    Code, Counts, Expires, Hallpass, JobEnd, JobList, JobOptions, JobState, JobStop, ProfileDraft, Progress,
    Protection, SignIn, Step, TableFormat,
};
use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, start};
use serde_json::{Value, json};
use support::{TestClock, in_folder};
use tokio::sync::watch;

const TOKEN: &str = "not-a-real-interface-token-0001";
const SHORT: Duration = Duration::from_millis(5);

/// A vault in a folder, a sandbox, and a session to ask with.
struct Desk {
    home: tempfile::TempDir,
    sandbox: Sandbox,
    hallpass: Hallpass,
}

impl Desk {
    async fn new() -> Self {
        Self::with_token(TOKEN).await
    }

    async fn with_token(token: &str) -> Self {
        let (home, sandbox) = (tempfile::tempdir().unwrap(), start(Options::default()).await.unwrap());
        let hallpass = in_folder(home.path(), &TestClock::default()).await;
        let desk = Self { home, sandbox, hallpass };
        desk.profile("q", token).await;
        desk
    }

    async fn profile(&self, name: &str, token: &str) {
        let draft = ProfileDraft {
            name: Some(name.to_owned()),
            provider: Some("quanshi".to_owned()),
            server: Some(self.sandbox.address("quanshi")),
            secrets: vec![("token".to_owned(), Secret::new(token))],
            ..ProfileDraft::default()
        };
        self.hallpass.add_profile(draft).await.unwrap();
        self.hallpass.sign_in(name, SignIn::default()).await.unwrap();
    }

    fn out(&self) -> PathBuf {
        self.home.path().join("keys.json")
    }

    fn options(&self) -> JobOptions {
        JobOptions {
            profile: "q".to_owned(),
            expires: Expires::In(Duration::from_secs(30 * 86_400)),
            create_missing: true,
            rotate: false,
            at_once: 4,
            production_ok: false,
            out: self.out(),
            format: TableFormat::Json,
            bom: false,
            protection: Protection::Plain,
        }
    }

    async fn job(&self, options: JobOptions, list: &str) -> String {
        let job = self.unconfirmed(options, list).await;
        self.hallpass.confirm_job(&job).await.unwrap();
        job
    }

    async fn unconfirmed(&self, options: JobOptions, list: &str) -> String {
        let list = JobList::Input(Box::new(std::io::Cursor::new(list.as_bytes().to_vec())), "list.csv".to_owned());
        self.hallpass.new_job(options, list).await.unwrap().job
    }

    async fn run(&self, job: &str) -> JobEnd {
        let (progress, _) = watch::channel(Progress::default());
        self.hallpass.run_job_with(job, JobStop::default(), progress, SHORT).await.unwrap()
    }

    fn mischief(&self, how: Value) {
        assert!(self.sandbox.hook("quanshi", "mischief", how).unwrap().get("error").is_none());
    }

    fn fault_once(&self, fault: Fault) {
        self.sandbox.add_fault(FaultRule { times: Some(1), ..rule(fault) });
    }

    fn minted(&self) -> (u64, u64) {
        let all = self.sandbox.hook("quanshi", "minted", json!({})).unwrap();
        (all["minted"].as_u64().unwrap(), all["surplus"].as_u64().unwrap())
    }

    fn key(&self, login: &str) -> Value {
        self.sandbox.hook("quanshi", "key", json!({ "account": login })).unwrap()
    }

    /// The table's rows by account.
    fn rows(&self) -> HashMap<String, Value> {
        let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(self.out()).unwrap()).unwrap();
        rows.into_iter().map(|row| (row["account"].as_str().unwrap().to_owned(), row)).collect()
    }

    /// Every row with a key has the one that the server has for that account.
    fn keys_are_right(&self) -> usize {
        let rows = self.rows();
        let with_key = rows.iter().filter(|(_, row)| row["status"] == "ok");
        with_key
            .map(|(account, row)| {
                let login =
                    if account.starts_with("ad_") { format!("{account}@corp.example") } else { account.clone() };
                let truth = self.key(&login);
                assert_eq!(row["auth_key"], truth["auth_key"], "{account}");
                assert_eq!(row["user_id"], truth["user_id"], "{account}");
            })
            .count()
    }
}

fn rule(fault: Fault) -> FaultRule {
    FaultRule::always(fault).system("quanshi")
}

fn names(count: usize) -> String {
    (0..count).map(|n| format!("u{n}@corp.example\n")).collect()
}

fn counts(end: &JobEnd) -> (u64, u64, u64, u64, u64) {
    let Counts { ok, empty, missing, failed, unknown, .. } = end.job.counts;
    (ok, empty, missing, failed, unknown)
}

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

/// The number to publish: 200 seeds, 5 % of requests and 20 % of answers lost, and now and then a process that ends in
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
    desk.mischief(json!({
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

#[tokio::test]
async fn a_refused_token_stops_at_once() {
    for token in ["not-a-real-interface-token-0002", "not-a-real-interface-token-0003"] {
        let desk = Desk::with_token(token).await;
        let job = desk.job(JobOptions { at_once: 1, ..desk.options() }, &names(1000)).await;
        let end = desk.run(&job).await;
        assert_eq!((end.error.unwrap().code, end.job.counts.answered()), (Code::Refused, 0));
        assert_eq!(desk.sandbox.counts("quanshi").requests, 1);
        assert!(!desk.out().exists());
        let (progress, _) = watch::channel(Progress::default());
        let again = desk.hallpass.run_job(&job, JobStop::default(), progress).await.unwrap_err();
        assert_eq!(again.code, Code::SessionExpired, "the session is known to be over");
        assert_eq!(desk.sandbox.counts("quanshi").requests, 1);
    }
}

#[tokio::test]
async fn a_failed_chunk_is_named_and_taken_up_again() {
    let desk = Desk::new().await;
    desk.mischief(json!({ "refuse": 1.0 }));
    let job = desk.job(JobOptions { create_missing: false, ..desk.options() }, &names(120)).await;
    std::fs::write(desk.out(), "the table of last month").unwrap();
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), end.job.state, end.paused), ((0, 0, 0, 120, 0), JobState::Paused, false));
    assert_eq!(end.error.map(|error| error.code), Some(Code::Refused));
    assert!(end.job.note.unwrap().en.contains("UMS"));
    assert_eq!(std::fs::read(desk.out()).unwrap(), b"the table of last month", "a table of failures replaces nothing");
    desk.mischief(json!({}));
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
    assert_eq!(end.error.map(|error| (error.code, error.retry_after_seconds)), Some((Code::CoolingDown, Some(86_400))));
}

#[tokio::test]
async fn without_a_server_nothing_is_written_and_nothing_lost() {
    let desk = Desk::new().await;
    let job = desk.job(desk.options(), &names(3000)).await;
    desk.sandbox.add_fault(rule(Fault::DropRequest));
    let end = desk.run(&job).await;
    assert_eq!((end.error.unwrap().code, end.job.state), (Code::UnknownOutcome, JobState::Paused));
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

/// A table says what was done with everybody: there is none while keys are still to be made or replaced.
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

#[tokio::test]
async fn a_key_that_was_not_replaced_is_not_called_new() {
    let desk = Desk::new().await;
    desk.mischief(json!({ "keep": true }));
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
    assert_eq!((end.job.state, end.error.unwrap().code), (JobState::Paused, Code::UnknownOutcome));
    assert!(!desk.rows().contains_key("v1@corp.example"), "a table without a key replaces none");
    let end = desk.run(&job).await;
    assert_eq!((counts(&end), desk.minted().0, desk.keys_are_right()), ((2, 0, 0, 0, 0), 62, 2));
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
        assert_eq!((refused.code, refused.field.as_deref()), (Code::MissingField, Some("yes")));
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
async fn a_table_that_cannot_be_written_is_told_first_and_goes_elsewhere() {
    let desk = Desk::new().await;
    let folder = desk.home.path().join("usb");
    std::fs::create_dir(&folder).unwrap();
    let job = desk.job(JobOptions { out: folder.join("keys.json"), ..desk.options() }, &names(3)).await;
    std::fs::remove_dir(&folder).unwrap();
    let (progress, _) = watch::channel(Progress::default());
    let refused = desk.hallpass.run_job(&job, JobStop::default(), progress).await.unwrap_err();
    assert_eq!((refused.field.as_deref(), desk.sandbox.counts("quanshi").requests), (Some("out"), 0));
    assert_eq!(desk.hallpass.move_job(&job, Path::new("-")).await.unwrap_err().field.as_deref(), Some("out"));
    let moved = desk.hallpass.move_job(&job, &desk.out()).await.unwrap();
    assert!(moved.out == desk.out() && !moved.replaces());
    assert_eq!(counts(&desk.run(&job).await), (3, 0, 0, 0, 0));
    assert_eq!(desk.keys_are_right(), 3);
}

#[tokio::test]
async fn forgotten_jobs_leave_no_file_and_no_key() {
    let desk = Desk::new().await;
    let protection = Protection::Passphrase(Secret::new("an invented passphrase"));
    let job = desk.job(JobOptions { protection, ..desk.options() }, &names(10)).await;
    desk.run(&job).await;
    assert!(std::fs::read(desk.out()).unwrap().starts_with(b"age-encryption.org"));
    desk.hallpass.forget_job(&job).await.unwrap();
    let left: Vec<_> = std::fs::read_dir(desk.home.path().join("jobs")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    let secrets = desk.hallpass.vault().read(|db| {
        let count =
            db.query_row("SELECT count(*) FROM secret WHERE owner_kind = 'job'", [], |row| row.get::<_, i64>(0));
        count.map_err(hallpass_core::Error::from)
    });
    assert_eq!(secrets.await.unwrap(), 0);
    assert_eq!(desk.hallpass.forget_job(&job).await.unwrap_err().field.as_deref(), Some("job"));
}

#[tokio::test]
async fn one_process_at_a_time() {
    let desk = Desk::new().await;
    desk.sandbox.set_latency(Some("quanshi"), Duration::from_millis(100));
    let job = desk.job(desk.options(), &names(400)).await;
    let (progress, mut seen) = watch::channel(Progress::default());
    let second = async {
        seen.wait_for(|progress| progress.of > 0).await.unwrap();
        assert_eq!(desk.hallpass.jobs().await.unwrap()[0].state, JobState::Running);
        let (progress, _) = watch::channel(Progress::default());
        let refused = desk.hallpass.run_job(&job, JobStop::default(), progress).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("job"));
        assert_eq!(desk.hallpass.forget_job(&job).await.unwrap_err().field.as_deref(), Some("job"));
    };
    let running = desk.hallpass.run_job_with(&job, JobStop::default(), progress, SHORT);
    let (end, ()) = tokio::join!(running, second);
    assert_eq!(counts(&end.unwrap()), (400, 0, 0, 0, 0));
}

#[tokio::test]
async fn lists_that_are_none_leave_nothing() {
    let desk = Desk::new().await;
    for list in ["", "\n\n\n", "loginname\n\n"] {
        let input = JobList::Input(Box::new(std::io::Cursor::new(list.as_bytes().to_vec())), "x.csv".to_owned());
        let error = desk.hallpass.new_job(desk.options(), input).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some("accounts"), "{list:?}");
    }
    let gone = JobList::File(Path::new("/no/such/list.csv").to_owned());
    assert!(desk.hallpass.new_job(desk.options(), gone).await.is_err());
    assert!(desk.hallpass.jobs().await.unwrap().is_empty());
    assert_eq!(std::fs::read_dir(desk.home.path().join("jobs")).unwrap().count(), 0);
}

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
