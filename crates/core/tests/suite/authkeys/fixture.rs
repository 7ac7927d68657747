//! What the tests of jobs work at.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{
    Counts, Expires, Hallpass, JobEnd, JobList, JobOptions, JobStop, ProfileDraft, Progress, Protection, SignIn,
    TableFormat,
};
use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, start};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::support::{TestClock, in_folder};

pub(crate) const TOKEN: &str = "not-a-real-interface-token-0001";
pub(crate) const SHORT: Duration = Duration::from_millis(5);

/// A vault in a folder, a sandbox, and a session to ask with.
pub(crate) struct Desk {
    pub(crate) home: tempfile::TempDir,
    pub(crate) sandbox: Sandbox,
    pub(crate) hallpass: Hallpass,
    pub(crate) clock: TestClock,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::with_token(TOKEN).await
    }

    pub(crate) async fn with_token(token: &str) -> Self {
        let (home, sandbox) = (tempfile::tempdir().unwrap(), start(Options::default()).await.unwrap());
        let clock = TestClock::default();
        let hallpass = in_folder(home.path(), &clock).await;
        let desk = Self { home, sandbox, hallpass, clock };
        desk.profile("q", token).await;
        desk
    }

    pub(crate) async fn profile(&self, name: &str, token: &str) {
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

    pub(crate) fn out(&self) -> PathBuf {
        self.home.path().join("keys.json")
    }

    pub(crate) fn options(&self) -> JobOptions {
        JobOptions {
            profile: "q".to_owned(),
            expires: Expires::In(Duration::from_secs(30 * 86_400)),
            sheet: None,
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

    pub(crate) async fn job(&self, options: JobOptions, list: &str) -> String {
        let job = self.unconfirmed(options, list).await;
        self.hallpass.confirm_job(&job).await.unwrap();
        job
    }

    pub(crate) async fn unconfirmed(&self, options: JobOptions, list: &str) -> String {
        let list = JobList::Input(Box::new(std::io::Cursor::new(list.as_bytes().to_vec())), "list.csv".to_owned());
        self.hallpass.new_job(options, list).await.unwrap().job
    }

    pub(crate) async fn run(&self, job: &str) -> JobEnd {
        let (progress, _) = watch::channel(Progress::default());
        self.hallpass.run_job_with(job, JobStop::default(), progress, SHORT).await.unwrap()
    }

    pub(crate) fn chaos(&self, how: Value) {
        assert!(self.sandbox.hook("quanshi", "chaos", how).unwrap().get("error").is_none());
    }

    pub(crate) fn fault_once(&self, fault: Fault) {
        self.sandbox.add_fault(FaultRule { times: Some(1), ..rule(fault) });
    }

    pub(crate) fn minted(&self) -> (u64, u64) {
        let all = self.sandbox.hook("quanshi", "minted", json!({})).unwrap();
        (all["minted"].as_u64().unwrap(), all["surplus"].as_u64().unwrap())
    }

    pub(crate) fn key(&self, login: &str) -> Value {
        self.sandbox.hook("quanshi", "key", json!({ "account": login })).unwrap()
    }

    /// The table's rows by account.
    pub(crate) fn rows(&self) -> HashMap<String, Value> {
        let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(self.out()).unwrap()).unwrap();
        rows.into_iter().map(|row| (row["account"].as_str().unwrap().to_owned(), row)).collect()
    }

    /// Every row with a key has the one that the server has for that account.
    pub(crate) fn keys_are_right(&self) -> usize {
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

pub(crate) fn rule(fault: Fault) -> FaultRule {
    FaultRule::always(fault).system("quanshi")
}

pub(crate) fn names(count: usize) -> String {
    (0..count).map(|n| format!("u{n}@corp.example\n")).collect()
}

pub(crate) fn counts(end: &JobEnd) -> (u64, u64, u64, u64, u64) {
    let Counts { ok, empty, missing, failed, unknown, .. } = end.job.counts;
    (ok, empty, missing, failed, unknown)
}
