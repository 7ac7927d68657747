//! Every statement that runs on a job's file, with its cost: a list of a million accounts must not take
//! disproportionately long.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hallpass_providers::{Lang, Secret};
use hallpass_sandbox::{Options, Sandbox, start};
use hallpass_vault::{NewKey, SideDatabase, Vault, VaultError};
use serde_json::json;
use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::authkeys::key_expiry::Expires;
use crate::authkeys::options::{JobList, JobOptions};
use crate::authkeys::report::{JobRow, RowFilter};
use crate::authkeys::run::cancel::JobStop;
use crate::authkeys::run::phases::JobRun;
use crate::authkeys::run::progress::Progress;
use crate::authkeys::store::database::Places;
use crate::authkeys::store::record::JobState;
use crate::hallpass::Hallpass;
use crate::profile::ProfileDraft;
use crate::schema::MIGRATIONS;
use crate::sign_in::SignIn;
use hallpass_tables::{Format as TableFormat, Protection};

/// How often a statement ran, and the steps that SQLite took for it.
type Seen = BTreeMap<String, (u64, u64)>;

/// By the folder of the jobs: tests run side by side.
static SEEN: Mutex<BTreeMap<PathBuf, Seen>> = Mutex::new(BTreeMap::new());

/// Notes every statement that runs on this file from now on.
pub(in crate::authkeys) async fn watch(file: &SideDatabase, folder: &Path) -> Result<(), VaultError> {
    let folder = folder.to_owned();
    let note = move |text: &str, steps: u64| {
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        let of = seen.entry(folder.clone()).or_default().entry(text.to_owned()).or_default();
        *of = (of.0 + 1, of.1 + steps);
    };
    file.trace(note).await
}

/// A vault, a server and a session to ask with.
struct Site {
    home: tempfile::TempDir,
    sandbox: Sandbox,
    hallpass: Hallpass,
}

impl Site {
    async fn new() -> Self {
        let (home, sandbox) = (tempfile::tempdir().unwrap(), start(Options::default()).await.unwrap());
        let key = NewKey::Passphrase(Zeroizing::new("invented passphrase of a test".to_owned()));
        let vault = Vault::create(home.path(), key, MIGRATIONS).await.unwrap().0;
        let hallpass = Hallpass::new(vault, Lang::En);
        let draft = ProfileDraft {
            name: Some("q".to_owned()),
            provider: Some("quanshi".to_owned()),
            server: Some(sandbox.address("quanshi")),
            secrets: vec![("token".to_owned(), Secret::new("not-a-real-interface-token-0001"))],
            ..ProfileDraft::default()
        };
        hallpass.add_profile(draft).await.unwrap();
        hallpass.sign_in("q", SignIn::default()).await.unwrap();
        Self { home, sandbox, hallpass }
    }

    async fn job(&self, list: String, create_missing: bool, rotate: bool) -> String {
        let options = JobOptions {
            profile: "q".to_owned(),
            expires: Expires::In(Duration::from_secs(86_400)),
            sheet: None,
            create_missing,
            rotate,
            at_once: 4,
            production_ok: false,
            out: self.home.path().join("keys.json"),
            format: TableFormat::Json,
            bom: false,
            protection: Protection::Plain,
        };
        let list = JobList::Input(Box::new(std::io::Cursor::new(list.into_bytes())), "list.csv".to_owned());
        let job = self.hallpass.new_job(options, list).await.unwrap().job;
        self.hallpass.confirm_job(&job).await.unwrap();
        job
    }

    async fn run(&self, job: &str) -> JobState {
        self.run_as(job, Duration::from_millis(1).into()).await
    }

    async fn run_as(&self, job: &str, how: JobRun) -> JobState {
        let (progress, _) = watch::channel(Progress::default());
        self.hallpass.run_job_with(job, JobStop::default(), progress, how).await.unwrap().job.state
    }

    /// The results of a job, page after page.
    async fn rows(&self, job: &str, filter: RowFilter) -> Vec<JobRow> {
        let mut rows = Vec::new();
        for first in self.hallpass.job_pages(job, filter).await.unwrap().firsts {
            rows.extend(self.hallpass.job_rows(job, filter, first).await.unwrap());
        }
        rows
    }

    fn seen(&self) -> Seen {
        let folder = self.home.path().join("jobs");
        SEEN.lock().unwrap_or_else(PoisonError::into_inner).get(&folder).cloned().unwrap_or_default()
    }

    fn chaos(&self, how: serde_json::Value) {
        assert!(self.sandbox.hook("quanshi", "chaos", how).unwrap().get("error").is_none());
    }
}

/// `count` accounts; of a hundred, five have no key, one is listed under two names, one does not exist, and one is no
/// account.
fn list(count: usize) -> String {
    let line = |n: usize| match n % 100 {
        0..=3 => format!("nokey{n}@corp.example,,,\n"),
        4 => format!("ad_nokey{n}@corp.example,,,\n,ad_nokey{n},9,\n"),
        5 => format!("missing{n}@corp.example,,,\n"),
        6 => ",,,nobody\n".to_owned(),
        7 => format!("u{}@corp.example,,,\n", n + 1),
        _ => format!("u{n}@corp.example,,,\n"),
    };
    let lines: String = (0..count).map(line).collect();
    format!("loginname,extloginname,siteid,team\n{lines}")
}

