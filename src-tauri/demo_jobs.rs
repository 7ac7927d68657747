//! The jobs of the demo: one that is finished, one that is paused, and one that a quarter of its requests failed for.

use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use hallpass_core::{
    DEFAULT_CONCURRENT_CALLS, Expires, Hallpass, JobList, JobOptions, JobStop, ListChoice, Progress, Protection,
    Result, SignIn, TableFormat,
};
use hallpass_sandbox::Sandbox;
use serde_json::json;
use tokio::sync::watch;

/// A job of the demo.
struct Sample {
    /// Its people, by their numbers: no two jobs speak of the same ones.
    people: std::ops::Range<usize>,
    days: u64,
    create_missing: bool,
    /// It is paused after so many.
    pause_at: Option<u64>,
    /// What goes wrong meanwhile.
    chaos: serde_json::Value,
}

const DAY: u64 = 86_400;
/// A request takes so long while the job runs that is to be paused: one that is over before it is looked at is not paused.
const UNHURRIED: Duration = Duration::from_millis(100);
/// A mint without an answer is asked about at once: the sandbox answers or it does not.
const NO_WAIT: Duration = Duration::from_millis(1);

/// Makes them for the profile `name`; their tables go into `folder`.
///
/// # Errors
/// Returns an error if the profile cannot sign in, or if a job cannot be made.
pub(crate) async fn make(hallpass: &Hallpass, sandbox: &Sandbox, name: &str, folder: &Path) -> Result<()> {
    hallpass.sign_in(name, SignIn::default()).await?;
    let refusing = json!({"refuse": 0.3, "seed": 4});
    // The newest is listed first.
    for (n, sample) in [
        Sample { people: 0..420, days: 6, create_missing: true, pause_at: None, chaos: json!({}) },
        Sample { people: 1000..1640, days: 30, create_missing: false, pause_at: None, chaos: refusing },
        Sample { people: 2000..3600, days: 90, create_missing: false, pause_at: Some(700), chaos: json!({}) },
    ]
    .into_iter()
    .enumerate()
    {
        sandbox.hook("quanshi", "chaos", sample.chaos.clone());
        sandbox.set_latency(Some("quanshi"), if sample.pause_at.is_some() { UNHURRIED } else { Duration::ZERO });
        one(hallpass, name, &folder.join(format!("authkeys-{}.csv", n + 1)), &sample).await?;
    }
    sandbox.hook("quanshi", "chaos", json!({}));
    sandbox.set_latency(Some("quanshi"), Duration::ZERO);
    Ok(())
}

async fn one(hallpass: &Hallpass, name: &str, out: &Path, sample: &Sample) -> Result<()> {
    let list = JobList::Input(Box::new(Cursor::new(list(sample.people.clone()).into_bytes())), "list.csv".to_owned());
    let draft = hallpass.read_list(list, ListChoice::default()).await?;
    let options = JobOptions {
        profile: name.to_owned(),
        expires: Expires::In(Duration::from_secs(sample.days * DAY)),
        sheet: None,
        create_missing: sample.create_missing,
        rotate: false,
        at_once: DEFAULT_CONCURRENT_CALLS,
        production_ok: true,
        out: out.to_owned(),
        format: TableFormat::Csv,
        bom: true,
        protection: Protection::Plain,
    };
    let job = hallpass.job_of(options, &draft).await?.job;
    hallpass.confirm_job(&job).await?;
    let (stop, (progress, mut seen)) = (JobStop::default(), watch::channel(Progress::default()));
    let pausing = async {
        let Some(at) = sample.pause_at else { return };
        if seen.wait_for(|seen| seen.done >= at).await.is_ok() {
            stop.pause();
        }
    };
    let (end, ()) = tokio::join!(hallpass.run_job_with(&job, stop.clone(), progress, NO_WAIT), pausing);
    end.map(drop)
}

/// Invented people of three teams: some are in no directory, some have no key, some stand there twice.
fn list(people: std::ops::Range<usize>) -> String {
    const FAMILY: [&str; 10] = ["wang", "li", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu"];
    const GIVEN: [&str; 8] = ["min", "fang", "wei", "na", "qiang", "jing", "lei", "yan"];
    const TEAMS: [&str; 3] = ["华东运维", "客服", "研发"];
    let line = |n: usize| {
        let who = match n % 40 {
            7 => "missing.",
            13 | 26 => "nokey.",
            _ => "",
        };
        let n = if n % 90 == 50 { n - 1 } else { n };
        let (family, given) = (FAMILY[n % 10], GIVEN[(n / 10) % 8]);
        format!("{who}{given}.{family}{}@wutong.example\t{}\n", n / 80 + 1, TEAMS[n % 3])
    };
    people.map(line).fold("loginname\t团队\n".to_owned(), |list, line| list + &line)
}