/// Everything that is ever done with a job's file, for a list of that many accounts: keys made, keys replaced, calls that
/// fail, accounts asked for alone, a second run, and all that is looked at.
async fn everything(count: usize) -> (Site, String) {
    let site = Site::new().await;
    site.chaos(json!({ "cut": 0.3, "extra": 0.3, "lose_answers": 0.1, "seed": 7 }));
    let made = site.job(list(count), true, false).await;
    site.run(&made).await;
    site.chaos(json!({}));
    assert_eq!(site.run(&made).await, JobState::Done);
    let missing = site.rows(&made, RowFilter::Missing).await;
    assert_eq!(site.run_as(&made, JobRun::of_account(missing[0].seq)).await, JobState::Done);
    let replaced = site.job(list(count), false, true).await;
    assert_eq!(site.run(&replaced).await, JobState::Done);
    site.hallpass.job(&made).await.unwrap();
    site.rows(&made, RowFilter::All).await;
    site.hallpass.expiring_keys(Duration::from_secs(30 * 86_400)).await.unwrap();
    (site, made)
}

/// The lines of a plan: what is looped over, innermost last, with their parent line.
async fn plan(site: &Site, job: &str, statement: &str) -> Vec<(i64, String)> {
    let file = Places::new(&site.hallpass, job).unwrap().open(&site.hallpass).await.unwrap();
    let sql = format!("EXPLAIN QUERY PLAN {statement}");
    let lines = file.read(move |db| {
        let mut query = db.prepare(&sql)?;
        // Nothing is bound: a plan does not depend on values.
        let (mut rows, mut lines) = (query.raw_query(), Vec::new());
        while let Some(row) = rows.next()? {
            lines.push((row.get("parent")?, row.get("detail")?));
        }
        Ok::<_, crate::error::Error>(lines)
    });
    let lines = lines.await.unwrap();
    file.close().await;
    lines
}

/// Whether a table is read from its beginning to its end, one that grows with the list.
fn scans(detail: &str) -> bool {
    detail.starts_with("SCAN ") && !["SCAN CONSTANT ROW", "SCAN tally", "SCAN carried_column"].contains(&detail)
}

/// Whether one is, again and again: within another loop, or for each row of an outer query.
fn scans_within(plan: &[(i64, String)]) -> bool {
    let is_loop = |detail: &str| scans(detail) || detail.starts_with("SEARCH ");
    let inner = |n: usize| plan[..n].iter().any(|(parent, detail)| *parent == plan[n].0 && is_loop(detail));
    let correlated = plan.iter().any(|(_, detail)| detail.starts_with("CORRELATED"));
    plan.iter().enumerate().any(|(n, (parent, detail))| scans(detail) && (inner(n) || (correlated && *parent != 0)))
}

#[tokio::test]
async fn no_statement_reads_a_table_again_and_again() {
    let (few, job) = everything(400).await;
    let (many, _) = everything(2000).await;
    let (few_seen, many_seen) = (few.seen(), many.seen());
    let of_a_table = |text: &&String| {
        ["SELECT", "INSERT", "UPDATE", "DELETE"].iter().any(|verb| text.starts_with(verb)) && !text.contains("sqlite_")
    };
    let statements: Vec<&String> = many_seen.keys().filter(of_a_table).collect();
    assert!(statements.len() > 20, "{statements:#?}");
    for statement in statements {
        let plan = plan(&few, &job, statement).await;
        assert!(!scans_within(&plan), "{statement}\n{plan:#?}");
        if plan.iter().any(|(_, detail)| scans(detail)) {
            let (once, now) = (few_seen.get(statement).map_or(0, |of| of.0), many_seen[statement].0);
            assert!(now <= once.max(4), "{statement}\nruns {once} times for 400 accounts and {now} times for 2000");
        }
    }
}

/// Steps instead of seconds: no other process and no machine changes them.
#[tokio::test]
async fn five_times_the_list_takes_five_times_the_steps() {
    let steps = |seen: Seen| seen.values().map(|of| of.1).sum::<u64>();
    let mut cost = Vec::new();
    for count in [600, 3000] {
        let site = Site::new().await;
        let job = site.job(list(count), true, false).await;
        assert_eq!(site.run(&job).await, JobState::Done);
        cost.push(steps(site.seen()));
    }
    assert!(cost[1] < cost[0] * 11 / 2, "{cost:?}");
}

/// A whole page, the last one that is.
#[tokio::test]
async fn a_page_of_results_costs_the_same_however_long_the_list_is() {
    let steps = |seen: Seen| seen.values().map(|of| of.1).sum::<u64>();
    let mut cost = Vec::new();
    for count in [600, 3000] {
        let site = Site::new().await;
        let job = site.job(list(count), false, false).await;
        assert_eq!(site.run(&job).await, JobState::Done);
        let pages = site.hallpass.job_pages(&job, RowFilter::All).await.unwrap();
        let before = steps(site.seen());
        let rows = site.hallpass.job_rows(&job, RowFilter::All, pages.firsts[pages.firsts.len() - 2]).await.unwrap();
        assert_eq!(rows.len(), 500);
        cost.push(steps(site.seen()) - before);
    }
    assert!(cost[1] < cost[0] * 11 / 10, "{cost:?}");
}
